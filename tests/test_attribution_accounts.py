"""Accounts that go on without a cue, and sentences between two cues that stay the outlet's own."""

from __future__ import annotations

from dataclasses import replace

from claimcheck.enrich.attribution import attributions
from claimcheck.model import Attribution
from claimcheck.tree import read_conllu
from tests.speech_documents import contents, hops, sentences_of, text_of


def carried(name: str) -> list[Attribution]:
    return [a for a in hops(name) if a.rule == "account_goes_on"]


def test_an_account_goes_on_where_the_text_makes_it_plain() -> None:
    assert [(a.source, a.cue, contents("accounts", a)) for a in carried("accounts")] == [
        ("Smith", "tell", ["He drove to the house and found the door open"]),  # told the court; his own name for it behind
        ("The inquest", "hear", ["She went to the hospital on May 3"]),  # the coroner is told behind
        ("The inquest", "hear", ["A nurse sent her home"]),
        ("Reed", "tell", ["He bought a boat in Malta"]),  # the speaker's own doings between two cues
        ("The minister", "say", ["It would hold 30 million litres"]),  # "would" runs on
        ("The company", "say", ["It had closed three shops in May"]),  # reported tense between two cues
    ]
    assert {a.form for a in carried("accounts")} == {"indirect"}


def test_a_carried_sentence_has_the_cue_and_the_speaker_of_the_sentence_before() -> None:
    first = carried("accounts")[0]
    spoken = next(a for a in hops("accounts") if a.rule == "reported_clause" and a.source == "Smith")
    assert (first.cue_span, first.source_span, first.source_kind) == (spoken.cue_span, spoken.source_span, spoken.source_kind)


def test_the_outlets_own_sentences_stay_its_own() -> None:
    """A biography, a step of a trial, another's deed between two speakers, a mere possibility, somebody who may be "he", present tense."""
    assert carried("no_accounts") == []


def test_a_question_and_a_quotation_end_an_account() -> None:
    text = text_of("accounts")
    for old, new in (("the door open.", "the door open?"), ("the door open.", 'the door ope"')):
        changed = text.replace(old, new)
        sentences = tuple(replace(s, text=s.text.replace(old, new)) for s in sentences_of("accounts"))
        goes_on = [a for a in attributions(sentences, changed) if a.rule == "account_goes_on"]
        assert [a.source for a in goes_on] == ["The inquest", "The inquest", "Reed", "The minister", "The company"]


def test_nothing_is_said_in_nothing() -> None:
    assert attributions((), "") == ()
    assert attributions(read_conllu(""), "\n") == ()
