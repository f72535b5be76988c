"""Ranks, what they rank, and since when they are counted."""

from __future__ import annotations

from hypothesis import given

from claimcheck.enrich.ordinal import ordinals
from claimcheck.model import Ordinal, Span, TimeExpression
from claimcheck.tree import Sentence
from tests.test_quantity import tree, wild_trees


def time(
    sentence: Sentence, text: str, value: str, *, kind: str = "DATE", grain: str = "month", relation: str | None = None
) -> TimeExpression:
    start = sentence.start + sentence.text.index(text)
    return TimeExpression(text, Span(start, start + len(text)), kind, value, grain, "none", "resolved", relation=relation)  # type: ignore[arg-type]


def found(sentence: Sentence, *times: TimeExpression) -> list[tuple[str, int, str, str | None, str | None]]:
    return [(sentence.slice(o.span), o.rank, o.item, o.since, o.until) for o in ordinals([sentence], times)]


CONVERSATION = tree(
    "This was their third telephonic conversation since January this year.",
    "This PRON 6 nsubj | was AUX 6 cop | their PRON 6 nmod:poss | third ADJ 6 amod | telephonic ADJ 6 amod | conversation NOUN 0 root"
    "| since ADP 8 case | January PROPN 6 nmod | this DET 10 det | year NOUN 8 nmod | . PUNCT 6 punct",
)
STRIKE = tree(
    "It was the second strike this month.",
    "It PRON 5 nsubj | was AUX 5 cop | the DET 5 det | second ADJ 5 amod | strike NOUN 0 root | this DET 7 det"
    "| month NOUN 5 nmod | . PUNCT 5 punct",
)


def test_a_rank_since_a_month() -> None:
    since = time(CONVERSATION, "January this year", "2025-01", relation="since")
    assert found(CONVERSATION, since) == [("third telephonic conversation", 3, "telephonic conversation", "2025-01", None)]


def test_the_word_since_is_enough() -> None:
    assert found(CONVERSATION, time(CONVERSATION, "January this year", "2025-01"))[0][3] == "2025-01"


def test_without_times_there_is_no_window() -> None:
    assert found(CONVERSATION) == [("third telephonic conversation", 3, "telephonic conversation", None, None)]


def test_a_month_on_the_noun_is_its_window() -> None:
    assert found(STRIKE, time(STRIKE, "this month", "2025-07")) == [("second strike", 2, "strike", "2025-07", "2025-07")]


def test_a_day_is_when_it_happened_and_no_window() -> None:
    assert found(STRIKE, time(STRIKE, "this month", "2025-07-01", grain="day"))[0][3:] == (None, None)


def test_first_time_in_so_many_years() -> None:
    sentence = tree(
        "Prices fell for the first time in 20 years.",
        "Prices NOUN 2 nsubj | fell VERB 0 root | for ADP 6 case | the DET 6 det | first ADJ 6 amod | time NOUN 2 obl | in ADP 9 case"
        "| 20 NUM 9 nummod | years NOUN 2 obl | . PUNCT 2 punct",
    )
    assert found(sentence, time(sentence, "20 years", "P20Y", kind="DURATION", grain="year")) == [("first time", 1, "time", "P20Y", None)]


def test_superlatives() -> None:
    joined = tree(
        "It is the third-largest economy.",
        "It PRON 5 nsubj | is AUX 5 cop | the DET 5 det | third-largest ADJ 5 amod | economy NOUN 0 root | . PUNCT 5 punct",
    )
    apart = tree(
        "It is the third - largest economy.",
        "It PRON 7 nsubj | is AUX 7 cop | the DET 7 det | third ADV 6 advmod | - PUNCT 4 punct | largest ADJ 7 amod"
        "| economy NOUN 0 root | . PUNCT 7 punct",
    )
    most = tree(
        "It is the second most populous state.",
        "It PRON 7 nsubj | is AUX 7 cop | the DET 7 det | second ADV 6 advmod | most ADV 6 advmod | populous ADJ 7 amod"
        "| state NOUN 0 root | . PUNCT 7 punct",
    )
    assert found(joined) == [("third-largest economy", 3, "largest economy", None, None)]
    assert found(apart) == [("third - largest economy", 3, "largest economy", None, None)]
    assert found(most) == [("second most populous state", 2, "most populous state", None, None)]


