"""Speech whose cue stands beside it: behind ("…, she said"), inside ("…, she said, …") or with "as"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import outside_of, proposal
from claimcheck.enrich.speech.cues import BELIEF, CLAUSE, QUOTATIVE
from claimcheck.enrich.speech.quotes import DOUBLE
from claimcheck.enrich.speech.sources import is_passive, own_source, source_of, source_words
from claimcheck.enrich.speech.verbs import addition, clause_words, is_day, verb_group, verbs
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

_MARKS_OF_MANNER = frozenset({"as", "like"})


@rule(
    "attribution",
    yes={
        "The bridge was never safe, {she} said.": "the speaker and the verb at the end",
        "India's actions were measured, {he} added.": "a second cue",
        '"We will appeal," said {the lawyer}.': "the verb before the speaker",
    },
    no={
        "She smiled, and then she said.": "a new clause with and",
        "The bridge, which she praised, fell.": "a relative clause",
    },
)
def closing_cue(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech with its speaker behind what was said: all of the sentence before them is content."""
    for verb, lemma in verbs(sentence):
        if lemma not in QUOTATIVE or is_passive(sentence, verb) or verb.xpos not in ("VBD", "VBZ", "VBP", "VBN"):
            continue
        if verb.relation not in ("root", "parataxis", "ccomp", "conj", "advcl", "dep", "discourse", "appos", "acl"):
            continue
        speaker = source_of_own(sentence, verb)
        if speaker is None or sentence.child(verb, "cc") is not None:
            continue
        first = _group_start(sentence, verb, speaker)
        if first < 3 or sentence[first - 1].upos != "PUNCT" or sentence[first - 1].text in (":", ";", "(", ")"):
            continue
        if any(c.index > verb.index and not addition(sentence, c) for c in sentence.children(verb, "ccomp", "xcomp")):
            continue
        if (
            sentence.child(verb, "mark") is not None
            or (thing := _own_object(sentence, verb, speaker, lemma)) is not None
            and thing.index > verb.index
        ):
            continue
        if _late(sentence, verb):
            continue
        words = [w for w in sentence.words if w.index < first]
        if not any(w.upos in ("VERB", "AUX") or any(c in DOUBLE for c in w.text) for w in words):
            continue  # "In Honolulu last week, he told …"
        found = proposal(sentence, verb, words, "closing_cue", source=speaker, cue_words=verb_group(sentence, verb))
        if found is not None:
            yield found


def source_of_own(sentence: Sentence, verb: Word) -> Word | None:
    barred = outside_of(sentence, verb)
    own = own_source(sentence, verb, barred)
    return own if own is not None else (source_of(sentence, verb, barred) if barred and verb.relation != "conj" else None)


def _group_start(sentence: Sentence, verb: Word, speaker: Word) -> int:
    """Number of the first word of "the lawyer said", 0 when something else stands between speaker and verb."""
    before = [w for w in sentence.children(verb, "aux", "advmod") if w.index < verb.index]
    if speaker.index > verb.index:
        return min([verb.index, *(w.index for w in before if w.index == verb.index - 1)])
    phrase = {w.index for w in sentence.subtree(speaker)}
    start = min(source_words(sentence, speaker)[0].index, speaker.index)
    between = [w for w in sentence.words[speaker.index : verb.index - 1] if w.index not in phrase and w not in before]
    if any(w.upos not in ("PUNCT", "ADV", "AUX") for w in between):
        return 0
    return start


def _own_object(sentence: Sentence, verb: Word, speaker: Word, lemma: str) -> Word | None:
    """An object that is what was said, no hearer and no time."""
    if lemma in ("tell", "remind", "assure", "warn", "inform", "ask", "advise"):
        return None
    for thing in sentence.children(verb, "obj"):
        if thing.index != speaker.index and not is_day(thing):
            return thing
    return None


def _late(sentence: Sentence, verb: Word) -> bool:
    """Words behind the cue that are speech again: the cue stands in the middle."""
    rest = [w for w in sentence.words if w.index > verb.index]
    below = {w.index for w in sentence.subtree(verb)}
    outside = [w for w in rest if w.index not in below and w.upos != "PUNCT"]
    return len(outside) > 0


