"""Numbers that mislead when they are read at sight: meetings, list numbers, names, ages after a noun, pounds of another country."""

from __future__ import annotations

import pytest

from claimcheck.enrich.measure.amounts import amounts
from claimcheck.enrich.quantity import quantities
from claimcheck.model import Quantity
from claimcheck.tree import read_conllu
from tests.test_quantity import tree

Row = tuple[str, str, int, str]  # form, UPOS, head, relation


def found(rows: list[Row], tags: list[str] | None = None) -> tuple[Quantity, ...]:
    """Quantities of a sentence of these words, joined by spaces; `tags` are entity tags (BIO), one for each word."""
    at, lines = 0, []
    for number, (form, upos, head, relation) in enumerate(rows, 1):
        entity = f"|ner={tags[number - 1]}" if tags and tags[number - 1] != "O" else ""
        where = f"start_char={at}|end_char={at + len(form)}{entity}"
        lines.append(f"{number}\t{form}\t{form.lower().rstrip('s')}\t{upos}\t_\t_\t{head}\t{relation}\t_\t{where}")
        at += len(form) + 1
    text = " ".join(row[0] for row in rows)
    return quantities(read_conllu(f"# text = {text}\n# start_char = 0\n" + "\n".join(lines) + "\n\n"))


@pytest.mark.parametrize("text", ["COP27 begins.", "1- Improving the system", "They met at COP26 in May.", "COP15"])
def test_meetings_and_list_numbers_are_no_amounts(text: str) -> None:
    assert not amounts(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("RM1bil", 1e9, "MYR"),
        ("RM750mil", 750e6, "MYR"),
        ("USD50", 50, "USD"),
        ("COP27,000", 27000, "COP"),
        ("LE 1.29 billion", 1.29e9, "EGP"),
        ("8,000 square-metre", 8000, "m2"),
        ("500 cubic-foot", 500, "[cft_i]"),
    ],
)
def test_units_written_close_or_with_hyphens(text: str, value: float, unit: str) -> None:
    (amount,) = amounts(text)
    assert amount.unit is not None
    assert (float(amount.value or 0), amount.unit.symbol) == (value, unit)


@pytest.mark.parametrize(("noun", "kind"), [("son", "age"), ("victim", "age"), ("group", "count")])
def test_a_number_between_commas_is_the_age_of_one_person(noun: str, kind: str) -> None:
    rows = [("Her", "PRON", 2, "nmod:poss"), (noun, "NOUN", 6, "nsubj"), (",", "PUNCT", 4, "punct"), ("7", "NUM", 2, "appos")]
    (quantity,) = found([*rows, (",", "PUNCT", 4, "punct"), ("slept", "VERB", 0, "root")])
    assert (quantity.value, quantity.unit_kind) == (7, kind)


def test_a_name_that_begins_with_percent() -> None:
    rows = [("He", "PRON", 2, "nsubj"), ("owns", "VERB", 0, "root"), ("100%", "NUM", 4, "compound"), ("Noticias", "PROPN", 2, "obj")]
    assert found(rows, ["O", "O", "B-Organization", "I-Organization"]) == ()
    (share,) = found(rows)
    assert (share.value, share.unit) == (100, "%")


def test_zero_before_a_hyphen_is_no_count() -> None:
    rows = [("A", "DET", 5, "det"), ("zero", "NUM", 4, "nummod"), ("-", "PUNCT", 4, "punct"), ("shot", "NOUN", 5, "compound")]
    assert found([*rows, ("test", "NOUN", 0, "root")]) == ()


def test_one_more_is_no_count() -> None:
    rows = [("One", "NUM", 3, "nummod"), ("more", "ADJ", 3, "amod"), ("point", "NOUN", 4, "nsubj"), ("counts", "VERB", 0, "root")]
    assert found(rows) == ()


def test_more_is_no_part_of_what_is_counted() -> None:
    rows = [("15", "NUM", 3, "nummod"), ("more", "ADJ", 3, "amod"), ("people", "NOUN", 4, "nsubj"), ("came", "VERB", 0, "root")]
    (quantity,) = found(rows)
    assert (quantity.value, quantity.item) == (15, "people")


def test_a_number_does_not_count_what_another_number_counts() -> None:
    rows = [("Say", "VERB", 0, "root"), ("the", "DET", 3, "det"), ("23", "NUM", 6, "nummod"), (",", "PUNCT", 3, "punct")]
    first, second = found([*rows, ("five", "NUM", 6, "nummod"), ("states", "NOUN", 1, "obj")])
    assert (first.value, first.item) == (23, None)
    assert (second.value, second.item) == (5, "states")


@pytest.mark.parametrize(("country", "unit"), [("Egypt", None), ("Britain", "GBP"), ("Paris", "GBP")])
def test_pounds_of_another_country_stay_open(country: str, unit: str | None) -> None:
    rows = [(country, "PROPN", 2, "nsubj"), ("paid", "VERB", 0, "root"), ("3", "NUM", 4, "compound"), ("million", "NUM", 5, "nummod")]
    (quantity,) = found([*rows, ("pounds", "NOUN", 2, "obj")])
    assert (quantity.value, quantity.unit_kind, quantity.unit) == (3_000_000, "money", unit)


def test_the_number_of_a_list_is_no_amount() -> None:
    assert quantities([tree("3 –", "3 NUM 0 root | – PUNCT 1 punct")]) == ()


def test_what_has_a_measure_is_what_is_counted() -> None:
    sentence = tree(
        "It has two 1,600 feet tall towers.",
        "It PRON 2 nsubj | has VERB 0 root | two NUM 5 nummod | 1,600 NUM 5 nummod | feet NOUN 6 obl | tall ADJ 7 amod"
        "| towers NOUN 2 obj | . PUNCT 2 punct",
    )
    assert [(q.text, q.item) for q in quantities([sentence])] == [("two", "towers"), ("1,600 feet", None)]


def test_a_share_of_a_sum_counts_no_currency() -> None:
    sentence = tree(
        "It paid 25 percent of $8 million.",
        "It PRON 2 nsubj | paid VERB 0 root | 25 NUM 4 nummod | percent NOUN 2 obj | of ADP 6 case | $ SYM 4 nmod"
        "| 8 NUM 8 compound | million NUM 6 nummod | . PUNCT 2 punct",
    )
    assert [(q.text, q.item) for q in quantities([sentence])] == [("25 percent", None), ("$8 million", None)]


def test_a_year_between_two_numbers_is_no_end_of_a_range() -> None:
    found = amounts("The number rose from 59,000 in 2013 to 108,000 in 2021.")
    assert [amount.value for amount in found] == [59_000, 108_000]
