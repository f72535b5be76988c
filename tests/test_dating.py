"""Times that date a claim from outside of its words, on trees written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from claimcheck.claims.dates import spoken_date
from claimcheck.claims.dating import dating, frames
from claimcheck.enrich.time import times
from claimcheck.model import Clause, Span, TimeExpression
from claimcheck.tree import Sentence
from tests.test_quantity import tree

PUBLISHED = date(2025, 7, 1)


def found(sentence: Sentence, head: int, words: range, kind: str = "conjoined") -> tuple[TimeExpression, ...]:
    """The times that date the clause of `words`, whose predicate is number `head`."""
    clause = Clause(sentence.index, head, kind, (head,), (), tuple(words))  # type: ignore[arg-type]
    pieces = sentence.pieces([sentence[i] for i in words])
    return dating(sentence, clause, pieces, times([sentence], PUBLISHED))


def marked(sentence: Sentence, **forms: str) -> Sentence:
    """The sentence with the tense of the words named."""
    tense = {"VBD": "Past", "VBZ": "Pres", "VBP": "Pres"}
    words = tuple(
        replace(w, xpos=forms[w.text], feats={"Tense": tense[forms[w.text]], "VerbForm": "Fin"}) if w.text in forms else w
        for w in sentence.words
    )
    return replace(sentence, words=words)


FRONT = tree(
    "In 2010 prices rose and wages fell.",
    "In ADP 2 case | 2010 NUM 4 obl | prices NOUN 4 nsubj | rose VERB 0 root | and CCONJ 7 cc | wages NOUN 7 nsubj | fell VERB 4 conj | . PUNCT 4 punct",
)
BEHIND = tree(
    "Prices rose in 2010 and wages fell.",
    "Prices NOUN 2 nsubj | rose VERB 0 root | in ADP 4 case | 2010 NUM 2 obl | and CCONJ 7 cc | wages NOUN 7 nsubj | fell VERB 2 conj | . PUNCT 2 punct",
)
THERE_WAS = tree(
    "I came in 2010 and there was a crowd.",
    "I PRON 2 nsubj | came VERB 0 root | in ADP 4 case | 2010 NUM 2 obl | and CCONJ 9 cc | there PRON 9 expl | was AUX 9 cop | a DET 9 det"
    "| crowd NOUN 2 conj | . PUNCT 2 punct",
)
WHEN = tree(
    "It fell from 2010, when it was high.",
    "It PRON 2 nsubj | fell VERB 0 root | from ADP 4 case | 2010 NUM 2 obl | , PUNCT 9 punct | when ADV 9 advmod | it PRON 9 nsubj | was AUX 9 cop"
    "| high ADJ 2 parataxis | . PUNCT 2 punct",
)
SAID = tree(
    "They estimated by 2050 demand would rise.",
    "They PRON 2 nsubj | estimated VERB 0 root | by ADP 4 case | 2050 NUM 2 obl | demand NOUN 7 nsubj | would AUX 7 aux | rise VERB 2 ccomp | . PUNCT 2 punct",
)


def test_a_time_in_front_dates_what_is_coordinated() -> None:
    sentence = marked(FRONT, rose="VBD", fell="VBD")
    assert [t.value for t in found(sentence, 7, range(6, 8))] == ["2010"]


def test_it_stands_in_front_of_the_claim_as_it_can_be_read_alone() -> None:
    sentence = marked(FRONT, rose="VBD", fell="VBD")
    clause = Clause(sentence.index, 7, "conjoined", (7,), (), (6, 7))
    (frame,) = frames(sentence, clause, sentence.pieces([sentence[6], sentence[7]]), times([sentence], PUBLISHED))
    assert sentence.slice(frame[0]) == "In 2010"


def test_not_in_another_tense() -> None:
    assert found(marked(FRONT, rose="VBD", fell="VBZ"), 7, range(6, 8)) == ()


def test_a_time_behind_the_first_verb_is_the_first_verbs() -> None:
    assert found(marked(BEHIND, rose="VBD", fell="VBD"), 7, range(6, 8)) == ()


def test_a_time_of_its_own_wins() -> None:
    sentence = marked(FRONT, rose="VBD", fell="VBD")
    assert found(sentence, 7, range(1, 8)) == ()


def test_a_relative_clause_is_not_dated() -> None:
    assert found(marked(FRONT, rose="VBD", fell="VBD"), 7, range(6, 8), "relative") == ()


def test_there_was_holds_when_the_event_before_it_happened() -> None:
    sentence = marked(THERE_WAS, came="VBD", was="VBD")
    assert [t.value for t in found(sentence, 9, range(6, 10))] == ["2010"]
    assert found(marked(THERE_WAS, came="VBD", was="VBZ"), 9, range(6, 10)) == ()


def test_when_takes_the_time_right_before_it() -> None:
    assert [t.value for t in found(marked(WHEN, fell="VBD", was="VBD"), 9, range(6, 10))] == ["2010"]


def test_what_was_said_is_dated_by_a_time_too_late_for_the_saying() -> None:
    sentence = marked(SAID, estimated="VBD")
    would = tuple(replace(w, xpos="MD") if w.text == "would" else w for w in sentence.words)
    assert [t.value for t in found(replace(sentence, words=would), 7, range(5, 8))] == ["2050"]
    assert found(sentence, 7, range(5, 8)) == ()


def test_now_is_worded_as_no_date_and_a_range_of_one_day_as_one_day() -> None:
    day = date(2015, 5, 7)
    now = TimeExpression("now", Span(0, 3), "DATE", "PRESENT_REF", "day", "publication", "resolved", day, day)
    assert spoken_date(now) is None
    assert spoken_date(replace(now, value="2015-05-07/2015-05-07", text="that day")) == "7 May 2015"
    assert spoken_date(replace(now, value="2015-05-06/2015-05-07", text="both days", begin=date(2015, 5, 6))) == "6-7 May 2015"


def test_a_part_of_a_day_is_worded_with_its_day() -> None:
    day = date(2007, 3, 3)
    night = TimeExpression("Saturday night", Span(0, 14), "TIME", "2007-03-03TNI", "part-of-day", "publication", "resolved", day, day)
    assert spoken_date(night) == "the night of Saturday 3 March 2007"
    assert spoken_date(replace(night, text="9 p.m. Saturday", value="2007-03-03T21:00")) is None
