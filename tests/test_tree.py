"""Sentences: walking the tree, slicing the text, freezing and reading back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.model import Span
from claimcheck.tree import Sentence, Word, mentions_of, read_conllu, write_conllu

CONLLU = """\
# text = Ann can't swim.
# start_char = 10
# block = 2
1	Ann	Ann	PROPN	NNP	Number=Sing	4	nsubj	_	start_char=10|end_char=13|ner=B-Person
2	ca	can	AUX	MD	VerbForm=Fin	4	aux	_	start_char=14|end_char=16
3	n't	not	PART	RB	Polarity=Neg	4	advmod	_	start_char=16|end_char=19
4	swim	swim	VERB	VB	VerbForm=Inf	0	root	_	start_char=20|end_char=24
5	.	.	PUNCT	.	_	4	punct	_	start_char=24|end_char=25
"""


def sentence() -> Sentence:
    return read_conllu(CONLLU)[0]


def test_children_by_relation_and_subtype() -> None:
    s = sentence()
    assert [w.text for w in s.children(s.root, "nsubj", "aux")] == ["Ann", "ca"]
    assert s.child(s.root, "obj") is None


def test_pieces_join_neighbours_and_keep_gaps_apart() -> None:
    s = sentence()
    assert s.pieces([s[1], s[2], s[3], s[5]]) == (Span(10, 19), Span(24, 25))
    assert [s.slice(p) for p in s.pieces([s[4], s[1]])] == ["Ann", "swim"]


def test_words_are_numbered_from_one() -> None:
    s = sentence()
    assert s[1].text == "Ann"
    with pytest.raises(IndexError, match="numbered from 1"):
        s[0]


def test_subtree_leaves_out_branches() -> None:
    s = sentence()
    assert [w.text for w in s.subtree(s.root, without=("punct", "aux"))] == ["Ann", "n't", "swim"]


def test_ancestors_end_on_a_cycle() -> None:
    words = tuple(Word(i, "x", "x", "X", "X", {}, 3 - i, "dep", i, i + 1) for i in (1, 2))
    looped = Sentence(0, " xx", 0, words)
    assert [w.index for w in looped.ancestors(looped[1])] == [2, 1]


def test_subtrees_end_on_a_cycle() -> None:
    words = tuple(Word(i, "x", "x", "X", "X", {}, head, "dep", i, i + 1) for i, head in ((1, 3), (2, 1), (3, 2), (4, 2)))
    looped = Sentence(0, " xxxx", 0, words)
    assert [w.index for w in looped.subtree(looped[2])] == [1, 2, 3, 4]
    assert [w.index for w in looped.subtree(looped[2], without=("obj",))] == [1, 2, 3, 4]


def test_mentions_from_bio_and_bioes() -> None:
    s = sentence()
    words = s.words[:4]
    assert [(m.type, m.words) for m in mentions_of(words, ["B-PER", "E-PER", "S-ORG", "O"])] == [("PER", (1, 2)), ("ORG", (3,))]
    assert [(m.type, m.words) for m in mentions_of(words, ["B-A", "B-A", "I-A", "I-B"])] == [("A", (1,)), ("A", (2, 3)), ("B", (4,))]


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=20
    )
)
def test_frozen_sentences_read_back_whole(tail: str) -> None:
    text = "Ann" + tail + "."
    words = (
        Word(1, "Ann", "Ann", "PROPN", "NNP", {"Number": "Sing"}, 0, "root", 0, 3),
        Word(2, ".", ".", "PUNCT", ".", {}, 1, "punct", len(text) - 1, len(text)),
    )
    before = Sentence(0, text, 0, words, mentions_of(words, ["B-Person", "O"]), 1)
    assert read_conllu(write_conllu([before])) == (before,)


@given(st.text(alphabet=st.sampled_from("ab \\nrvfxyzelp\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), min_size=1))
def test_any_line_end_inside_a_sentence_survives(text: str) -> None:
    words = (Word(1, "a", "a", "NOUN", "NN", {}, 0, "root", 0, len(text)),)
    (read,) = read_conllu(write_conllu([Sentence(0, text, 0, words)]))
    assert read.text == text.strip(" ")  # a sentence begins and ends with a word
