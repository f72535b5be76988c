"""No text and no tree makes attribution or stance raise, and what they find lies inside of the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.stance import stance
from claimcheck.tree import Sentence, Word

FORMS = [
    ("said", "say", "VERB", "VBD"),
    ("told", "tell", "VERB", "VBD"),
    ("adding", "add", "VERB", "VBG"),
    ("denied", "deny", "VERB", "VBD"),
    ("believed", "believe", "VERB", "VBN"),
    ("called", "call", "VERB", "VBD"),
    ("accused", "accuse", "VERB", "VBD"),
    ("plans", "plan", "VERB", "VBZ"),
    ("going", "go", "VERB", "VBG"),
    ("According", "accord", "VERB", "VBG"),
    ("to", "to", "ADP", "IN"),
    ("per", "per", "ADP", "IN"),
    ("as", "as", "SCONJ", "IN"),
    ("if", "if", "SCONJ", "IN"),
    ("that", "that", "SCONJ", "IN"),
    ("who", "who", "PRON", "WP"),
    ("not", "not", "PART", "RB"),
    ("only", "only", "ADV", "RB"),
    ("may", "may", "AUX", "MD"),
    ("was", "be", "AUX", "VBD"),
    ("claim", "claim", "NOUN", "NN"),
    ("view", "view", "NOUN", "NN"),
    ("statement", "statement", "NOUN", "NN"),
    ("Reed", "Reed", "PROPN", "NNP"),
    ("Rep.", "Rep.", "PROPN", "NNP"),
    ("REED", "REED", "PROPN", "NNP"),
    ("made", "make", "VERB", "VBD"),
    ("clear", "clear", "ADJ", "JJ"),
    ("endorsed", "endorse", "VERB", "VBD"),
    ("she", "she", "PRON", "PRP"),
    ("X", "X", "PROPN", "NNP"),
    (",", ",", "PUNCT", ","),
    (":", ":", "PUNCT", ":"),
    (".", ".", "PUNCT", "."),
    ("?", "?", "PUNCT", "."),
    ("—", "—", "PUNCT", ":"),
    *((mark, mark, "PUNCT", "``") for mark in "\"“”'‘’«»"),
]
RELATIONS = """nsubj nsubj:pass obj iobj obl obl:agent ccomp xcomp advcl acl acl:relcl parataxis conj cc mark case aux aux:pass cop advmod amod
nmod nmod:poss appos flat compound det expl punct dep discourse csubj compound:prt""".split()


@st.composite
def documents(draw: st.DrawFn) -> tuple[tuple[Sentence, ...], str]:
    """Random trees over words that the rules know, in up to three paragraphs."""
    text, sentences, block = "", [], 0
    for _ in range(draw(st.integers(1, 4))):
        forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=12))
        start, words = len(text), []
        order = draw(st.permutations(range(1, len(forms) + 1)))  # a word hangs on one that comes before it here: a tree
        for index, (form, lemma, upos, xpos) in enumerate(forms, start=1):
            place = order.index(index)
            head = 0 if place == 0 else order[draw(st.integers(0, place - 1))]
            relation = "root" if head == 0 else draw(st.sampled_from(RELATIONS))
            words.append(Word(index, form, lemma, upos, xpos, {}, head, relation, len(text), len(text) + len(form)))
            text += form + draw(st.sampled_from([" ", " ", ""]))
        sentences.append(Sentence(len(sentences), text[start : words[-1].end], start, tuple(words), (), block))
        if draw(st.booleans()):
            block += 1
            text += "\n\n"
        else:
            text += " "
    return tuple(sentences), text


@settings(max_examples=400, deadline=None)
@given(documents())
def test_attribution_survives(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, text = document
    found = attributions(sentences, text)
    assert attributions(sentences, text) == found
    for one in found:
        assert one.content
        assert all(0 <= p.start < p.end <= len(text) for p in one.content)
        assert one.source_span is None or one.source_span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(documents())
def test_stance_survives(document: tuple[tuple[Sentence, ...], str]) -> None:
    for sentence in document[0]:
        for word in sentence.words:
            found = stance(sentence, word.index)
            assert not (found.question and found.directive)
            assert [h.text for h in found.hedges] == [" ".join(sentence.slice(h.span).split()) for h in found.hedges]
