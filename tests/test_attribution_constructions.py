"""Who said what, construction by construction, with the near misses beside them, in small documents with frozen parses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimcheck.enrich.attribution import attributions, within_outer
from claimcheck.model import Attribution, Span
from claimcheck.tree import read_conllu
from tests.speech_documents import contents, hops, text_of


def said(name: str) -> list[tuple[str | None, str, list[str]]]:
    """Source, cue and content of every hop."""
    return [(a.source, a.cue, contents(name, a)) for a in hops(name)]


def of(name: str, cue: str) -> list[Attribution]:
    return [a for a in hops(name) if a.cue == cue]


def test_according_to_in_front_in_the_middle_and_behind_but_not_a_criterion() -> None:
    assert said("according") == [
        ("the central bank", "according to", ["Prices fell 3 percent in May"]),
        ("a study by two doctors", "according to", ["one in ten is ill"]),
        ("Reed", "according to", ["The road", "is safe"]),
    ]
    assert {a.form for a in hops("according")} == {"according-to"}


def test_a_cue_in_the_middle() -> None:
    assert said("middle") == [
        ("the mayor", "say", ["The bridge", "will open in May"]),
        ("Lopez", "say", ["It was late", "and it was dark"]),
        ("the mayor", "say", ["The road", "is safe"]),  # "although critics doubt it" may be the outlet's own
    ]


def test_texts_are_sources() -> None:
    assert [(a.source, a.source_kind) for a in hops("documents")] == [
        ("The report", "document"),
        ("A post on the company's website", "document"),
        ("The statement", "document"),
    ]


def test_sources_without_a_name() -> None:
    official, two, nobody = hops("anonymous")
    assert (official.source, official.source_kind) == ("A senior official who asked not to be named", "anonymous")
    assert (two.source, two.source_kind, two.channel) == ("Two people familiar with the matter", "anonymous", "Reuters")
    assert (nobody.source, nobody.source_span, nobody.cue) == (None, None, "report")


def test_three_hops_nest() -> None:
    outer, middle, inner = hops("three_hops")
    assert [a.source for a in (outer, middle, inner)] == ["The newspaper", "the ministry", "the pilot"]
    assert middle.cue_span in outer.content[0]
    assert inner.cue_span in middle.content[0]
    assert contents("three_hops", inner) == ["that the engine had failed"]


def test_denials_are_denials_and_a_refusal_to_comment_reports_nothing() -> None:
    assert said("denials") == [
        ("The mayor", "deny", ["that the bridge was unsafe"]),
        ("The company", "deny", ["any wrongdoing"]),
        ("Officials", "say", ["whether the plant was open"]),  # "refused to say whether"
    ]
    assert [a.cue_class for a in hops("denials")] == ["denial", "denial", "doubt"]


def test_a_question_left_unanswered_stays_open() -> None:
    assert said("unanswered") == [
        ("Officials", "say", ["whether the plant was open"]),
        ("Lawmakers", "say", ["when they would vote"]),
    ]
    assert {a.cue_class for a in hops("unanswered")} == {"doubt"}


def test_an_inner_hop_ends_where_the_outer_speaker_is_named() -> None:
    assert said("reported_by") == [
        ("the Post", "report", ["The king remarked that the play needed an honest man"]),
        ("The king", "remark", ["that the play needed an honest man"]),
    ]
    assert hops("reported_by")[0].source_kind == "institution"


def test_a_thing_boasts_nothing_and_a_plan_needs_a_planner() -> None:
    assert said("possessions") == [
        ("Reed", "boast", ["that he had won"]),
        ("The union", "plan", ["to strike in May"]),
    ]


def test_a_question_mark_does_not_part_a_quotation_from_its_speaker() -> None:
    assert said("tags") == [
        ("Lopez", "ask", ["Why did nobody come to help us that night?"]),
        ("Reed", "demand", ["Who will pay for all of this damage?"]),
    ]
    assert {a.form for a in hops("tags")} == {"direct"}


def test_a_title_before_the_speakers_name_belongs_to_the_source() -> None:
    assert said("title") == [
        ("Rep. Maria Lopez of Ohio", "say", ["We will vote against the bill"]),
        ("Sen. Tom Reed", "say", ["It is too late to change it"]),
    ]


def test_a_transcript_gives_each_speaker_the_turn() -> None:
    assert said("transcript") == [
        ("SMITH", ":", ["Was it late when you left the house? It was dark outside"]),
        ("LOPEZ", ":", ["No, it was not late at all"]),
    ]


def test_two_cues_around_one_quotation_leave_the_first_outside_of_it() -> None:
    assert said("scolded") == [("she", "say", ["You were late again"])]


def test_what_was_asked_is_no_part_of_the_answer() -> None:
    assert said("asked_about") == [
        ("Reed", "say", ["We do not know how it began"]),
        ("Lopez", "say", ["the road was closed"]),
    ]


def test_nobody_speaks() -> None:
    assert said("not_speech") == []


def test_what_a_speaker_cites_is_not_what_was_said() -> None:
    bank = of("citing", "say")[0]
    assert (bank.source, contents("citing", bank)) == ("The bank", ["prices would rise"])


def test_a_second_verb_of_speech_does_not_belong_to_what_the_first_one_says() -> None:
    (warned,) = of("citing", "warn of")
    assert contents("citing", of("citing", "say")[1]) == ["he would order a review"]
    assert contents("citing", warned) == ["more attacks"]


def test_the_name_of_a_work_behind_the_cue_is_not_spoken() -> None:
    assert said("film") == [("Reed", "recall", ["I heard the shots and ran down to the street"])]


def test_a_stand_for_or_against_but_no_event_that_the_outlet_vouches_for() -> None:
    assert [(a.source, a.cue, a.cue_class) for a in hops("stands")] == [
        ("The union", "endorse", "belief"),
        ("The ministers", "discuss", "report"),
        ("Critics", "blast", "report"),
    ]
    assert contents("stands", of("stands", "blast")[0]) == ["the mayor for ignoring the warnings"]


def test_a_name_with_a_hyphen_stays_whole() -> None:
    assert said("hyphen") == [("Diaz-Reed", "say", ["They are late again"])]


def test_made_it_clear() -> None:
    assert said("clear") == [("The minister", "make clear", ["that taxes would rise"])]


def test_single_marks_and_a_mark_without_partner() -> None:
    assert said("single_marks") == [
        ("Reed", "say", ["We won the match"]),
        ("Lopez", "say", ["They lost it"]),
        ("he", "say", ["It was close"]),
    ]


def test_said_and_added_over_several_sentences() -> None:
    assert said("spoken_again") == [
        ("Lopez", "say", ["We lost everything in the flood", "The water came at night"]),
        ("He", "add", ["that the dam was old"]),
        ("he", "add", ["Nobody warned us"]),
        ("a spokesman for the ministry", "say", ["The dam is safe"]),
    ]


def test_a_paragraph_of_quotation_goes_on_with_the_speaker_before_but_not_with_somebody_who_did_not_speak() -> None:
    assert said("next_paragraph") == [
        ("Maria Lopez", "say", ["The road was safe"]),
        ("Maria Lopez", "say", ["It was built last year. Nobody was hurt"]),
    ]


def test_a_quotation_inside_of_a_quotation_is_a_hop_of_its_own() -> None:
    outer, inner = hops("nested")
    assert (outer.source, inner.source, contents("nested", inner)) == ("Lopez", "The mayor", ["Go home"])


def test_indirect_questions_and_an_agent_far_from_its_verb() -> None:
    assert said("reasons") == [
        ("Reed", "explain", ["why he left the party"]),
        ("The film", "document", ["how the river changed"]),
        ("two former workers", "accuse", ["The company", "of fraud"]),
    ]


WRONG = """# text = They agreed to meet," said Ministry of Defence in a statement.
# start_char = 11
# block = 0
1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\tstart_char=11|end_char=15
2\tagreed\tagree\tVERB\tVBD\tVerbForm=Fin\t7\tccomp\t_\tstart_char=16|end_char=22
3\tto\tto\tPART\tTO\t_\t4\tmark\t_\tstart_char=23|end_char=25
4\tmeet\tmeet\tVERB\tVB\tVerbForm=Inf\t2\txcomp\t_\tstart_char=26|end_char=30
5\t,\t,\tPUNCT\t,\t_\t2\tpunct\t_\tstart_char=30|end_char=31
6\t"\t"\tPUNCT\t''\t_\t2\tpunct\t_\tstart_char=31|end_char=32
7\tsaid\tsay\tVERB\tVBD\tVerbForm=Fin\t0\troot\t_\tstart_char=33|end_char=37
8\tMinistry\tMinistry\tPROPN\tNNP\t_\t13\tnmod:poss\t_\tstart_char=38|end_char=46|ner=B-Organization
9\tof\tof\tADP\tIN\t_\t10\tcase\t_\tstart_char=47|end_char=49|ner=I-Organization
10\tDefence\tDefence\tPROPN\tNNP\t_\t8\tnmod\t_\tstart_char=50|end_char=57|ner=I-Organization
11\tin\tin\tADP\tIN\t_\t13\tcase\t_\tstart_char=58|end_char=60
12\ta\ta\tDET\tDT\t_\t13\tdet\t_\tstart_char=61|end_char=62
13\tstatement\tstatement\tNOUN\tNN\t_\t7\tobl\t_\tstart_char=63|end_char=72
14\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\tstart_char=72|end_char=73
"""
BEFORE = """# text = "They met.
# start_char = 0
# block = 0
1\t"\t"\tPUNCT\t``\t_\t3\tpunct\t_\tstart_char=0|end_char=1
2\tThey\tthey\tPRON\tPRP\t_\t3\tnsubj\t_\tstart_char=1|end_char=5
3\tmet\tmeet\tVERB\tVBD\tVerbForm=Fin\t0\troot\t_\tstart_char=6|end_char=9
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tstart_char=9|end_char=10
"""


def test_a_speaker_whom_the_parse_hung_on_the_channel() -> None:
    text = '"They met. They agreed to meet," said Ministry of Defence in a statement.'
    (one,) = attributions(read_conllu(BEFORE + "\n" + WRONG), text)
    assert (one.source, one.source_kind, one.channel, one.form) == ("Ministry of Defence", "institution", "a statement", "direct")
    assert [p.slice(text) for p in one.content] == ["They met. They agreed to meet"]


def test_the_owner_of_a_channel_in_front_of_the_verb_is_no_speaker() -> None:
    text = '"They met. They agreed to meet," said Ministry of Defence in a statement.'
    tree = WRONG.replace("7\tsaid\tsay\tVERB\tVBD", "7\tcame\tcome\tVERB\tVBD")
    assert [a.source for a in attributions(read_conllu(BEFORE + "\n" + tree), text) if a.cue == "come"] == []


@pytest.mark.parametrize("name", ["title", "channel", "anonymous"])
def test_a_source_is_a_whole_phrase(name: str) -> None:
    for a in hops(name):
        assert a.source is not None or a.source_span is None
        if a.source_span is not None:
            text = f" {text_of(name)} "
            assert not text[a.source_span.start].isalnum()
            assert not text[a.source_span.end + 1].isalnum()


def test_content_is_cut_at_the_outer_speaker_wherever_the_inner_rule_ended() -> None:
    outer, inner = hops("reported_by")
    text = text_of("reported_by")
    longer = replace(inner, content=(Span(inner.content[0].start, len(text)),))
    cut = next(a for a in within_outer([outer, longer]) if a.cue == "remark")
    assert cut.content[0].slice(text).rstrip(", ") == "that the play needed an honest man"
    assert within_outer([outer]) == (outer,)


def test_what_a_court_hears_is_told_and_sworn() -> None:
    assert said("trial") == [
        ("The trial", "hear", ["Reed had bought the knife in May"]),
        ("Reed", "describe", ["how the guards had locked the gate"]),
        ("His lawyer", "submit", ["that the search was illegal"]),
        ("Reed", "swear", ["that he had paid twice"]),
        ("The judge", "accept", ["that Reed had acted in fear"]),
        (None, "tell", ["The gate had been open for an hour"]),
    ]
    assert [a.cue_class for a in of("trial", "accept")] == ["denial"]


def test_who_is_quoted_as_saying_something_speaks_and_not_who_quotes() -> None:
    assert [(a.source, contents("quoted_as", a)) for a in of("quoted_as", "say")] == [
        ("the minister", ["that the dam had failed"]),
        ("The mayor", ["that nobody was hurt"]),
        ("a guard", ["the gate was open"]),
    ]


def test_a_second_clause_on_the_verb_of_saying_is_said_unless_it_is_the_outlets_own() -> None:
    assert said("spoken_on") == [
        ("He", "say", ["there were two fires and he could not remember the date"]),
        ("The mayor", "tell", ["he was ill, but he would stay in office"]),
        ("The guard", "say", ["the gate was open"]),  # "but that was not the case"
        ("The clerk", "say", ["the vote was over"]),  # "she urged": a verb of speech of its own
        ("she", "urge", ["members to leave"]),
        ("The owner", "say", ["the shop is safe"]),  # "but inspectors closed it"
    ]


def test_a_second_verb_of_saying_is_the_speakers_and_not_that_of_a_thing() -> None:
    assert said("second_verb") == [
        ("Reed", "say", ["the gate was open"]),
        ("Reed", "deny", ["that he had locked it"]),
        ("Reed", "say", ["the paper claimed the gate was open and denied that it had lied"]),
        ("the paper", "claim", ["the gate was open"]),
        ("the paper", "deny", ["that it had lied"]),
    ]
