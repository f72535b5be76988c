"""Reads gold files: YAML in, `Gold` out, with every complaint in words that lead an annotator to the line.

The YAML is composed with its safe loader and never turned into Python values by it: a bare `yes` stays the word, and 2015-09 and
1:30 stay as they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from claimcheck.document import read
from claimcheck.errors import DocumentError, GoldError, SettingError
from claimcheck.evaluation.entry import Complaint, Entry, claim_of
from claimcheck.evaluation.gold import Gold
from claimcheck.evaluation.places import occurrences
from claimcheck.model import Document, Span

ENDINGS = (".yaml", ".yml")
_DEPTH = 8  # a claim's times are four deep; more is an alias that holds itself

#: Fields of a gold file, and whether they must be there.
_FIELDS = {"article": True, "published": True, "title": False, "source": False, "claims": True}


def gold_files(paths: Iterable[str]) -> list[Path]:
    """The gold files named, and those in the folders named and below, each once, sorted. Raises GoldError."""
    found: dict[Path, Path] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            below = [p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file()]
            if not below:
                raise GoldError(f"There is no gold file ({' or '.join(ENDINGS)}) in {path}.")
            found |= {p.resolve(): p for p in below if p.resolve() not in found}
        else:
            found.setdefault(path.resolve(), path)
    return sorted(found.values(), key=lambda path: path.as_posix())


def read_gold(path: Path) -> Gold:
    """The gold of one article. Raises GoldError, whose `complaints` has all that is wrong with the claims."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GoldError(f"{path} cannot be read ({error.strerror}).") from None
    except ValueError:
        raise GoldError(f"{path} is not in UTF-8.") from None
    try:
        whole, lines = _composed(text)
        _check_fields(whole)
        document = _article(path, whole)
        title = _headline(whole, document)
        claims, entries = [], [Entry(number, *pair) for number, pair in enumerate(zip(whole["claims"], lines, strict=True), 1)]
    except Complaint as complaint:
        raise GoldError(f"{path}: {complaint}.") from None
    complaints = []
    starts = {span.start for entry in entries if (span := _beginning(entry, document)) is not None}
    for entry in entries:
        try:
            claims.append(claim_of(entry, document, starts))
        except Complaint as complaint:
            complaints.append(f"{path}, claim {entry.number} (line {entry.line}): {complaint}.")
    if complaints:
        raise GoldError(complaints[0], tuple(complaints))
    return Gold(str(path), document, tuple(claims), title)


def _composed(text: str) -> tuple[dict[str, Any], list[int]]:
    """The file's mapping, and the line of each claim."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        raise Complaint(f"no YAML{f' in line {mark.line + 1}' if mark else ''} ({' '.join(str(problem or error).split())})") from None
    whole = _plain(node)
    if not isinstance(node, yaml.MappingNode) or not isinstance(whole, dict):
        raise Complaint("a gold file is a mapping with `article`, `published` and `claims`")
    claims = next((value for key, value in node.value if key.value == "claims"), None)
    lines = [item.start_mark.line + 1 for item in claims.value] if isinstance(claims, yaml.SequenceNode) else []
    return whole, lines


def _plain(node: Any, depth: int = 0) -> Any:
    """Scalars as they were written (None for null), sequences and mappings."""
    if depth > _DEPTH:
        raise Complaint(f"line {node.start_mark.line + 1} is nested too deep")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise Complaint(f"line {key.start_mark.line + 1} gives `{name}` a second time")
            found[name] = _plain(value, depth + 1)
        return found
    return None if node is None or node.tag.endswith(":null") else str(node.value)


def _check_fields(whole: Mapping[str, Any]) -> None:
    for name in whole:
        if name not in _FIELDS:
            raise Complaint(f"there is no field `{name}` in a gold file")
    for name, needed in _FIELDS.items():
        if needed and whole.get(name) is None:
            raise Complaint(f"`{name}` is missing")
        if name != "claims" and not isinstance(whole.get(name), str | None):
            raise Complaint(f"`{name}` is words, not a list or mapping")
    if not isinstance(whole["claims"], list) or not whole["claims"]:
        raise Complaint("`claims` is a list with one claim or more")


def _article(path: Path, whole: Mapping[str, Any]) -> Document:
    article = path.parent / whole["article"]
    try:
        document = read(article, published=whole["published"], uri=article.as_posix())
    except (DocumentError, SettingError) as error:
        raise Complaint(str(error).rstrip(".")) from None
    return document


def _headline(whole: Mapping[str, Any], document: Document) -> Span | None:
    """The first place of the title's words."""
    title = whole.get("title")
    place = next(occurrences(title, document.source, Span(0, len(document.source))), None) if title else None
    if title and place is None:
        raise Complaint(f"`title` does not stand in {whole['article']} in these words")
    return place


def _beginning(entry: Entry, document: Document) -> Span | None:
    """Where the claim's sentence begins, if its `at` says so; what is wrong with it is told when the claim is read."""
    at = entry.fields.get("at") if isinstance(entry.fields, dict) else None
    places = list(occurrences(at, document.source, Span(0, len(document.source)))) if isinstance(at, str) else []
    return places[0] if len(places) == 1 else None
