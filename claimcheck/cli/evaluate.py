"""`claimcheck evaluate`: how well claims agree with those that people wrote down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.models import model_names
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, complain
from claimcheck.cli.warming import warmed
from claimcheck.errors import GoldError, SettingError

if TYPE_CHECKING:
    from claimcheck.evaluation.gold import Gold
    from claimcheck.evaluation.scoring import Disagreement, Evaluation
    from claimcheck.model import Claim

NONE = "–"


@click.command(
    epilog="""\b
Examples:
  claimcheck evaluate fixtures/gold/dev
  claimcheck evaluate gold.yaml --errors
  claimcheck evaluate gold/ --reports claims.jsonl --json
  claimcheck evaluate gold/ --at-least claims=80,times=85

Exit code 0: done. 1: a figure is below --at-least. 2: a gold file or an article cannot be used.
docs/evaluation.md says what each figure counts."""
)
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...", type=click.Path())
@click.option("--reports", metavar="FILE", type=click.Path(), help="Evaluate these records (.json or .jsonl) instead of extracting claims.")
@click.option("--model", default=None, shell_complete=model_names, help="Model package: a name or a folder.  [default: compact]")
@warmed
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--errors", "with_errors", is_flag=True, help="Also list what was missed, is too much, or is wrong, by line of the article.")
@click.option("--at-least", "floors", metavar="FLOORS", help="Exit with 1 when a figure is below: claims=80,times=85, in percent.")
@click.pass_context
def evaluate(
    context: click.Context,
    gold: tuple[str, ...],
    reports: str | None,
    model: str | None,
    as_json: bool,
    with_errors: bool,
    floors: str | None,
) -> None:
    """Compare claims with gold annotations.

    A GOLD is a gold file (.yaml) or a folder, which is searched with all folders in it. The claims of the article that each file names
    are extracted, with its day of publication, or taken from --reports.
    """
    from claimcheck.evaluation.scoring import evaluate as evaluate_all

    if reports is not None and model is not None:
        raise SettingError("--model has nothing to do where the claims come from --reports: leave one of them out.")
    wanted = _floors(floors or "")
    session: Session = context.obj
    progress = Progress()
    try:
        everything = _read(gold)
        found = _from_records(everything, reports) if reports else _extracted(session, model or "compact", everything, progress)
        result = evaluate_all(found)
    finally:
        progress.clear()
    click.echo(_json(result, with_errors) if as_json else _table(result) + (_list(result.disagreements) if with_errors else ""), nl=False)
    below = [(name, floor, result.figure(name)) for name, floor in wanted.items() if (result.figure(name) or 0.0) < floor]
    for name, floor, figure in below:
        complain(
            f"{name} is {_shown(figure)}, below {floor:g}."
            if figure is not None
            else f"{name} has nothing to measure, so it is below {floor:g}."
        )
    if below:
        context.exit(1)


def _floors(text: str) -> dict[str, float]:
    """The least figure of each measure named, in percent."""
    from claimcheck.evaluation.scoring import MEASURES

    floors: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (side.strip() for side in part.partition("="))
        if name not in MEASURES:
            raise SettingError(f"--at-least: there is no measure {name!r}. The measures are {', '.join(MEASURES)}.")
        try:
            floors[name] = float(number)
        except ValueError:
            floors[name] = -1.0
        if not 0 <= floors[name] <= 100:
            raise SettingError(f"--at-least: {part!r} is no floor: write {name}=80 for 80 percent.")
    return floors


def _read(paths: tuple[str, ...]) -> list[Gold]:
    """The gold files, read. Says of each claim that is wrong what is, and then raises the last such error."""
    from claimcheck.evaluation.goldfile import gold_files, read_gold

    found: list[Gold] = []
    sentences: list[str] = []
    for path in gold_files(paths):
        try:
            found.append(read_gold(path))
        except GoldError as error:
            sentences += error.complaints or (str(error),)
    for sentence in sentences[:-1]:
        complain(sentence)
    if sentences:
        raise GoldError(sentences[-1])
    return found


def _extracted(session: Session, model: str, everything: Sequence[Gold], progress: Progress) -> Iterator[tuple[Gold, Sequence[Claim]]]:
    progress.say("loading the models …")
    extractor = session.extracts(model)
    for number, gold in enumerate(everything, 1):
        progress.say(f"[{number}/{len(everything)}] {gold.document.uri}")
        yield gold, extractor.extract_document(gold.document).claims


def _from_records(everything: Sequence[Gold], file: str) -> Iterator[tuple[Gold, Sequence[Claim]]]:
    from claimcheck.evaluation.records import Records

    records = Records(file)
    for gold in everything:
        yield gold, records.claims_of(gold)


# -- what is printed --------------------------------------------------------------------------------------------


def _table(result: Evaluation) -> str:
    """Two tables of figures, one line a measure."""
    claims = result.agreement["claims"]
    lines = [f"{_count(len(result.articles), 'article')}, {_count(claims.gold, 'gold claim')}, {claims.program} found by the program", ""]
    lines.append(_row("", "gold", "program", "same", "precision", "recall", "F1"))
    for name, counts in result.agreement.items():
        figures = (_shown(counts.precision), _shown(counts.recall), _shown(counts.f1))
        lines.append(_row(name, str(counts.gold), str(counts.program), str(counts.same), *figures))
    lines += ["", _row("", "of", "yes", "percent")]
    lines += [_row(name, str(share.of), str(share.yes), _shown(share.percent)) for name, share in result.shares.items()]
    return "\n".join(lines) + "\n"


def _row(name: str, *cells: str) -> str:
    return f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells)


def _list(disagreements: Sequence[Disagreement]) -> str:
    """One line each: article, line and column, what, and where the gold says so."""
    lines = []
    for one in disagreements:
        said = (
            f'gold "{_clean(one.gold)}", program "{_clean(one.program)}"' if one.kind == "wrong" else f'"{_clean(one.gold or one.program)}"'
        )
        where = f" ({one.gold_file}:{one.gold_line})" if one.gold_line else ""
        where += f', nearest is "{_clean(one.nearest)}"' if one.nearest else ""
        lines.append(f"{one.file}:{one.line}:{one.column}: {one.kind} {one.measure}: {said}{where}")
    return "\n".join(["", *lines]) + "\n"


def _json(result: Evaluation, with_errors: bool) -> str:
    from dataclasses import asdict

    record: dict[str, Any] = {
        "articles": result.articles,
        "agreement": {
            name: {"gold": c.gold, "program": c.program, "same": c.same, "precision": c.precision, "recall": c.recall, "f1": c.f1}
            for name, c in result.agreement.items()
        },
        "shares": {name: {"of": s.of, "yes": s.yes, "percent": s.percent} for name, s in result.shares.items()},
    }
    if with_errors:
        record["disagreements"] = [asdict(one) for one in result.disagreements]
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _shown(figure: float | None) -> str:
    return NONE if figure is None else f"{figure:.1f}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _clean(text: str) -> str:
    """Without control characters: they could move the cursor or recolour the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