def test_a_streak_is_one_also_where_the_times_hold_it() -> None:
    sentence = tree(
        "It fell for the sixth straight year.",
        "It PRON 2 nsubj | fell VERB 0 root | for ADP 7 case | the DET 7 det | sixth ADJ 7 amod | straight ADJ 7 amod"
        "| year NOUN 2 obl | . PUNCT 2 punct",
    )
    taken = time(sentence, "the sixth straight year", "P1Y", kind="DURATION", grain="year")
    assert found(sentence) == found(sentence, taken) == [("sixth straight year", 6, "straight year", None, None)]


def test_a_place_in_a_contest_and_in_a_number() -> None:
    came = tree("She came third.", "She PRON 2 nsubj | came=come VERB 0 root | third ADV 2 advmod | . PUNCT 2 punct")
    sons = tree(
        "He is the second of three sons.",
        "He PRON 4 nsubj | is AUX 4 cop | the DET 4 det | second ADJ 0 root | of ADP 7 case | three NUM 7 nummod"
        "| sons NOUN 4 nmod | . PUNCT 4 punct",
    )
    assert found(came) == [("came third", 3, "came", None, None)]
    assert found(sons) == [("second of three", 2, "sons", None, None)]


def test_the_last_of_a_row_only_where_it_is_clear() -> None:
    match = tree(
        "It was his last match.",
        "It PRON 5 nsubj | was AUX 5 cop | his PRON 5 nmod:poss | last ADJ 5 amod | match NOUN 0 root | . PUNCT 5 punct",
    )
    year = tree("He left last year.", "He PRON 2 nsubj | left VERB 0 root | last ADJ 4 amod | year NOUN 2 obl | . PUNCT 2 punct")
    name = tree(
        "It was his last name.",
        "It PRON 5 nsubj | was AUX 5 cop | his PRON 5 nmod:poss | last ADJ 5 amod | name NOUN 0 root | . PUNCT 5 punct",
    )
    games = tree(
        "They won their last three games.",
        "They PRON 2 nsubj | won VERB 0 root | their PRON 6 nmod:poss | last ADJ 6 amod | three NUM 6 nummod"
        "| games=game NOUN 2 obj | . PUNCT 2 punct",
    )
    assert found(match) == [("last match", -1, "match", None, None)]
    assert found(year) == found(name) == found(games) == []


def test_near_misses() -> None:
    lady = tree("The First Lady left.", "The DET 3 det | First ADJ 3 amod | Lady PROPN 4 nsubj | left VERB 0 root | . PUNCT 4 punct")
    war = tree(
        "The Second World War ended.",
        "The DET 4 det | Second ADJ 4 amod | World PROPN 4 compound | War PROPN 5 nsubj | ended VERB 0 root | . PUNCT 5 punct",
    )
    party = tree("A third party won.", "A DET 3 det | third ADJ 3 amod | party NOUN 4 nsubj | won VERB 0 root | . PUNCT 4 punct")
    half = tree("The second half began.", "The DET 3 det | second ADJ 3 amod | half NOUN 4 nsubj | began VERB 0 root | . PUNCT 4 punct")
    day = tree(
        "He left on May 3rd.", "He PRON 2 nsubj | left VERB 0 root | on ADP 4 case | May PROPN 2 obl | 3rd NOUN 4 nmod | . PUNCT 2 punct"
    )
    part = tree(
        "A third of the men left.",
        "A DET 2 det | third NOUN 6 nsubj | of ADP 5 case | the DET 5 det | men NOUN 2 nmod | left VERB 0 root | . PUNCT 6 punct",
    )
    unit = tree(
        "He was a second late.", "He PRON 5 nsubj | was AUX 5 cop | a DET 4 det | second NOUN 5 obl | late ADJ 0 root | . PUNCT 5 punct"
    )
    street = tree("He saw 42nd Street.", "He PRON 2 nsubj | saw VERB 0 root | 42nd ADJ 4 amod | Street PROPN 2 obj | . PUNCT 2 punct")
    first = tree("At first it rose.", "At ADP 2 case | first ADV 4 advmod | it PRON 4 nsubj | rose VERB 0 root | . PUNCT 4 punct")
    for sentence in (lady, war, party, half, day, part, unit, street, first):
        assert found(sentence) == [], sentence.text


def test_an_ordinal_inside_a_date_is_no_rank() -> None:
    sentence = tree(
        "It grew in the third reporting period.",
        "It PRON 2 nsubj | grew VERB 0 root | in ADP 7 case | the DET 7 det | third ADJ 7 amod | reporting NOUN 7 compound"
        "| period NOUN 2 obl | . PUNCT 2 punct",
    )
    assert len(found(sentence)) == 1
    assert found(sentence, time(sentence, "the third reporting period", "2022-Q3", grain="quarter")) == []


