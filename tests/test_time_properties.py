"""Whatever the words and the tree: nothing raises, spans are slices, the order of rules and a second run change nothing."""

from __future__ import annotations

from datetime import date
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.enrich import time
from claimcheck.enrich.time import times
from claimcheck.rules import Rule, rules_of
from claimcheck.tree import Sentence, Word

TOKENS = st.sampled_from(
    """the a of in on at to from and or by since until every last next this that later earlier ago after before early late mid - – ,
    . ( ) ' ’s $ 1 2 6-7 22 30 31 99 '99 1990s 1984 2025 2025-02-30 7/1/2025 25/12/20 22:30 9am 9 a.m. p.m. noon BC 480 21st first
    second quarter half three few million people May March June Sunday Sundays Tuesday night morning day days week weeks month year
    years decade centuries year-long four-day old century Easter Christmas summer fall spring fiscal FY2021 Q3 weekend yesterday today
    now soon time GMT will said had opens fell \u00e9 \U0001f600""".split()
)
TAGS = st.sampled_from(["NN", "NNS", "NNP", "VBD", "VBZ", "VB", "VBN", "MD", "CD", "IN", "JJ", "X"])
UPOS = st.sampled_from(["NOUN", "PROPN", "VERB", "AUX", "NUM", "ADP", "ADJ", "PRON", "SCONJ", "X"])
RELATIONS = st.sampled_from(["root", "obl", "nmod", "aux", "cop", "nsubj", "nummod", "mark", "compound", "conj", "dep", "acl"])
PUBLISHED = st.one_of(st.none(), st.dates())


@st.composite
def documents(draw: st.DrawFn) -> tuple[Sentence, ...]:
    """Sentences of time words in any order, under any tree, cycles included."""
    out: list[Sentence] = []
    position = 0
    for index in range(draw(st.integers(0, 3))):
        tokens = draw(st.lists(TOKENS, max_size=14))
        gaps = draw(st.lists(st.sampled_from([" ", " ", " ", "", "\n", "  "]), min_size=len(tokens), max_size=len(tokens)))
        words, text = [], ""
        for number, (token, gap) in enumerate(zip(tokens, gaps, strict=True), 1):
            begin = position + len(text)
            head = draw(st.integers(0, len(tokens)))
            tag, upos, relation = draw(TAGS), draw(UPOS), draw(RELATIONS)
            words.append(Word(number, token, token.lower(), upos, tag, {}, head, relation, begin, begin + len(token)))
            text += token + gap
        out.append(Sentence(index, text, position, tuple(words)))
        position += len(text) + 1
    return tuple(out)


@settings(max_examples=300, deadline=None)
@given(documents(), PUBLISHED, st.sampled_from(["news", "narrative", None]))
def test_any_words_under_any_tree(sentences: tuple[Sentence, ...], published: date | None, mode: time.Mode | None) -> None:
    found = times(sentences, published, mode)
    source = "".join(s.text + "\n" for s in sentences)
    for item in found:
        assert item.text == item.span.slice(source)
        assert item.text.strip()
        assert (item.begin is None) == (item.end is None)
        assert item.begin is None or item.end is None or item.begin <= item.end
        assert item.status == "resolved" or item.begin is None
        assert item.rule in {r.name for r in rules_of("time")}
    spans = [item.span for item in found]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    assert times(sentences, published, mode) == found


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(sentences: tuple[Sentence, ...], random: Random) -> None:
    rules = list(rules_of("time"))
    expected = times(sentences, date(2025, 7, 1))
    random.shuffle(rules)

    def shuffled(stage: str) -> list[Rule]:
        return rules

    with patch.object(time, "rules_of", shuffled):
        assert times(sentences, date(2025, 7, 1)) == expected


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar(published: date) -> None:
    words = "On Tuesday and last week a decade ago in May over the past nine years next century yesterday tomorrow".split()
    text, made = "", []
    for number, word in enumerate(words, 1):
        made.append(Word(number, word, word.lower(), "X", "X", {}, number - 1, "dep", len(text), len(text) + len(word)))
        text += word + " "
    found = times((Sentence(0, text, 0, tuple(made)),), published)
    assert [t.text for t in found][0] == "Tuesday"
    assert all(t.begin is None or t.end is not None and t.begin <= t.end for t in found)
