"""How many dates of annotated text are found, and how many with the right value.

    python -m benchmarks.quality.dates --gum FOLDER --parses FOLDER [--scorer gum_dates_score.py] [--write FILE] [--errors]
    python -m benchmarks.quality.dates --wikiwars FOLDER --parses FOLDER [--scorer timex_score.py] [--write FILE] [--errors]

`--gum`: a folder with dates.json ({document: [{start, end, when | from, to | notBefore, notAfter}]}), pubdate_news.json
({document: date}) and the articles as text; the Georgetown University Multilayer corpus, https://gucorpling.org/gum/, CC BY.
`--wikiwars`: a folder of TimeML files; WikiWars (Mazur and Dale, 2010), CC BY-SA.
`--parses`: where parses are kept (see benchmarks/quality/parses.py). `--write FILE` keeps the system's answers as JSON, `--errors`
prints what was missed, wrong or too much. With `--scorer` the file given does the counting as well. On GUM a date is right by its value
when the value alone says the gold's days: the count by which the peers were measured. It is right by its days when our first and last
day are the gold's, which also counts weekends (2015-W38-WE) and "by the end of the year" (2006, its last day).
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.enrich.time import times
from claimcheck.enrich.timex.calendar import days_of
from claimcheck.model import TimeExpression
from claimcheck.tree import Sentence

Item = dict[str, Any]
JOINED = re.compile(r"\s?[-‐‑–—/]\s?")


def timeml(time: TimeExpression) -> list[Item]:
    """The expression as TimeML has it: "May 6-7" is two of them there, one for each end."""
    first, slash, last = (time.value or "").partition("/")
    whole: Item = {"start": time.span.start, "end": time.span.end, "value": time.value or "", "type": time.type}
    whole |= {"begin": time.begin, "finish": time.end, "text": time.text, "rule": time.rule}
    cut = JOINED.search(time.text)
    if not slash or not cut:
        return [whole]
    middle, after = time.span.start + cut.start(), time.span.start + cut.end()
    ends = days_of(first), days_of(last)
    return [
        whole | {"end": middle, "value": first, "text": time.text[: cut.start()]} | _range(ends[0]),
        whole | {"start": after, "value": last, "text": time.text[cut.end() :]} | _range(ends[1]),
    ]


def _range(days: tuple[date, date] | None) -> Item:
    return {"begin": days[0], "finish": days[1]} if days else {}


def score_gum(gold: Mapping[str, Sequence[Item]], system: Mapping[str, Sequence[Item]], show: bool = False) -> Item:
    """Found and right dates, "right" by their days. See the head of this module."""
    total = found = right = by_value = proposed = touched = 0
    for document, items in gold.items():
        mine = [s for s in system.get(document, []) if s["type"] in ("DATE", "TIME") and not str(s["value"]).endswith("_REF")]
        proposed += len(mine)
        used: set[int] = set()
        for item in items:
            total += 1
            near = [i for i, s in enumerate(mine) if s["start"] < item["end"] and item["start"] < s["end"] and i not in used]
            used.update(near)
            found += bool(near)
            good = any(_right(item, mine[i]) for i in near)
            right += good
            by_value += any(_right_by_value(item, mine[i]) for i in near)
            if show and not good:
                print(document, item["text"], {k: v for k, v in item.items() if k not in ("start", "end", "text")},
                      [(mine[i]["text"], mine[i]["value"]) for i in near])  # fmt: skip
        touched += len(used)
        if show:
            for i, s in enumerate(mine):
                if i not in used:
                    print(document, "TOO MUCH", s["text"], s["value"])
    return {
        "dates": total,
        "found": _percent(found, total),
        "right": right,
        "right of all": _percent(right, total),
        "right by value": by_value,
        "right by value of all": _percent(by_value, total),
        "right of found": _percent(right, found),
        "proposed": proposed,
        "precision of finding": _percent(touched, proposed),
    }


def _right(gold: Item, mine: Item) -> bool:
    when = gold.get("when")
    if when is not None:
        # the day of a time is compared, not its hour
        days = days_of(str(when)[:10])
        return mine["value"] == when or days is not None and (mine["begin"], mine["finish"]) == days
    first, last = gold.get("from") or gold.get("notBefore"), gold.get("to") or gold.get("notAfter")
    if not first or not last:
        return False
    begin, end = days_of(first), days_of(last)
    return begin is not None and end is not None and (mine["begin"], mine["finish"]) == (begin[0], end[1])


def _right_by_value(gold: Item, mine: Item) -> bool:
    value = str(mine["value"])
    if value == gold.get("when"):
        return True
    days = days_of(value) if re.fullmatch(r"\d{4}-\d\d-\d\d.*|\d{4}(-\d\d|-W\d\d)?|\d{2,3}", value) else None
    if gold.get("when"):
        return days is not None and days == days_of(gold["when"])
    first, last = gold.get("from") or gold.get("notBefore"), gold.get("to") or gold.get("notAfter")
    begin, end = days_of(first), days_of(last)
    return days is not None and begin is not None and end is not None and days == (begin[0], end[1])


def read_timeml(path: Path) -> tuple[date | None, list[Item], str]:
    """Creation date, expressions and plain text of a TimeML file."""
    source = path.read_text(encoding="utf-8", errors="replace")
    created = re.search(r'<DCT>.*?value="([^"]*)"', source, re.S)
    body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.S)
    items: list[Item] = []
    open_tags: list[tuple[int, dict[str, str]]] = []
    pieces: list[str] = []
    position = 0
    for part in re.split(r"(<[^>]+>)", body[1] if body else source):
        if part.startswith("<TIMEX3"):
            open_tags.append((position, dict(re.findall(r'(\w+)="([^"]*)"', part))))
        elif part.startswith("</TIMEX3") and open_tags:
            start, attributes = open_tags.pop()
            items.append({"start": start, "end": position, "value": attributes.get("value", ""), "type": attributes.get("type", "")})
        elif not part.startswith("<"):
            piece = html.unescape(part)
            pieces.append(piece)
            position += len(piece)
    text = "".join(pieces)
    for item in items:
        item["text"] = text[item["start"] : item["end"]]
    return (date.fromisoformat(created[1][:10]) if created else None), items, text


def score_timeml(gold: Mapping[str, Sequence[Item]], system: Mapping[str, Sequence[Item]], show: bool = False) -> Item:
    """TempEval-3's figures: relaxed and strict spans, and relaxed spans with the same value, as precision, recall, F1."""
    total = proposed = relaxed = strict = values = 0
    for document, items in gold.items():
        mine = list(system.get(document, []))
        total += len(items)
        proposed += len(mine)
        used: set[int] = set()
        for item in items:
            near = [
                ((s["start"], s["end"]) != (item["start"], item["end"]), max(s["start"], item["start"]) - min(s["end"], item["end"]), i)
                for i, s in enumerate(mine)
                if i not in used and s["start"] < item["end"] and item["start"] < s["end"]
            ]
            if not near:
                if show:
                    print(document, "MISSED", repr(item["text"]), item["value"])
                continue
            inexact, _, index = min(near)
            used.add(index)
            relaxed += 1
            strict += not inexact
            values += mine[index]["value"] == item["value"]
            if show and mine[index]["value"] != item["value"]:
                print(document, "WRONG", repr(item["text"]), item["value"], "not", mine[index]["value"], mine[index]["rule"])
        if show:
            for i, s in enumerate(mine):
                if i not in used:
                    print(document, "TOO MUCH", s["text"], s["value"], s["rule"])
    return {
        "gold": total,
        "proposed": proposed,
        "relaxed": _f1(relaxed, proposed, total),
        "strict": _f1(strict, proposed, total),
        "value": _f1(values, proposed, total),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)


