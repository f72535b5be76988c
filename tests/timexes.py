"""Sentences for the tests of time expressions, written with the tags that matter: "She will/MD speak/VB on Friday"."""

from __future__ import annotations

import re
from datetime import date

from claimcheck.enrich.time import times
from claimcheck.model import TimeExpression
from claimcheck.tree import Sentence, Word

#: A Tuesday.
PUBLISHED = date(2025, 7, 1)

_UPOS = {"MD": "AUX", "VB": "VERB", "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB", "VBN": "VERB", "VBG": "VERB", "NN": "NOUN", "NNS": "NOUN"}
_UPOS |= {"NNP": "PROPN", "IN": "ADP", "JJ": "ADJ", "CD": "NUM", "PRP": "PRON"}
_VERBS = ("VB", "VBD", "VBZ", "VBP", "VBN", "VBG")


def sentence(tagged: str, index: int = 0, start: int = 0) -> Sentence:
    """A flat tree: the first verb that is no auxiliary is the root, a modal or "to" before it belongs to it, and so does the rest."""
    pieces = [(m[1], m[2] or "X") for m in re.finditer(r"(\S+?)(?:/([A-Z]+))?(?=\s|$)", tagged)]
    text, spans = "", []
    for word, tag in pieces:
        text += " " if text and word[0] not in ",.;:)?!" else ""
        for token in re.findall(r"[\w'’.:/-]*\w|[^\w\s]", word):
            offset = text_end = len(text)
            text += token
            text_end = len(text)
            spans.append((token, tag, start + offset, start + text_end))
    root = next((i for i, (_, tag, _, _) in enumerate(spans, 1) if tag in _VERBS), 1)
    words = []
    for i, (token, tag, begin, end) in enumerate(spans, 1):
        relation = "root" if i == root else "aux" if tag == "MD" else "obl"
        feats = {"Number": "Plur"} if tag == "NNS" else {}
        lemma = token.lower().removesuffix("s") if tag == "NNS" else token.lower()
        words.append(Word(i, token, lemma, _UPOS.get(tag, "X"), tag, feats, 0 if i == root else root, relation, begin, end))
    return Sentence(index, text, start, tuple(words))


def document(*tagged: str) -> tuple[Sentence, ...]:
    """Sentences one behind the other, a space between them."""
    out: list[Sentence] = []
    for index, one in enumerate(tagged):
        out.append(sentence(one, index, out[-1].end + 1 if out else 0))
    return tuple(out)


def found(*tagged: str, published: date | None = PUBLISHED) -> list[TimeExpression]:
    return list(times(document(*tagged), published, "news"))


def only(*tagged: str, published: date | None = PUBLISHED) -> TimeExpression:
    """The last expression of the sentences; fails where there is none."""
    expressions = found(*tagged, published=published)
    assert expressions, tagged
    return expressions[-1]