@rule(
    "attribution",
    yes={"The new bridge, {the mayor} said on Monday, will open in May.": "the cue interrupts"},
    no={"The bridge, she knew it well, was never safe.": "the remark has an object of its own"},
)
def interrupting_cue(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech with its speaker, set into what was said."""
    for verb, lemma in verbs(sentence):
        if lemma not in QUOTATIVE and lemma not in CLAUSE:
            continue
        head = sentence.head(verb)
        if lemma in QUOTATIVE and verb.relation in ("root", "ccomp"):
            yield from _split_clause(sentence, verb)
        if head is None or verb.relation not in ("parataxis", "discourse", "dep", "advcl", "conj", "appos"):
            continue
        if verb.relation in ("advcl", "conj", "appos") and (
            verb.xpos not in ("VBD", "VBZ", "VBP") or sentence.child(verb, "mark", "cc", "advmod") is not None or verb.index < head.index
        ):
            continue
        speaker = source_of_own(sentence, verb)
        if speaker is None or is_passive(sentence, verb):
            continue
        thing = _own_object(sentence, verb, speaker, lemma)
        if thing is not None or (lemma not in QUOTATIVE and lemma not in BELIEF and verb.relation != "parataxis"):
            continue
        if sentence.child(verb, "xcomp") is not None or (verb.relation != "parataxis" and not _comma_before(sentence, verb, speaker)):
            continue
        clauses = [c for c in sentence.children(verb, "ccomp") if not addition(sentence, c)]
        if clauses and not _between_commas(sentence, verb, speaker):
            continue
        top = head
        while top.relation in ("acl", "advcl", "xcomp", "amod", "nmod", "obl", "obj", "nsubj") and top.head:
            top = sentence[top.head]
        words = clause_words(sentence, top, verb)
        for clause in clauses:
            words |= set(sentence.subtree(clause))
        found = proposal(sentence, verb, words, "interrupting_cue", source=speaker, cue_words=verb_group(sentence, verb))
        if found is not None:
            yield found


def _split_clause(sentence: Sentence, verb: Word) -> Iterator[Attribution]:
    """Where the parse makes the cue the root and hangs the front of what was said on it.

    The bridge, she said, was never safe.
    said -nsubj-> bridge, said -nsubj-> she, said -ccomp-> safe
    """
    speaker = own_source(sentence, verb, outside_of(sentence, verb))
    clauses = sentence.children(verb, "ccomp")
    if speaker is None or not clauses or not _between_commas(sentence, verb, speaker):
        return
    first = min(verb.index, source_words(sentence, speaker)[0].index)
    fronts = [c for c in sentence.children(verb, "nsubj", "obj", "dep", "obl") if c.index < first and c.index != speaker.index]
    if not any(c.relation == "nsubj" for c in fronts) or any(c.index < first for c in clauses):
        return
    words = {w for c in (*fronts, *clauses) for w in sentence.subtree(c)}
    found = proposal(sentence, verb, words, "interrupting_cue", source=speaker, cue_words=verb_group(sentence, verb))
    if found is not None:
        yield found


def _comma_before(sentence: Sentence, verb: Word, speaker: Word) -> bool:
    first = min(source_words(sentence, speaker)[0].index, verb.index)
    return first > 1 and sentence[first - 1].upos == "PUNCT"


def _between_commas(sentence: Sentence, verb: Word, speaker: Word) -> bool:
    """ "…, he said, …": a comma on both sides of speaker and verb."""
    first = source_words(sentence, speaker)[0].index if speaker.index < verb.index else verb.index
    last = verb.index if speaker.index < verb.index else source_words(sentence, speaker)[-1].index
    before = sentence.words[first - 2 : first - 1] if first > 1 else ()
    after = sentence.words[last : last + 1]
    return all(bool(side) and side[0].upos == "PUNCT" and side[0].text != ":" for side in (before, after))


@rule(
    "attribution",
    yes={"As {the minister} noted, prices have fallen.": "as with a verb of speech"},
    no={"Prices fell as he said they would.": "manner with a clause of its own"},
)
def as_said(sentence: Sentence) -> Iterator[Attribution]:
    """ "As X said" and "as X put it" beside the clause that was said."""
    for verb, lemma in verbs(sentence):
        if verb.relation not in ("advcl", "parataxis") or (lemma not in QUOTATIVE and lemma not in CLAUSE and lemma != "put"):
            continue
        mark = next((m for m in sentence.children(verb, "mark", "advmod", "case") if m.lemma.lower() in _MARKS_OF_MANNER), None)
        head = sentence.head(verb)
        if mark is None or head is None or sentence.child(verb, "ccomp", "xcomp") is not None or is_passive(sentence, verb):
            continue
        objects = sentence.children(verb, "obj")
        if lemma == "put" and not any(o.lemma.lower() == "it" for o in objects):
            continue
        if lemma not in ("put", "tell", "remind", "inform") and objects and own_source(sentence, verb) not in objects:
            continue
        if own_source(sentence, verb) is None or not _comma_between(sentence, verb, head):
            continue
        found = proposal(sentence, verb, clause_words(sentence, head, verb), "as_said", cue_words=(mark, verb), lemma=f"as {lemma}")
        if found is not None:
            yield found


def _comma_between(sentence: Sentence, verb: Word, head: Word) -> bool:
    branch = sentence.subtree(verb)
    first, last = branch[0].index, branch[-1].index
    return any(
        w.text in (",", "—", "–", "--")
        for w in (sentence.words[first - 2 : first] if verb.index > head.index else sentence.words[last - 1 : last + 2])
    )
