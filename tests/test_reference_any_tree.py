"""No text and no tree makes entities or references raise, and every span they give slices the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.entity import entities
from claimcheck.enrich.reference import references
from claimcheck.model import Span
from claimcheck.tree import Mention, Sentence, Word

FORMS = [
    ("Ann", "Ann", "PROPN"),
    ("Lee", "Lee", "PROPN"),
    ("Kenya", "Kenya", "PROPN"),
    ("Ministry", "Ministry", "PROPN"),
    ("Minister", "minister", "PROPN"),
    ("minister", "minister", "NOUN"),
    ("ministers", "minister", "NOUN"),
    ("country", "country", "NOUN"),
    ("countries", "country", "NOUN"),
    ("call", "call", "NOUN"),
    ("company", "company", "NOUN"),
    ("two", "two", "NUM"),
    ("both", "both", "DET"),
    ("the", "the", "DET"),
    ("a", "a", "DET"),
    ("this", "this", "PRON"),
    ("there", "there", "ADV"),
    ("he", "he", "PRON"),
    ("her", "she", "PRON"),
    ("It", "it", "PRON"),
    ("its", "its", "PRON"),
    ("s", "s", "PART"),
    ("they", "they", "PRON"),
    ("themselves", "themselves", "PRON"),
    ("I", "I", "PRON"),
    ("we", "we", "PRON"),
    ("who", "who", "PRON"),
    ("said", "say", "VERB"),
    ("met", "meet", "VERB"),
    ("was", "be", "AUX"),
    ("for", "for", "ADP"),
    ("of", "of", "ADP"),
    ("and", "and", "CCONJ"),
    ("'s", "'s", "PART"),
    (",", ",", "PUNCT"),
    ("(", "(", "PUNCT"),
    (")", ")", "PUNCT"),
    ("[", "[", "PUNCT"),
    ("”", "”", "PUNCT"),
    ("“", "“", "PUNCT"),
    ("́", "́", "X"),
    ("İ", "İ", "PROPN"),
]
RELATIONS = """nsubj nsubj:pass obj iobj obl obl:agent ccomp xcomp advcl acl acl:relcl parataxis conj cc mark case aux cop advmod amod nmod
nmod:poss nmod:desc appos flat compound det nummod expl punct dep""".split()
TYPES = ["PERSON", "Location", "ORG", "NORP", "DATE", "Misc", "unheard-of"]


@st.composite
def documents(draw: st.DrawFn) -> tuple[tuple[Sentence, ...], str]:
    text, sentences = draw(st.sampled_from(["", " ", "\n\n"])), []
    for _ in range(draw(st.integers(1, 4))):
        forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=12))
        start, words = len(text), []
        order = draw(st.permutations(range(1, len(forms) + 1)))
        for index, (form, lemma, upos) in enumerate(forms, start=1):
            place = order.index(index)
            head = 0 if place == 0 else order[draw(st.integers(0, place - 1))]
            relation = "root" if head == 0 else draw(st.sampled_from(RELATIONS))
            feats = {"Number": "Plur"} if form.endswith("s") else {"Number": "Sing"}
            words.append(Word(index, form, lemma, upos, "", feats, head, relation, len(text), len(text) + len(form)))
            text += form + draw(st.sampled_from([" ", " ", ""]))
        mentions, place = [], 1
        while place <= len(words):
            size = draw(st.integers(0, 3))
            inside = words[place - 1 : place - 1 + size]
            if inside:
                span = Span(inside[0].start, inside[-1].end)
                mentions.append(Mention(span, draw(st.sampled_from(TYPES)), tuple(w.index for w in inside)))
            place += size + 1
        sentences.append(Sentence(len(sentences), text[start : words[-1].end], start, tuple(words), tuple(mentions)))
        text += draw(st.sampled_from([" ", "\n\n"]))
    return tuple(sentences), text


@settings(max_examples=150, deadline=None)
@given(documents())
def test_references_survive(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, text = document
    names = entities(sentences)
    found = references(sentences, names, attributions(sentences, text))
    assert references(sentences, names, attributions(sentences, text)) == found
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.text is None or one.text.strip()
        assert (one.text is None) == (one.antecedent_span is None)
        if one.antecedent_span is not None:
            assert one.antecedent_span.slice(text).strip()
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))


@settings(max_examples=150, deadline=None)
@given(documents())
def test_entities_survive(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, text = document
    found = entities(sentences)
    assert list(found) == sorted(found, key=lambda e: e.span)
    for one in found:
        assert one.text == one.span.slice(text) and one.text.strip() == one.text
        assert one.canonical
        assert any(one.span in s.span for s in sentences)
