"""Quantities tied to the tree: items, rates, near misses that only a parse shows, and the time expressions that hide numbers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.enrich.quantity import merged, quantities
from claimcheck.model import Quantity, Span
from claimcheck.rules import rules_of
from claimcheck.tree import Mention, Sentence, Word


def tree(text: str, rows: str, names: str = "", start: int = 0) -> Sentence:
    """A sentence from its text and one `form UPOS head relation` for each word; a form may carry `=lemma`.

    `names` are entities as `Type first-last` by word numbers.
    """
    words: list[Word] = []
    at = 0
    for number, row in enumerate(filter(None, (r.strip() for r in rows.split("|"))), 1):
        written, upos, head, relation = row.split()
        form, _, lemma = written.partition("=")
        at = text.index(form, at)
        feats = {"Number": "Plur"} if upos in {"NOUN", "PROPN"} and form.endswith("s") else {}
        words.append(Word(number, form, lemma or form.lower(), upos, "", feats, int(head), relation, start + at, start + at + len(form)))
        at += len(form)
    mentions = []
    for name in filter(None, names.split(",")):
        kind, _, stretch = name.strip().partition(" ")
        first, last = map(int, stretch.split("-"))
        mentions.append(Mention(Span(words[first - 1].start, words[last - 1].end), kind, tuple(range(first, last + 1))))
    return Sentence(0, text, start, tuple(words), tuple(mentions))


def one(sentence: Sentence) -> Quantity:
    (found,) = quantities([sentence])
    return found


def test_a_bounded_count_with_its_item() -> None:
    found = one(
        tree(
            "At least 23 young people were hurt.",
            "At ADP 2 case | least ADJ 3 nmod | 23 NUM 5 nummod | young ADJ 5 amod | people NOUN 7 nsubj | were AUX 7 aux"
            "| hurt VERB 0 root"
            "| . PUNCT 7 punct",
            start=100,
        )
    )
    assert (found.text, found.span, found.value, found.low, found.high) == ("At least 23", Span(100, 111), 23, 23, None)
    assert (found.comparator, found.unit, found.unit_kind, found.item, found.item_span) == (
        "ge",
        None,
        "count",
        "young people",
        Span(112, 124),
    )


def test_a_number_and_its_whole() -> None:
    sentence = tree(
        "Nine of the 15 council members resigned.",
        "Nine NUM 7 nsubj | of ADP 6 case | the DET 6 det | 15 NUM 6 nummod | council NOUN 6 compound | members NOUN 1 nmod"
        "| resigned VERB 0 root | . PUNCT 7 punct",
    )
    found = quantities([sentence])
    assert [(q.text, q.value, q.item) for q in found] == [("Nine", 9, "council members"), ("15", 15, "council members")]


def test_a_pronoun_is_an_item() -> None:
    sentence = tree("Six of them left.", "Six NUM 4 nsubj | of ADP 3 case | them PRON 1 nmod | left VERB 0 root | . PUNCT 4 punct")
    assert one(sentence).item == "them"


def test_a_scale_and_an_adverb_between_number_and_noun() -> None:
    sentence = tree(
        "Nearly 1.2 million people voted.",
        "Nearly ADV 3 advmod | 1.2 NUM 3 compound | million NUM 4 nummod | people NOUN 5 nsubj | voted VERB 0 root | . PUNCT 5 punct",
    )
    assert (one(sentence).value, one(sentence).comparator, one(sentence).item) == (1_200_000, "approx", "people")


def test_what_a_measure_is_of_and_its_rate() -> None:
    sentence = tree(
        "It burns 500 barrels of oil a day.",
        "It PRON 2 nsubj | burns VERB 0 root | 500 NUM 4 nummod | barrels NOUN 2 obj | of ADP 6 case | oil NOUN 4 nmod | a DET 8 det"
        "| day NOUN 2 obl | . PUNCT 2 punct",
    )
    found = one(sentence)
    assert (found.text, found.unit, found.unit_kind, found.item, found.per) == ("500 barrels", "[bbl_us]", "volume", "oil", "day")


def test_a_rate_per_so_many_is_one_quantity() -> None:
    sentence = tree(
        "It saw 45 cases per 100,000 people.",
        "It PRON 2 nsubj | saw VERB 0 root | 45 NUM 4 nummod | cases NOUN 2 obj | per ADP 7 case | 100,000 NUM 7 nummod"
        "| people NOUN 4 nmod"
        "| . PUNCT 2 punct",
    )
    assert (one(sentence).text, one(sentence).item, one(sentence).per) == ("45", "cases", "100,000 people")


@pytest.mark.parametrize("cut", ["$ NUM|1.2 NUM|million NUM", "$1.2 NUM|million NUM", "$1.2 million NUM"])
def test_money_does_not_depend_on_tokens(cut: str) -> None:
    text = "It lost $1.2 million."
    words, at = [Word(1, "It", "it", "PRON", "", {}, 2, "nsubj", 0, 2), Word(2, "lost", "lose", "VERB", "", {}, 0, "root", 3, 7)], 7
    for number, token in enumerate(cut.split("|"), 3):
        form, _, upos = token.rpartition(" ")
        at = text.index(form, at)
        words.append(Word(number, form, form, upos, "", {}, 2, "obj", at, at + len(form)))
        at += len(form)
    found = one(Sentence(0, text, 0, tuple(words)))
    assert (found.text, found.value, found.unit, found.unit_kind) == ("$1.2 million", 1_200_000, "USD", "money")


def rupees(country: str) -> Quantity:
    other = tree(f"{country} voted.", f"{country} PROPN 2 nsubj | voted VERB 0 root | . PUNCT 2 punct")
    spent = tree(
        "It cost 3.5 crore rupees.",
        "It PRON 2 nsubj | cost VERB 0 root | 3.5 NUM 4 compound | crore NUM 5 nummod | rupees NOUN 2 obj | . PUNCT 2 punct",
        start=100,
    )
    return quantities([other, spent])[0]


def test_a_currency_of_several_countries_takes_the_country_of_the_article() -> None:
    assert [rupees(c).unit for c in ("India", "Nepal", "Norway")] == ["INR", "NPR", None]
    assert {rupees(c).value for c in ("India", "Norway")} == {35_000_000}


def test_two_countries_leave_the_currency_open() -> None:
    both = tree(
        "India and Pakistan met.", "India PROPN 4 nsubj | and CCONJ 3 cc | Pakistan PROPN 1 conj | met VERB 0 root | . PUNCT 4 punct"
    )
    paid = tree("He paid 5 rupees.", "He PRON 2 nsubj | paid VERB 0 root | 5 NUM 4 nummod | rupees NOUN 2 obj | . PUNCT 2 punct", start=50)
    assert [q.unit for q in quantities([both, paid])] == [None]


def test_pounds_are_weighed_or_paid() -> None:
    baby = tree(
        "The baby weighed 7 pounds.",
        "The DET 2 det | baby NOUN 3 nsubj | weighed VERB 0 root | 7 NUM 5 nummod | pounds NOUN 3 obj | . PUNCT 3 punct",
    )
    fine = tree(
        "The fine was 7 pounds.",
        "The DET 2 det | fine NOUN 5 nsubj | was AUX 5 cop | 7 NUM 5 nummod | pounds NOUN 0 root | . PUNCT 5 punct",
    )
    plain = tree("It was 7 pounds.", "It PRON 4 nsubj | was AUX 4 cop | 7 NUM 4 nummod | pounds NOUN 0 root | . PUNCT 4 punct")
    assert [(one(s).unit, one(s).unit_kind) for s in (baby, fine, plain)] == [("[lb_av]", "mass"), ("GBP", "money"), (None, "other")]


def test_ages() -> None:
    commas = tree(
        "Maria Lopez, 34, left.",
        "Maria PROPN 6 nsubj | Lopez PROPN 1 flat | , PUNCT 4 punct | 34 NUM 1 appos | , PUNCT 4 punct | left VERB 0 root| . PUNCT 6 punct",
        "Person 1-2",
    )
    being = tree("He was 93.", "He PRON 3 nsubj | was AUX 3 cop | 93 NUM 0 root | . PUNCT 3 punct")
    toll = tree("The toll was 93.", "The DET 2 det | toll NOUN 4 nsubj | was AUX 4 cop | 93 NUM 0 root | . PUNCT 4 punct")
    assert [(one(s).value, one(s).unit_kind, one(s).unit) for s in (commas, being)] == [(34, "age", "a"), (93, "age", "a")]
    assert one(commas).item == "Maria Lopez"
    assert one(toll).unit_kind == "count"


def test_one_counts_only_before_its_noun() -> None:
    man = tree("One man died.", "One NUM 2 nummod | man NOUN 3 nsubj | died VERB 0 root | . PUNCT 3 punct")
    nobody = tree("No one died.", "No DET 2 det | one PRON 3 nsubj | died VERB 0 root | . PUNCT 3 punct")
    each = tree("They saw one another.", "They PRON 2 nsubj | saw VERB 0 root | one NUM 4 nummod | another DET 2 obj | . PUNCT 2 punct")
    member = tree(
        "One of the cars burned.",
        "One NUM 5 nsubj | of ADP 4 case | the DET 4 det | cars NOUN 1 nmod | burned VERB 0 root | . PUNCT 5 punct",
    )
    assert one(man).value == 1
    assert quantities([nobody]) == quantities([each]) == quantities([member]) == ()


def test_numbers_in_names() -> None:
    rocket = tree("Apollo 11 landed.", "Apollo PROPN 3 nsubj | 11 NUM 1 nummod | landed VERB 0 root | . PUNCT 3 punct", "Product 1-2")
    bus = tree("Bus 12 crashed.", "Bus NOUN 3 nsubj | 12 NUM 1 nummod | crashed VERB 0 root | . PUNCT 3 punct")
    network = tree(
        "She left the Seven Network.",
        "She PRON 2 nsubj | left VERB 0 root | the DET 5 det | Seven PROPN 5 compound | Network PROPN 2 obj | . PUNCT 2 punct",
    )
    house = tree(
        "She left 10 Downing Street.",
        "She PRON 2 nsubj | left VERB 0 root | 10 NUM 5 nummod | Downing PROPN 5 compound | Street PROPN 2 obj | . PUNCT 2 punct",
    )
    assert quantities([rocket]) == quantities([bus]) == quantities([network]) == quantities([house]) == ()
    soldiers = tree("12 Russians died.", "12 NUM 2 nummod | Russians PROPN 3 nsubj | died VERB 0 root | . PUNCT 3 punct", "NORP 2-2")
    assert one(soldiers).item == "Russians"


def test_times_are_left_to_the_times() -> None:
    lasted = tree("It lasted 90 minutes.", "It PRON 2 nsubj | lasted VERB 0 root | 90 NUM 4 nummod | minutes NOUN 2 obj | . PUNCT 2 punct")
    row = tree(
        "It rose for 20 dry days.",
        "It PRON 2 nsubj | rose VERB 0 root | for ADP 6 case | 20 NUM 6 nummod | dry ADJ 6 amod | days=day NOUN 2 obl | . PUNCT 2 punct",
    )
    assert quantities([lasted]) == quantities([row]) == ()
    killed = tree("It killed 12 men.", "It PRON 2 nsubj | killed VERB 0 root | 12 NUM 4 nummod | men NOUN 2 obj | . PUNCT 2 punct")
    assert quantities([killed], taken=[Span(10, 12)]) == ()
    assert len(quantities([killed], taken=[Span(13, 16)])) == 1


def test_a_word_joined_to_its_number() -> None:
    sentence = tree(
        "The six-member team won a three-day race.",
        "The DET 3 det | six-member ADJ 3 amod | team NOUN 4 nsubj | won VERB 0 root | a DET 7 det | three-day ADJ 7 amod | race NOUN 4 obj"
        "| . PUNCT 4 punct",
    )
    assert (one(sentence).text, one(sentence).item) == ("six", "member")


def test_the_order_of_the_rules_does_not_matter() -> None:
    sentence = tree(
        "Maria Lopez, 34, lost at least $5 and 12 coins.",
        "Maria PROPN 6 nsubj | Lopez PROPN 1 flat | , PUNCT 4 punct | 34 NUM 1 appos | , PUNCT 4 punct | lost VERB 0 root | at ADP 8 case"
        "| least ADJ 10 nmod | $ SYM 6 obj | 5 NUM 9 nummod | and CCONJ 13 cc | 12 NUM 13 nummod | coins NOUN 9 conj | . PUNCT 6 punct",
        "Person 1-2",
    )
    proposals = [q for rule in rules_of("quantity") for q in rule.find(sentence)]
    expected = list(quantities([sentence]))
    assert [q.text for q in expected] == ["34", "at least $5", "12"]
    for seed in range(5):
        random.Random(seed).shuffle(proposals)
        assert merged(proposals) == expected


FORMS = st.sampled_from(
    "12 one One half two-thirds $ £5 % km of the per May 2020 hundreds , . - old aged people Apollo a third 3-1 and to".split()
)
RELATIONS = st.sampled_from("nummod nmod nsubj obj amod compound case conj appos det flat cop".split())


@st.composite
def wild_trees(draw: st.DrawFn) -> Sentence:
    """Trees as no parser should make them: any head, any relation."""
    forms = draw(st.lists(FORMS, min_size=1, max_size=10))
    text = draw(st.sampled_from([" ", ""])).join(forms)
    words, at = [], 0
    for number, form in enumerate(forms, 1):
        at = text.index(form, at)
        head = draw(st.integers(0, len(forms)))
        upos = draw(st.sampled_from(["NUM", "NOUN", "PROPN", "ADP", "PUNCT", "VERB"]))
        words.append(
            Word(number, form, form.lower(), upos, "", {}, 0 if head == number else head, draw(RELATIONS), 7 + at, 7 + at + len(form))
        )
        at += len(form)
    return Sentence(0, text, 7, tuple(words))


@given(wild_trees())
def test_no_tree_makes_it_raise_and_spans_slice_right(sentence: Sentence) -> None:
    found = quantities([sentence])
    assert quantities([sentence]) == found
    for q in found:
        assert q.text == sentence.slice(q.span)
        assert q.span in sentence.span
        if q.item_span is not None:
            assert q.item == sentence.slice(q.item_span)
        if q.value is not None:
            assert q.low is None or q.low <= q.value
            assert q.high is None or q.value <= q.high
    for before, after in zip(found, found[1:], strict=False):
        assert before.span.end <= after.span.start


def test_an_empty_sentence_has_none() -> None:
    assert quantities([]) == ()
    assert quantities([Sentence(0, "", 0, ())]) == ()
