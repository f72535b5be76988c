"""Which field of a JSONL object, or column of a Parquet file, says what of an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from claimcheck.batch.items import Item
from claimcheck.errors import DocumentError, SettingError
from claimcheck.reading.dates import first_date

#: Characters of an address, a title or an id that are kept.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of fields, the first that is there counts. An article has `text` or `html`; `text` wins where it has both."""

    text: tuple[str, ...] = ("text",)
    html: tuple[str, ...] = ("html",)
    id: tuple[str, ...] = ("id",)
    url: tuple[str, ...] = ("url", "uri")
    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("published", "date")

    @classmethod
    def of(cls, options: Iterable[str]) -> Self:
        """From options such as `text=body`; `date=` looks at no date. Raises SettingError."""
        chosen: dict[str, tuple[str, ...]] = {}
        known = [field.name for field in fields(cls)]
        for option in options:
            name, sign, field = option.partition("=")
            if name not in known or not sign:
                raise SettingError(f"--field {option}: write which field has it, as in text=body; there are {', '.join(known)}.")
            if name in chosen:
                raise SettingError(f"--field {option}: {name} is given twice.")
            chosen[name] = (field,) if field else ()
        if "text" in chosen and "html" not in chosen:
            chosen["html"] = ()
        elif "html" in chosen and "text" not in chosen:
            chosen["text"] = ()
        return cls(**chosen)

    @property
    def names(self) -> frozenset[str]:
        """All that are looked at."""
        return frozenset(name for field in fields(self) for name in getattr(self, field.name))


def item_of(place: str, values: Mapping[str, Any], fields: Fields) -> Item:
    """The article that a row describes; `place` becomes its id. Raises DocumentError with a whole sentence."""
    for form, names in (("text", fields.text), ("html", fields.html)):
        body = _first(values, names)
        if isinstance(body, bytes):
            data = body
        elif body is None or isinstance(body, str):
            try:
                data = (body or "").encode("utf-8")
            except UnicodeEncodeError as error:
                raise DocumentError(f"{place} holds half a character at offset {error.start}: decode it again from its bytes.") from None
        else:
            raise DocumentError(f"The {form} of {place} is no text but {_kind(body)}: name the right field, as in --field {form}=body.")
        if data.strip():
            return Item(
                place,
                data,
                "html" if form == "html" else "text",
                own_id=_short(_first(values, fields.id)),
                uri=_short(_first(values, fields.url)),
                title=_short(_first(values, fields.title)),
                published=_day(_first(values, fields.date)),
            )
    wanted = " or ".join(f"`{name}`" for name in (*fields.text, *fields.html)) or "any field"
    raise DocumentError(f"{place} has no text in {wanted}: name the right field, as in --field text=body.")


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((values[name] for name in names if values.get(name) is not None), None)


def _short(value: Any) -> str | None:
    """A text on one line; None for what is no text and no number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(str(value)[:LONGEST].encode("utf-8", "replace").decode("utf-8").split()) or None


def _day(value: Any) -> str | None:
    """A day as ISO 8601 has it; what is none stays as it is, so that it is told in the error."""
    if isinstance(value, date):  # a datetime is one
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    text = _short(value)
    if text is None or not isinstance(value, str):
        return text
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        day = first_date(text)
        return day.isoformat() if day else text[:100]


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), type(value).__name__)