@given(wild_trees())
def test_no_tree_makes_it_raise(sentence: Sentence) -> None:
    whole = TimeExpression(sentence.text, sentence.span, "DATE", "2020", "year", "none", "resolved", relation="since")
    for times in ((), (whole,)):
        for each in ordinals([sentence], times):
            assert isinstance(each, Ordinal)
            assert each.item == sentence.slice(each.item_span)
            assert each.span in sentence.span


def test_a_rank_by_number_before_its_noun() -> None:
    sentence = tree(
        "It is the #2 browser.",
        "It PRON 6 nsubj | is AUX 6 cop | the DET 6 det | # SYM 6 compound | 2 NUM 4 flat | browser NOUN 0 root | . PUNCT 6 punct",
    )
    assert found(sentence) == [("#2 browser", 2, "browser", None, None)]


def test_a_bus_is_not_ranked_by_its_number() -> None:
    sentence = tree(
        "It is the number 2 bus.",
        "It PRON 6 nsubj | is AUX 6 cop | the DET 6 det | number NOUN 6 compound | 2 NUM 4 flat | bus NOUN 0 root | . PUNCT 6 punct",
    )
    assert found(sentence) == []


FIRST_SINCE = tree(
    "The strike was the first at the mine since 1985.",
    "The DET 2 det | strike NOUN 5 nsubj | was AUX 5 cop | the DET 5 det | first ADJ 0 root | at ADP 8 case | the DET 8 det"
    "| mine NOUN 5 obl | since ADP 10 case | 1985 NUM 5 obl | . PUNCT 5 punct",
)


def test_the_row_of_a_subject_with_its_window() -> None:
    assert found(FIRST_SINCE, time(FIRST_SINCE, "1985", "1985", grain="year", relation="since")) == [("first", 1, "strike", "1985", None)]


def test_a_predicate_without_a_window_names_no_row() -> None:
    sentence = tree(
        "The man was the first to arrive.",
        "The DET 2 det | man NOUN 5 nsubj | was AUX 5 cop | the DET 5 det | first ADJ 0 root | to PART 7 mark | arrive VERB 5 acl"
        "| . PUNCT 5 punct",
    )
    assert found(sentence) == []


def test_first_ever() -> None:
    sentence = tree(
        "It won its first-ever gold medal.",
        "It PRON 2 nsubj | won VERB 0 root | its PRON 8 nmod:poss | first ADJ 6 advmod | - PUNCT 4 punct | ever ADV 8 amod"
        "| gold NOUN 8 compound | medal NOUN 2 obj | . PUNCT 2 punct",
    )
    assert found(sentence) == [("first-ever gold medal", 1, "gold medal", None, None)]


def test_since_a_clause_is_no_end() -> None:
    sentence = tree(
        "He was the fifth pitcher since records began in 1913.",
        "He PRON 5 nsubj | was AUX 5 cop | the DET 5 det | fifth ADJ 5 amod | pitcher NOUN 0 root | since SCONJ 8 mark"
        "| records NOUN 8 nsubj | began VERB 5 advcl | in ADP 10 case | 1913 NUM 8 obl | . PUNCT 5 punct",
    )
    assert found(sentence, time(sentence, "1913", "1913", grain="year", relation="in")) == [("fifth pitcher", 5, "pitcher", "1913", None)]


def test_two_ranks_of_one_noun() -> None:
    sentence = tree(
        "He lost the second and third game.",
        "He PRON 2 nsubj | lost VERB 0 root | the DET 7 det | second ADJ 7 amod | and CCONJ 6 cc | third ADJ 4 conj"
        "| game NOUN 2 obj | . PUNCT 2 punct",
    )
    assert [(rank, item) for _, rank, item, _, _ in found(sentence)] == [(2, "game")]


def test_the_noun_of_a_compound_is_ranked() -> None:
    sentence = tree(
        "It was his second court appearance.",
        "It PRON 6 nsubj | was AUX 6 cop | his PRON 6 nmod:poss | second ADJ 5 amod | court NOUN 6 compound | appearance NOUN 0 root"
        "| . PUNCT 6 punct",
    )
    assert [(rank, item) for _, rank, item, _, _ in found(sentence)] == [(2, "court appearance")]
