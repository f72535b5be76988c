"""Single invented sentences with frozen parses, each run through all stages by itself.

`tests/sentences/claims.txt` holds the sentences, one a line, `claims.conllu` their parses. After adding a line:

    python -m tests.claim_sentences
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from claimcheck.document import from_text
from claimcheck.model import Claim, Document, ParserInfo, Priority, Stance
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence, read_conllu, write_conllu

FOLDER = Path(__file__).parent / "sentences"
PUBLISHED = date(2024, 5, 6)  # a Monday


class _Frozen:
    info = ParserInfo("frozen", "compact", "0" * 64)

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        return parses()[document.text.strip()]


@cache
def sentences() -> tuple[str, ...]:
    return tuple(line for line in (FOLDER / "claims.txt").read_text(encoding="utf-8").splitlines() if line)


@cache
def parses() -> dict[str, tuple[Sentence, ...]]:
    parts = (FOLDER / "claims.conllu").read_text(encoding="utf-8").split("# newdoc\n")[1:]
    return dict(zip(sentences(), (read_conllu(part) for part in parts), strict=True))


@cache
def claims_of(sentence: str) -> tuple[Claim, ...]:
    return Extractor(parser=_Frozen()).extract_document(from_text(sentence, published=PUBLISHED)).claims


def claim(sentence: str, *words: str, kind: str | None = None) -> Claim:
    """The shortest claim of the sentence whose text holds the words."""
    found = [c for c in claims_of(sentence) if all(w in c.text for w in words) and kind in {None, c.kind}]
    assert found, f"no claim with {words} in {[c.text for c in claims_of(sentence)]}"
    return min(found, key=lambda c: len(c.text))


def stance_of(sentence: str, form: str) -> Stance:
    from claimcheck.enrich.stance import stance

    parse = parses()[sentence][0]
    return stance(parse, next(w.index for w in parse.words if w.text == form))


def points(priority: Priority) -> dict[str, float]:
    return {r.name: r.points for r in priority.reasons}


def freeze() -> None:
    from claimcheck.parse import load

    parser = load()
    out = "".join("# newdoc\n" + write_conllu(parser.parse(from_text(s))) for s in sentences())
    (FOLDER / "claims.conllu").write_text(out, encoding="utf-8")


if __name__ == "__main__":
    freeze()
