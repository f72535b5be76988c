"""Sentences that a splitter cut behind a title: "…," said Rep. | Maria Lopez.

Who speaks stands in the second piece then, and the cue or the quotation in the first. Both are read as one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.tree import Sentence, Word

#: Titles before a name whose full stop ends no sentence.
TITLES = frozenset(
    """adm amb asst atty brig capt cmdr col cpl del det dr gen gov hon insp lt maj mr mrs ms mx pfc pres prof pvt rep reps
    rev rt sen sens sgt supt supts""".split()
)  # fmt: skip


def joined(sentences: Sequence[Sentence], text: str) -> tuple[Sentence, ...]:
    """The sentences, those cut behind a title made one. Words are numbered anew, offsets stay."""
    made: list[Sentence] = []
    for sentence in sentences:
        if made and _cut(made[-1], sentence):
            made[-1] = _join(made[-1], sentence, text)
        else:
            made.append(sentence)
    return tuple(made)


def _cut(first: Sentence, second: Sentence) -> bool:
    """The first ends with a title and the second begins with a name."""
    if first.block != second.block:
        return False
    words = [w for w in first.words if w.text != "."]
    title = words[-1] if words else None
    return (
        title is not None
        and len(words) >= len(first.words) - 1
        and first.text.rstrip().endswith(".")
        and title.text.rstrip(".").lower() in TITLES
        and title.text[0].isupper()
        and second.words[0].upos == "PROPN"
    )


def _join(first: Sentence, second: Sentence, text: str) -> Sentence:
    """One tree: the name takes the place that the title had, and what it is the subject of governs what stands before.

    said -nsubj-> Rep. | Maria -flat-> Lopez            said -nsubj-> Maria, Maria -nmod:desc-> Rep.
    appeal -punct-> Rep. | said -nsubj-> Maria          said -ccomp-> appeal, said -nsubj-> Maria
    """
    shift = len(first.words)
    title = next(w for w in reversed(first.words) if w.text != ".")
    root, name = second.root, _first_name(second)
    verbal = root.index != name.index and root.upos in ("VERB", "AUX")
    old = first.root
    words: list[Word] = []
    for word in first.words:
        if word.index == title.index:
            word = replace(word, head=name.index + shift, deprel="nmod:desc")
        elif word.head == title.index:
            word = replace(word, head=name.index + shift)
        elif word.index == old.index and verbal:
            word = replace(word, head=root.index + shift, deprel="ccomp")
        words.append(word)
    for word in second.words:
        head, relation = word.head + shift if word.head else 0, word.deprel
        if not word.head and not verbal:
            head, relation = (0, "root") if title.head == 0 else (title.head, _place(first, title))
        words.append(replace(word, index=word.index + shift, head=head, deprel=relation))
    mentions = first.mentions + tuple(replace(m, words=tuple(i + shift for i in m.words)) for m in second.mentions)
    return replace(first, text=text[first.start : second.end], words=tuple(words), mentions=mentions)


def _first_name(second: Sentence) -> Word:
    """The head of the phrase with which the sentence begins."""
    word = second.words[0]
    seen: set[int] = set()
    while word.head and word.index not in seen and word.relation in ("flat", "compound", "nmod", "amod", "dep"):
        seen.add(word.index)
        word = second[word.head]
    return word


def _place(first: Sentence, title: Word) -> str:
    """The title's own relation; one that the parser took for a mark is what its verb lacks."""
    if title.relation != "punct":
        return title.deprel
    governor = first[title.head]
    return "obj" if first.child(governor, "nsubj") is not None else "nsubj"
