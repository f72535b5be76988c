"""Results of lookups for people: each claim with its slots, the passages that speak of the same thing, and where else to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

import click

from claimcheck.escaping import shown

Json = Mapping[str, Any]

#: Other candidates that are named for a claim.
_OTHERS = 3
_OVERALL = {"supports": "green", "conflicts": "red", "mixed": "yellow", "not-found": "bright_black"}
_STANCES = {"agrees": "green", "differs": "red", "silent": "bright_black"}
_AS_OF = {"then": "as it stood on the day of publication", "since": "changed since the day of publication"}


def sheet(results: Sequence[Json], *, width: int, colour: bool) -> str:
    """The results for one article; how many of each kind at the end."""
    lines = [line for result in results for line in (*_claim(result, width), "")]
    counts = {name: sum(result["overall"] == name for result in results) for name in _OVERALL}
    lines.append(
        f"{len(results)} claims looked up: {', '.join(f'{number} {name}' for name, number in counts.items())}. These are no verdicts."
    )
    text = "\n".join(lines) + "\n"
    return text if colour else click.unstyle(text)


def _claim(result: Json, width: int) -> Iterator[str]:
    overall = result["overall"]
    yield from _folded(f"{shown(result['claim']['resolved_text'])}", "", width, bold=True)
    yield f"  {click.style(overall, fg=_OVERALL[overall], bold=True)}"
    compared = [evidence for evidence in result["evidence"] if evidence["slots"]]
    for evidence in compared:
        yield from _evidence(evidence, width)
    others = [evidence for evidence in result["evidence"] if not evidence["slots"]]
    for evidence in others[:_OTHERS]:
        yield from _other(evidence, width)
    if len(others) > _OTHERS:
        yield f"  … and {len(others) - _OTHERS} more candidates in the records"
    if result["sources"] and all(source["outcome"] == "not-asked" for source in result["sources"]):
        yield click.style("  not asked for: it has no name that a source could be asked about", fg="yellow")
    failed = [source["name"] for source in result["sources"] if source["outcome"] == "failed"]
    if failed:
        yield click.style(f"  without an answer: {', '.join(failed)}", fg="yellow")


def _evidence(evidence: Json, width: int) -> Iterator[str]:
    yield from _heading(evidence, width)
    yield from _folded(f"“{shown(evidence['quote']['exact'])}”", "    ", width)
    for slot in evidence["slots"]:
        stance = click.style(f"{slot['stance']:<8}", fg=_STANCES[slot["stance"]])
        told = shown(slot.get("note") or f"{slot['claim_text']} – {slot.get('evidence_text') or 'nothing said'}")
        yield from _folded(told, f"    {stance} {slot['slot']:<11}", width)


def _other(evidence: Json, width: int) -> Iterator[str]:
    yield from _heading(evidence, width)
    if "verdict" in evidence:
        verdict = evidence["verdict"]
        day = f", {verdict['reviewed']}" if "reviewed" in verdict else ""
        yield from _folded(f"rated “{shown(verdict['rating'])}” by {shown(verdict['publisher'])}{day}", "    ", width)
    if evidence["quote"]["exact"] and evidence["quote"]["exact"] != evidence["title"]:
        yield from _folded(f"“{shown(evidence['quote']['exact'])}”", "    ", width)


def _heading(evidence: Json, width: int) -> Iterator[str]:
    facts = [evidence["source"], shown(evidence["title"])]
    facts += [_AS_OF[evidence["as_of"]]] if "as_of" in evidence else []
    facts += [evidence["licence"]] if "licence" in evidence else []
    yield from _folded(" · ".join(facts), "  ", width)
    if evidence["url"]:
        yield f"    {click.style(shown(evidence['url']), underline=True)}"


def _folded(text: str, lead: str, width: int, *, bold: bool = False) -> Iterator[str]:
    """The text in lines; those after the first stand below its first word."""
    inset = len(click.unstyle(lead))
    for number, line in enumerate(wrap(text, max(40, width - inset)) or [""]):
        yield (lead if number == 0 else " " * inset) + (click.style(line, bold=True) if bold else line)
