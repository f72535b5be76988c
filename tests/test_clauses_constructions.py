"""What each construction becomes: the claims of one sentence, as a reader sees them. The parses are those of the rules' examples."""

from __future__ import annotations

import pytest

from claimcheck.document import from_text
from claimcheck.model import Claim, ParserInfo
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence
from fixtures.freeze import key, read_examples

EXAMPLES = read_examples("clause")


class ExampleParser:
    info = ParserInfo("frozen", "compact", "0" * 64)

    def __init__(self, sentence: str):
        self.sentences = EXAMPLES[key(sentence)]

    def parse(self, document: object) -> tuple[Sentence, ...]:
        return self.sentences


def claims_of(sentence: str) -> tuple[Claim, ...]:
    return Extractor(parser=ExampleParser(sentence)).extract_document(from_text(sentence)).claims


@pytest.mark.parametrize(
    ("sentence", "resolved"),
    [
        ("If it rains, the match will be moved to Leeds.", ["If it rains, the match will be moved to Leeds"]),
        ("The match will be moved if it rains.", ["The match will be moved if it rains"]),
        ("Ann Lee wrote and directed the film.", ["Ann Lee wrote and directed the film"]),
        ("The suspect was arrested or fled abroad.", ["The suspect was arrested or fled abroad"]),
        ("The union called a strike and closed two mines.", ["The union called a strike", "The union closed two mines"]),
        (
            "The council plans to close two schools and sell the land.",
            ["The council plans to close two schools", "The council plans to sell the land"],
        ),
        (
            "Officials said 12 people were hurt, among them four children.",
            ["12 people were hurt, among them four children", "12 people included four children"],
        ),
        ("He praised the minister, who resigned on Friday.", ["He praised the minister", "The minister resigned on Friday"]),
        ("The firm closed two plants, cutting 300 jobs.", ["The firm closed two plants", "The firm cut 300 jobs"]),
        (
            "The storm hit the coast, killing ten people and wounding 20.",
            ["The storm hit the coast", "The storm killed ten people and wounded 20"],
        ),
        ("Officials say the talks will continue.", ["The talks will continue"]),
        ("The members refused to leave, leading to a delay.", ["The members refused to leave, leading to a delay"]),
        ("The talks ended on Friday, with both sides claiming victory.", ["The talks ended on Friday", "Both sides claimed victory"]),
        ("The tax hits big firms, especially the gas industry.", ["The tax hits big firms, especially the gas industry"]),
        ("They reject laws that ban strikes.", ["They reject laws that ban strikes"]),
        ("Ann Lee, the mayor of Leeds, resigned.", ["Ann Lee is the mayor of Leeds", "Ann Lee resigned"]),
    ],
    ids=[
        "a condition in front",
        "a condition behind",
        "verbs with one object",
        "alternatives",
        "verbs with objects of their own",
        "infinitives",
        "a part of those in what is said",
        "a relative clause",
        "a participle",
        "two participles",
        "a verb that can be one of speech",
        "a participle of the whole",
        "with, and no finite verb",
        "an example beside its whole",
        "any such thing",
        "an apposition",
    ],
)
def test_claims_of_a_sentence(sentence: str, resolved: list[str]) -> None:
    assert sorted(c.resolved_text for c in claims_of(sentence)) == sorted(resolved)


def test_relative_word_inside_a_phrase_is_replaced() -> None:
    claim = next(c for c in claims_of("The fire destroyed 900 homes, most of which were empty.") if c.kind == "relative")
    assert claim.text == "most of which were empty"
    assert claim.resolved_text == "Most of 900 homes were empty"


@pytest.mark.parametrize("sentence", ["Norway's withdrawal is expected in May.", "The union will oppose the mayor's visit."])
def test_an_event_to_come_is_not_said_to_have_taken_place(sentence: str) -> None:
    assert not [c for c in claims_of(sentence) if c.kind == "nominal-event"]


def test_every_content_word_of_the_examples_is_in_a_clause() -> None:
    """What is cut out of one clause is stated by another; greetings, tags and abbreviations apart."""
    lost = []
    for sentences in EXAMPLES.values():
        text = sentences[0].text
        report = Extractor(parser=ExampleParser(text)).extract_document(from_text(text)) if key(text) in EXAMPLES else None
        if report is None or not report.claims:
            continue
        held = [p for c in report.claims for p in c.pieces] + [
            s for c in report.claims for a in c.attribution for s in (a.cue_span, a.source_span) if s
        ]
        words = [
            w.text for w in sentences[0].words if w.upos in {"NOUN", "PROPN", "VERB", "NUM"} and not any(w.span.overlaps(s) for s in held)
        ]
        lost += [(text, word) for word in words if not word.isupper() and word != "MoD"]
    assert lost == []
