"""Which form an attribution has for one claim: by whether its own words stand between quotation marks."""

from __future__ import annotations

from claimcheck.claims.quoted import quoted_starts, with_own_form
from claimcheck.model import Attribution, Span
from claimcheck.tree import Sentence, Word

MARKS = frozenset('"“”')


def sentence(text: str, block: int = 0, start: int = 0) -> Sentence:
    words, position = [], start
    for number, form in enumerate(text.split(" "), start=1):
        words.append(
            Word(
                number, form, form.lower(), "PUNCT" if form in MARKS else "NOUN", "", {}, number - 1, "dep", position, position + len(form)
            )
        )
        position += len(form) + 1
    return Sentence(0, text, start, tuple(words), block=block)


def form_of(spoken: Sentence, *words: str, hop: str = "mixed") -> str:
    quoted, _ = quoted_starts([spoken])
    said = Attribution("say", Span(0, 1), "report", hop, (spoken.span,))  # type: ignore[arg-type]
    return with_own_form([said], [w for w in spoken.words if w.text in words], quoted)[0].form


def test_a_claim_whose_words_are_all_quoted_is_direct() -> None:
    assert form_of(sentence('" prices rose " and wages fell'), "prices", "rose") == "direct"
    assert form_of(sentence("“ prices rose ” and wages fell"), "prices", "rose") == "direct"


def test_a_claim_of_which_no_word_is_quoted_is_indirect() -> None:
    assert form_of(sentence('" prices rose " and wages fell'), "wages", "fell") == "indirect"


def test_a_claim_of_which_some_words_are_quoted_stays_mixed() -> None:
    assert form_of(sentence('prices " rose " and wages fell'), "prices", "rose") == "mixed"


def test_only_a_mixed_attribution_is_looked_at() -> None:
    assert form_of(sentence('" prices rose " and wages fell'), "prices", "rose", hop="according-to") == "according-to"
    assert form_of(sentence('" prices rose " and wages fell'), "wages", hop="direct") == "direct"


def test_a_quotation_left_open_tells_nothing_unless_the_next_paragraph_opens_again() -> None:
    first = sentence('he said : " prices rose')
    again = sentence('" wages fell "', block=1, start=100)
    plain = sentence("wages fell", block=1, start=100)
    assert quoted_starts([first, again])[1] == frozenset()
    assert quoted_starts([first, plain])[1] == frozenset({0})
