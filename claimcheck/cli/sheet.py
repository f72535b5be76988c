"""The table that people read: claims of one article, the most urgent first."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

#: From this width on each fact has a column of its own; below it the facts stand under the claim.
WIDE = 110
NONE = "–"
STYLES = {"yes": "green", "partial": "yellow", "no": "dim"}

#: Control characters could move the cursor or recolour the terminal: the article is not trusted that far.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def sheet(report: dict[str, Any], *, width: int, colour: bool) -> str:
    """A heading, the claims by priority (then by place), and how much of the article they hold."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(width, 60),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(Text(_heading(report), style="bold"))
    claims = sorted(report["claims"], key=lambda claim: (-claim["priority"]["score"], claim["span"]["start"], claim["span"]["end"]))
    if claims:
        console.print(_wide(claims) if width >= WIDE else _narrow(claims))
    coverage = _coverage(report)
    if coverage:
        console.print(Padding(Text(coverage, style="dim"), (0, 0, 1, 0)))
    lines = (line.rstrip() for line in stream.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def _heading(report: dict[str, Any]) -> str:
    document, claims = report["document"], report["claims"]
    checkable = sum(claim["checkability"]["value"] != "no" for claim in claims)
    published = document.get("published_at")
    parts = [
        _clean(document.get("title") or document["uri"]),
        f"published {published}" if published else "day of publication unknown (--published)",
        f"{_count(len(claims), 'claim')}, {checkable} checkable",
    ]
    return " · ".join(parts)


def _wide(claims: Sequence[dict[str, Any]]) -> Table:
    table = _columns()
    table.add_column("Who", ratio=3, overflow="fold")
    table.add_column("Claim", ratio=10, overflow="fold")
    table.add_column("When, how much", width=18, overflow="fold")
    table.add_column("Types, check", width=20, overflow="fold")
    for claim in claims:
        facts = "\n".join(filter(None, (_when(claim), _how_much(claim))))
        types = Text.assemble(", ".join(claim["types"]), "\n", _check(claim))
        table.add_row(*_place(claim), _who(claim) or NONE, _what(claim), facts or NONE, types)
    return table


def _narrow(claims: Sequence[dict[str, Any]]) -> Table:
    table = _columns()
    table.add_column("Claim", ratio=1)
    for claim in claims:
        facts = (
            ("who", _who(claim)),
            ("when", _when(claim).replace("\n", "; ")),
            ("how much", _how_much(claim).replace("\n", "; ")),
            ("types", ", ".join(claim["types"])),
        )
        below = Text(" · ".join(f"{name}: {value}" for name, value in facts if value) + " · ", style="dim")
        table.add_row(*_place(claim), Text.assemble(_what(claim), "\n", below, _check(claim)))
    return table


def _columns() -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, header_style="bold", expand=True)
    table.add_column("Prio", justify="right", no_wrap=True)
    table.add_column("Line", justify="right", no_wrap=True)
    return table


def _place(claim: dict[str, Any]) -> tuple[str, str]:
    return f"{claim['priority']['score']:.2f}", str(claim["span"]["line"])


def _what(claim: dict[str, Any]) -> Text:
    return Text(_clean(claim["resolved_text"]), style="dim" if claim["checkability"]["value"] == "no" else "")


def _who(claim: dict[str, Any]) -> str:
    """The speakers, outermost first; nothing where the outlet itself speaks."""
    hops = (hop.get("resolved_source") or hop.get("source") or "someone" for hop in claim.get("attribution", ()))
    return _clean(" ← ".join(dict.fromkeys(hops)))


def _when(claim: dict[str, Any]) -> str:
    return "\n".join(dict.fromkeys(_day(time) for time in claim.get("times", ())))


def _day(time: dict[str, Any]) -> str:
    """The calendar where it is known, the words where it is a length of time, and a question mark where it is neither."""
    begin, end, value = time.get("begin"), time.get("end"), time.get("value") or ""
    if time["status"] != "resolved":
        return f"{_clean(time['text'])} ?"
    if not begin or not end:
        return _clean(time["text"])
    if begin == end:
        return str(begin)
    # a whole month or year is shorter by its value: 2025-01
    if value and begin.startswith(value):
        return str(value)
    same = 8 if begin[:8] == end[:8] else 5 if begin[:5] == end[:5] else 0  # month, year: said once
    return f"{begin} to {end[same:]}"


def _how_much(claim: dict[str, Any]) -> str:
    amounts = [quantity["text"] for quantity in claim.get("quantities", ())]
    ranks = [f"{_rank(ordinal['rank'])} {ordinal['item']}" for ordinal in claim.get("ordinals", ())]
    return "\n".join(_clean(value) for value in dict.fromkeys([*amounts, *ranks]))


def _rank(rank: int) -> str:
    return "last" if rank < 0 else f"no. {rank}"


def _check(claim: dict[str, Any]) -> Text:
    checkability = claim["checkability"]
    reason = f": {checkability['reason']}" if checkability.get("reason") else ""
    return Text(f"check: {checkability['value']}{reason}", style=STYLES.get(checkability["value"], ""))


def _coverage(report: dict[str, Any]) -> str:
    coverage = report.get("coverage") or {}
    parts = [
        f"{coverage[f'{name}_in_claims']} of {_count(coverage[name], name[:-1])}"
        for name in ("sentences", "numbers", "dates")
        if name in coverage
    ]
    return "In claims: " + ", ".join(parts) if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _clean(text: str) -> str:
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
