"""Which part of a page is evidence: chosen by terms, word for word, and short."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.excerpt import MOST, changed, excerpt, sentences, stem
from claimcheck.lookup.query import Name, Query

QUERY = Query("a", (Name("Port Authority", "organization"), Name("Ann Lee", "person")), ("close", "strike"), begin=date(2024, 5, 3))
LEAD = "The harbour of Orsa is the largest on the coast."
ABOUT = "The Port Authority closed the harbour on 3 May 2024."
ASIDE = "Its cranes are painted blue."


def _excerpt(*paragraphs: str, title: str = "Harbour of Orsa", lead: bool = True) -> str:
    return excerpt(paragraphs, QUERY, title=title, lead=lead).text


def test_the_first_paragraph_comes_with_what_bears_on_the_claim() -> None:
    assert _excerpt(LEAD, ASIDE, ABOUT) == f"{LEAD}\n\n{ABOUT}"
    assert _excerpt(LEAD, ASIDE, ABOUT, lead=False) == ABOUT


def test_nothing_comes_where_nothing_bears_on_the_claim() -> None:
    assert _excerpt(LEAD, ASIDE, "The closed season begins in autumn.") == "", "one word alone is chance"
    assert _excerpt() == ""


def test_one_term_of_several_is_chance() -> None:
    country = Query("a", (Name("India", "location"),), ("strike",))
    assert excerpt(["India is a country.", "India has coasts."], country, title="India").text == ""
    assert excerpt(["India is a country.", "Strikes are rare."], country, title="India").text
    assert excerpt(["India is a country."], Query("a", (Name("India", "location"),)), title="India").text, "where there is only one"


def test_in_a_page_about_the_name_one_word_is_enough() -> None:
    said = "It closed the harbour."
    assert _excerpt("It was founded in 1900.", ASIDE, said, title="Port Authority") == f"It was founded in 1900.\n\n{said}"


def test_the_last_word_of_a_persons_name_counts_half() -> None:
    assert "Lee" in _excerpt(LEAD, "Lee closed the harbour.")
    assert _excerpt(LEAD, "The authority painted the cranes.") == "", "but not that of another name"


def test_pieces_stand_in_the_order_of_the_page_and_neighbours_together() -> None:
    filler = "The weather was fine in all the towns along the coast that year. " * 8
    long = f"{filler}The Port Authority spoke of a strike. {filler}"
    text = _excerpt(LEAD, long, ABOUT)
    assert text.index("strike") < text.index("3 May")
    assert all(piece in long or piece in (LEAD, ABOUT) for piece in text.split("\n\n"))


def test_a_long_page_gives_a_short_excerpt() -> None:
    many = [f"The Port Authority closed berth {number} for a strike." for number in range(200)]
    assert MOST / 2 < len(_excerpt(LEAD, *many)) <= MOST


def test_half_a_sentence_is_never_given() -> None:
    endless = "The Port Authority closed the harbour and " + "so on and " * 300 + "denied it all."
    assert _excerpt(LEAD, endless) == ""


def test_a_paragraph_is_new_when_a_sentence_of_it_is() -> None:
    before = ("The bridge is long. It opened in May 1998.", "It is red.")
    now = ("The  bridge is long; it opened in May 1998.", "It is red. It was painted in 2020.", "It is red.")
    assert changed(now, before) == ("It is red. It was painted in 2020.",), "spacing and punctuation are no news"
    assert changed(now, ()) == now
    assert changed(("It opened in May 1999.",), before) == ("It opened in May 1999.",)


def test_sentences_do_not_end_inside_an_abbreviation() -> None:
    assert sentences("Gen. Lee met Dr. J. Moe. He left at 5 p.m. It rained! “So it goes.” 3 people stayed.") == [
        "Gen. Lee met Dr. J. Moe.",
        "He left at 5 p.m.",
        "It rained!",
        "“So it goes.”",
        "3 people stayed.",
    ]


def test_a_stem_is_where_inflections_begin() -> None:
    assert [stem(word) for word in ("launch", "close", "deny", "die", "Kill")] == ["launch", "clos", "deny", "die", "kill"]


def test_a_short_word_is_not_the_beginning_of_any_other() -> None:
    query = Query("a", (Name("Orsa"),), ("car", "die"))
    assert excerpt(["Carpets of Orsa are a diet."], query, title="x").text == ""
    assert excerpt(["Orsa has 300 cars."], query, title="x").text
    assert excerpt(["He died in Orsa."], query, title="x").text


@given(st.lists(st.text("abLe. !?\n“”CP", max_size=300), max_size=8), st.booleans())
def test_an_excerpt_is_bounded_and_verbatim(paragraphs: list[str], lead: bool) -> None:
    whole = [" ".join(paragraph.split()) for paragraph in paragraphs]
    found = excerpt(whole, Query("a", (Name("aL"),), ("bee",)), title="aL", lead=lead)
    assert len(found.text) <= MOST and 0 <= found.share <= 1
    assert all(any(piece in paragraph for paragraph in whole) for piece in found.text.split("\n\n") if piece)