def _f1(right: int, proposed: int, total: int) -> tuple[float, float, float]:
    precision, recall = right / max(proposed, 1), right / max(total, 1)
    return tuple(round(100 * n, 1) for n in (precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)))  # type: ignore[return-value]


def gum(folder: Path, parser: KeptParser) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """Gold dates and ours of the news articles, by name of the document."""
    dates = json.loads((folder / "dates.json").read_text(encoding="utf-8"))
    published = json.loads((folder / "pubdate_news.json").read_text(encoding="utf-8"))
    gold: dict[str, list[Item]] = {}
    system: dict[str, list[Item]] = {}
    for name in sorted(set(dates) & set(published)):
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        gold[name] = [item | {"text": text[item["start"] : item["end"]]} for item in dates[name]]
        system[name] = as_timeml(parser.sentences(text), date.fromisoformat(published[name]))
    return gold, system


def wikiwars(folder: Path, parser: KeptParser) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """Gold expressions and ours, by name of the document."""
    gold: dict[str, list[Item]] = {}
    system: dict[str, list[Item]] = {}
    for path in sorted(folder.glob("*.tml")):
        created, gold[path.stem], text = read_timeml(path)
        system[path.stem] = as_timeml(parser.sentences(text), created)
    return gold, system


def as_timeml(sentences: Sequence[Sentence], published: date | None) -> list[Item]:
    return [item for time in times(sentences, published) for item in timeml(time)]


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """Right dates of GUM news, and finding and values on WikiWars' training documents."""
    news = score_gum(*gum(data / "dates-gum", parser))
    story = score_timeml(*wikiwars(data / "dates-wikiwars", parser))
    others = "HeidelTime 80.4, Recognizers-Text 71.1, dateparser 42.3"
    peers = "HeidelTime {} (published, on its test split)"
    return [
        Row("GUM news", "right dates %, by value", news["right by value of all"], 88.0, others),
        Row("GUM news", "right dates %, by their days", news["right of all"], 88.0),
        Row("WikiWars train", "relaxed F1", story["relaxed"][2], 92.0, peers.format(91.5)),
        Row("WikiWars train", "value F1", story["value"][2], 82.0, peers.format(78.1)),
    ]


def official(scorer: Path, system: Mapping[str, Sequence[Item]], folder: Path) -> Any:
    """The figures of a scorer file: `gum_dates_score.py` (run) or `timex_score.py` (gold, score)."""
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if hasattr(module, "run"):
        dates = [s for items in system.values() for s in items]
        assert all(s["value"] is not None for s in dates)
        return module.run({k: [s for s in v if not s["value"].endswith("_REF")] for k, v in system.items()})
    return module.score({k: v for k, v in module.gold(str(folder)).items() if k in system}, system)


def main(arguments: Sequence[str] | None = None) -> int:
    command = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    command.add_argument("--gum", type=Path)
    command.add_argument("--wikiwars", type=Path)
    command.add_argument("--parses", type=Path, required=True)
    command.add_argument("--scorer", type=Path)
    command.add_argument("--write", type=Path)
    command.add_argument("--errors", action="store_true")
    options = command.parse_args(arguments)
    if not (options.gum or options.wikiwars):
        command.error("say --gum FOLDER or --wikiwars FOLDER")
    parser = KeptParser(options.parses)
    for folder, read, score in ((options.gum, gum, score_gum), (options.wikiwars, wikiwars, score_timeml)):
        if folder:
            gold, system = read(folder, parser)
            print(json.dumps({folder.name: score(gold, system, options.errors)}))
            if options.scorer:
                print(json.dumps({options.scorer.name: official(options.scorer, system, folder)}))
            if options.write:
                options.write.write_text(json.dumps(system, default=str, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
