"""Verdicts in Web Annotations (https://www.w3.org/TR/annotation-model/): bodies with the purpose `assessing`.

The claim is told by a body with the purpose `identifying` that holds its id, or by the name that `claimcheck export` gave its
annotation: as the id of the annotation, or as what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimcheck.errors import RecordError, VerdictError
from claimcheck.strict_json import loads
from claimcheck.verdicts.verdict import CLAIM_ID, MAX_ROWS, MAX_TEXT, Left, Verdict, Verdicts, day_of

_NAME = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LISTS = ("AnnotationPage", "AnnotationCollection")


def read_annotations(text: str, name: str) -> Verdicts:
    """The verdicts in an annotation, a list of them, a page or a collection; also a line each. Raises VerdictError for anything else."""
    found: list[Verdict] = []
    left: list[Left] = []
    empty = 0
    try:
        pairs = list(_annotations(_value(text), ""))
    except RecordError as error:
        raise VerdictError(f"{name} is no JSON-LD ({error}): export the annotations again.") from None
    if not pairs:
        raise VerdictError(f"{name} holds no Web Annotation: give an annotation, a list or an AnnotationPage of them.")
    if len(pairs) > MAX_ROWS:
        raise VerdictError(f"{name} has more than {MAX_ROWS} annotations: split it.")
    for place, annotation in pairs:
        verdict = _verdict(place, annotation)
        if verdict is None:
            empty += 1
        elif isinstance(verdict, Left):
            left.append(verdict)
        else:
            found.append(verdict)
    return Verdicts(tuple(found), tuple(left), empty)


def _value(text: str) -> Any:
    """One JSON value, or the values of JSON lines."""
    try:
        return loads(text)
    except RecordError:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].strip().endswith("}"):
            raise
        return [loads(line, first_line=number) for number, line in lines]


def _annotations(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The annotations with their places. A collection may hold its first page."""
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _annotations(item, f"{place}annotation {number}" if not place else f"{place}.{number}")
    elif isinstance(value, dict):
        kinds = _listed(value.get("type", value.get("@type")))
        if any(kind in kinds for kind in _LISTS):
            yield from _annotations(_listed(value.get("items")), place)
            if isinstance(value.get("first"), dict):
                yield from _annotations(value["first"], place)
        elif "Annotation" in kinds or "oa:Annotation" in kinds:
            yield place or "annotation 1", value


def _verdict(place: str, annotation: dict[str, Any]) -> Verdict | Left | None:
    """What an annotation says; None where it assesses nothing."""
    bodies: dict[str, list[dict[str, Any]]] = {}
    for body in _listed(annotation.get("body")):
        if isinstance(body, dict):
            for purpose in _listed(body.get("purpose")):
                if isinstance(purpose, str):
                    bodies.setdefault(purpose.removeprefix("oa:"), []).append(body)
    if "assessing" not in bodies and _listed(annotation.get("motivation")) == ["assessing"] and len(_listed(annotation.get("body"))) == 1:
        bodies["assessing"] = [body if isinstance(body, dict) else {"value": body} for body in _listed(annotation["body"])]
    if "assessing" not in bodies:
        return None
    claim_id = {_words(body) for body in bodies.get("identifying", ())}
    if len(claim_id) > 1:
        return Left(place, "it names several claims")
    own = claim_id.pop() if claim_id else None
    if own is not None and not CLAIM_ID.fullmatch(own):
        return Left(place, f"“{own[:40]}” is no claim id")
    said = [_words(body) for body in bodies["assessing"]]
    if len(set(said)) != 1 or not said[0]:
        return Left(place, "it has several verdicts" if len(set(said)) > 1 else "its verdict has no words", own)
    names = {target for target in (annotation.get("id"), annotation.get("@id"), *_targets(annotation)) if _is_name(target)}
    if own is None and not names:
        return Left(place, "it names no claim: neither by a body with the purpose identifying nor by the annotation's name")
    if own is None and len(names) > 1:
        about = {target for target in _targets(annotation) if _is_name(target)}
        if len(about) != 1:
            return Left(place, "it names several claims")
        names = about
    body = bodies["assessing"][0]
    fields = {
        "by": _creator(body.get("creator")) or _creator(annotation.get("creator")),
        "source": _only(bodies.get("linking", ())),
        "note": _only(bodies.get("commenting", ())),
    }
    if any(value is not None and len(value) > MAX_TEXT for value in (said[0], *fields.values())):
        return Left(place, f"a body is longer than {MAX_TEXT} characters", own)
    when = next((value for thing in (body, annotation) for key in ("modified", "created") if (value := thing.get(key)) is not None), None)
    day = day_of(when) if isinstance(when, str) else None
    if when is not None and day is None:
        return Left(place, f"“{str(when)[:40]}” is no date: write it as 2025-07-03T00:00:00Z", own)
    name = names.pop() if own is None else None
    return Verdict(place, said[0], own, name, _source(annotation) if own else None, when=day, **fields)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(thing: Any) -> str:
    """The words of a body: its value, or the address that it is."""
    if isinstance(thing, dict):
        thing = next((thing[key] for key in ("value", "rdf:value", "source", "id", "@id") if key in thing), "")
    if isinstance(thing, dict):
        thing = thing.get("id", thing.get("@id", ""))
    return thing.strip() if isinstance(thing, str) else ""


def _only(bodies: Any) -> str | None:
    return "\n".join(word for word in map(_words, bodies) if word) or None


def _creator(value: Any) -> str | None:
    """Who made it: a name, or the address that stands for one."""
    for agent in _listed(value):
        if isinstance(agent, str) and agent.strip():
            return agent.strip()
        if isinstance(agent, dict):
            name = next((agent[key] for key in ("name", "nickname", "id", "@id") if isinstance(agent.get(key), str)), "")
            if name.strip():
                return str(name.strip())
    return None


def _targets(annotation: dict[str, Any]) -> Iterator[Any]:
    for target in _listed(annotation.get("target")):
        yield target.get("source", target.get("id")) if isinstance(target, dict) else target


def _source(annotation: dict[str, Any]) -> str | None:
    """The address of the article, where the annotation is about one."""
    addresses = {target for target in _targets(annotation) if isinstance(target, str) and not _is_name(target)}
    return addresses.pop() if len(addresses) == 1 else None


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None
