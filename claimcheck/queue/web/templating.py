"""Pages out of templates. What people and articles wrote is hostile: every value is escaped, and what would be invisible is shown."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from claimcheck.queue.moments import moment
from claimcheck.queue.naming import called
from claimcheck.queue.web.static_files import address
from claimcheck.report import phrases
from claimcheck.report.card import FAMILIES, family_of, level_of
from claimcheck.report.visible import visible

#: Seconds, and what they are called, from the longest.
_SPANS = ((604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


@cache
def environment() -> Environment:
    """The templates of the queue, and below `report/` those of the report, whose words for claims they share."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("claimcheck.queue.web"),
                PrefixLoader({"report": PackageLoader("claimcheck.report")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=phrases.strings()["page"],
        name=phrases.name,
        count=phrases.count,
        families=tuple(FAMILIES),
        asset=address,
    )
    made.filters.update(
        ago=ago,
        called=lambda one: called(one.title, one.uri),
        left=left,
        clock=clock,
        day=day,
        family=lambda types: family_of(list(types)),
        level=level_of,
        things=things,
        percent=percent,
    )
    return made


def render(template: str, **values: Any) -> str:
    """A page, or a part of one, as text."""
    return environment().get_template(template).render(**values)


def _visible(value: Any) -> Any:
    """Every value passes here before it is escaped."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def things(number: int, one: str, many: str | None = None) -> str:
    """A number of things: `3|things("claim")` is "3 claims"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float | None) -> str:
    """A share in whole percent; "–" where there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


def ago(stamp: str, now: datetime) -> Markup:
    """How long ago a moment of the queue was, with the moment itself behind it. The script puts it into the reader's time zone."""
    words = _span((now - moment(stamp)).total_seconds())
    return _time(stamp, f"{words} ago" if words else "just now")


def left(stamp: str, now: datetime) -> Markup:
    """How long it is until a moment."""
    words = _span((moment(stamp) - now).total_seconds())
    return _time(stamp, words or "less than a minute")


def clock(stamp: str) -> Markup:
    """A moment as the log has it, to the minute."""
    return _time(stamp, moment(stamp).strftime("%Y-%m-%d %H:%M UTC"), "moment")


def day(stamp: str) -> str:
    """The calendar day of a moment in words."""
    return phrases.day(moment(stamp).date())


def _span(seconds: float) -> str:
    for length, name in _SPANS:
        if seconds >= length:
            return things(int(seconds // length), name)
    return ""


def _time(stamp: str, words: str, kind: str = "ago") -> Markup:
    at = moment(stamp)
    return Markup('<time class="{}" datetime="{}" title="{}">{}</time>').format(
        kind, at.strftime("%Y-%m-%dT%H:%M:%SZ"), at.strftime("%Y-%m-%d %H:%M UTC"), words
    )
