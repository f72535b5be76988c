"""Speech whose cue stands beside it: behind ("…, she said"), inside ("…, she said, …") or with "as"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import outside_of, proposal, quotes_of
from claimcheck.enrich.speech.cues import BELIEF, CLAUSE, QUOTATIVE
from claimcheck.enrich.speech.quotes import DOUBLE
from claimcheck.enrich.speech.sources import hears, is_passive, own_source, source_of, source_words
from claimcheck.enrich.speech.stray import speaker_before
from claimcheck.enrich.speech.verbs import addition, clause_words, is_day, verb_group, verbs
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Conjunctions behind a cue that go on with what was said; "although" and "while" may be the outlet's own.
_GOING_ON = frozenset("because until unless since if".split())
_CONCEDING = frozenset("although though whereas while".split())
_MARKS_OF_MANNER = frozenset({"as", "like"})


@rule(
    "attribution",
    yes={
        "The bridge was never safe, {she} said.": "the speaker and the verb at the end",
        "India's actions were measured, {he} added.": "a second cue",
        '"We will appeal," said {the lawyer}.': "the verb before the speaker",
        "Reed's relatives, who asked for the video, watched it on Thursday, {attorneys for the family} said.": "a stray speaker",
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
        if _late(sentence, verb) or _reasons(sentence, verb, speaker):
            continue
        words = [w for w in sentence.words if w.index < first]
        if not any(_finite(w) or any(c in DOUBLE for c in w.text) for w in words):
            continue  # "In Honolulu last week, he told …", "Speaking to students, he replied"
        words = _last_quotation(sentence, words, first)
        found = proposal(sentence, verb, words, "closing_cue", source=speaker, cue_words=verb_group(sentence, verb))
        if found is not None and _spoken(found, lemma):
            yield found


def _finite(word: Word) -> bool:
    return word.feats.get("VerbForm") == "Fin" or word.xpos in ("VBD", "VBZ", "VBP", "MD")


def _last_quotation(sentence: Sentence, words: list[Word], first: int) -> list[Word]:
    """`She scolded him: "…," she said`: only the quotation right before the cue, where a colon or another cue leads up to it."""
    before = [q for q in quotes_of(sentence.text) if q.level == 0 and q.outer.end + sentence.start <= sentence[first].start]
    if not before or any(w.upos != "PUNCT" and w.start >= before[-1].outer.end + sentence.start for w in words):
        return words
    bound = before[-1].outer.start + sentence.start
    front = [w for w in words if w.start < bound]
    while front and any(c in DOUBLE for c in front[-1].text):
        front.pop()
    told = any(w.lemma.lower() in QUOTATIVE & CLAUSE and _finite(w) and sentence.child(w, "nsubj") is not None for w in front)
    if front and (front[-1].text == ":" or told) and any(w.upos == "VERB" for w in front):
        return [w for w in words if w.start >= bound]
    return words


def _spoken(found: Attribution, lemma: str) -> bool:
    """Without quotation marks only a verb that takes a clause makes words speech: not "…, he began"."""
    return found.form != "indirect" or lemma in CLAUSE


def _about_something(sentence: Sentence, verb: Word) -> bool:
    """ "…, the two learned of a meeting": the verb has a content of its own."""
    return any(
        o.index > verb.index and any(c.lemma.lower() in ("of", "about") for c in sentence.children(o, "case"))
        for o in sentence.children(verb, "obl")
    )


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
    yes={
        "The new bridge, {the mayor} said on Monday, will open in May.": "the cue interrupts",
        "The dam, {aides to the mayor} said, has moved.": "a speaker whom the parse hung elsewhere",
        "Reed stressed the ties, which, {he} said, are strong.": "inside of a relative clause",
        "The difference now, {he} told me on Friday, is that the dam is full.": "the cue taken for a relative clause",
        "The couple, {the court} heard, had married in 2009.": "what a court hears it is told",
    },
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
        if head is None or (
            verb.relation not in ("parataxis", "discourse", "dep", "advcl", "conj", "appos") and not _bracketed(sentence, verb)
        ):
            continue
        if verb.relation in ("advcl", "conj", "appos") and (
            verb.xpos not in ("VBD", "VBZ", "VBP") or sentence.child(verb, "mark", "cc", "advmod") is not None
        ):
            continue
        speaker = source_of_own(sentence, verb)
        if speaker is None or is_passive(sentence, verb):
            continue
        if (
            verb.relation in ("advcl", "conj", "appos")
            and verb.index < head.index
            and not (speaker_before(sentence, verb) == speaker and _between_commas(sentence, verb, speaker))
        ):
            continue
        thing = _own_object(sentence, verb, speaker, lemma)
        if (
            _about_something(sentence, verb)
            or thing is not None
            or (lemma not in QUOTATIVE and lemma not in BELIEF and verb.relation != "parataxis" and not hears(verb, speaker))
        ):
            continue
        if sentence.child(verb, "xcomp") is not None or (verb.relation != "parataxis" and not _comma_before(sentence, verb, speaker)):
            continue
        clauses = [c for c in sentence.children(verb, "ccomp") if not addition(sentence, c)]
        if clauses and not _between_commas(sentence, verb, speaker):
            continue
        top = head
        within = _relative_before(sentence, verb, speaker)
        beside = [c for c in sentence.children(head, "acl") if within and c.deprel == "acl:relcl" and c.index > verb.index]
        top = beside[0] if verb.deprel == "acl:relcl" and beside else top
        while top.relation in ("acl", "advcl", "xcomp", "amod", "nmod", "obl", "obj", "nsubj") and top.head:
            if within and top.deprel == "acl:relcl":
                break
            top = sentence[top.head]
        words = clause_words(sentence, top, verb)
        if speaker.head != verb.index and speaker in words:  # the parse hung the speaker on what was said
            words -= set(sentence.subtree(speaker))
        for aside in sentence.children(top, "advcl"):  # "…, she said, was safe, although critics doubt it": whose doubt it is stays open
            if aside.index > verb.index and any(m.lemma.lower() in _CONCEDING for m in sentence.children(aside, "mark")):
                words -= set(sentence.subtree(aside))
        for clause in (*clauses, *_reasons(sentence, verb, speaker)):
            words |= set(sentence.subtree(clause))
        found = proposal(sentence, verb, words, "interrupting_cue", source=speaker, cue_words=verb_group(sentence, verb))
        if found is not None and _spoken(found, lemma):
            yield found


def _relative_before(sentence: Sentence, verb: Word, speaker: Word) -> bool:
    """ "… ties, which, he said, are strong": the remark stands in a relative clause, which is all that he said."""
    first = min(verb.index, source_words(sentence, speaker)[0].index)
    before = [w for w in sentence.words[max(first - 3, 0) : first - 1] if w.upos != "PUNCT"]
    return bool(before) and before[-1].xpos in ("WDT", "WP")


def _bracketed(sentence: Sentence, verb: Word) -> bool:
    """ "The bridge, she said, was never safe" with the remark taken for a relative clause of "bridge"; no relative word."""
    speaker = own_source(sentence, verb) if verb.deprel == "acl:relcl" else None
    branch = [w for w in sentence.subtree(verb) if w.upos != "PUNCT"]
    if speaker is not None and speaker.index < verb.index:  # "the difference now, he said, is …": "now" is no part of the remark
        first = sentence.subtree(speaker)[0].index
        branch = [w for w in branch if w.index >= first]
    sides = (*sentence.words[max(branch[0].index - 2, 0) : branch[0].index - 1], *sentence.words[branch[-1].index : branch[-1].index + 1])
    return (
        speaker is not None
        and (verb.lemma in QUOTATIVE or hears(verb, speaker))
        and speaker.upos in ("PROPN", "PRON", "NOUN")
        and speaker.head == verb.index
        and speaker.lemma.lower() not in ("who", "which", "that")
        and sentence.child(verb, "ccomp", "xcomp", "obj", "mark") is None
        and [w.text for w in sides] in ([",", ","], ["—", "—"], ["–", "–"], ["--", "--"])
    )


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
    quoted = bool(outside_of(sentence, verb) & {w.index for c in clauses for w in sentence.subtree(c)})
    fronts = [
        c
        for c in sentence.children(verb, "nsubj", "obj", "dep", "obl", "advcl", "advmod")
        if c.index < first
        and c.index != speaker.index
        and not (quoted and c.relation in ("advcl", "advmod", "obl"))
        and not _about_cue(sentence, c)
    ]
    if not fronts or any(c.index < first for c in clauses):
        return
    words = {w for c in (*fronts, *clauses) for w in sentence.subtree(c)}
    found = proposal(sentence, verb, words, "interrupting_cue", source=speaker, cue_words=verb_group(sentence, verb))
    if found is not None:
        yield found


def _about_cue(sentence: Sentence, front: Word) -> bool:
    """ "Asked about the fire, she said …", "Speaking to reporters, he said …": a participle says when or how it was said."""
    return front.relation == "advcl" and front.xpos in ("VBN", "VBG") and sentence.child(front, "mark", "nsubj", "aux", "cop") is None


def _reasons(sentence: Sentence, verb: Word, speaker: Word) -> list[Word]:
    """ "…, he said, because …": an adverbial clause behind a bracketed cue goes on with what was said."""
    if not _between_commas(sentence, verb, speaker):
        return []
    return [
        c
        for c in sentence.children(verb, "advcl")
        if c.index > verb.index and any(m.lemma.lower() in _GOING_ON for m in sentence.children(c, "mark"))
    ]


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
    yes={
        "As {the minister} noted, prices have fallen.": "as with a verb of speech",
        "As {many tax experts} have pointed out, the minister is free to publish the letter.": "whom the parse hung elsewhere",
    },
    no={"Prices fell as he said they would.": "manner with a clause of its own"},
)
def as_said(sentence: Sentence) -> Iterator[Attribution]:
    """ "As X said" and "as X put it" beside the clause that was said."""
    for verb, lemma in verbs(sentence):
        if verb.relation not in ("advcl", "parataxis") or (lemma not in QUOTATIVE and lemma not in CLAUSE and lemma != "put"):
            continue
        mark = next((m for m in sentence.children(verb, "mark", "advmod", "case") if m.lemma.lower() in _MARKS_OF_MANNER), None)
        head = sentence.head(verb)
        speaker = own_source(sentence, verb)
        stray = _behind_as(sentence, verb) if speaker is None or mark is None else None
        if stray is not None:
            mark, speaker = stray
        if mark is None or head is None or sentence.child(verb, "ccomp", "xcomp") is not None or is_passive(sentence, verb):
            continue
        objects = sentence.children(verb, "obj")
        if lemma == "put" and not any(o.lemma.lower() == "it" for o in objects):
            continue
        if lemma not in ("put", "tell", "remind", "inform") and objects and speaker not in objects:
            continue
        if speaker is None or not _comma_between(sentence, verb, head):
            continue
        words = clause_words(sentence, head, verb)
        if stray is not None:
            words -= set(sentence.subtree(speaker))
        found = proposal(sentence, verb, words, "as_said", cue_words=(mark, verb), lemma=f"as {lemma}", source=speaker)
        if found is not None:
            yield found


def _behind_as(sentence: Sentence, verb: Word) -> tuple[Word, Word] | None:
    """ "As" and the speaker of "as aides to the mayor pointed out, …", where the parse took "as" for the speaker's preposition.

    pointed -obl-> aides, aides -case-> as        ("aides" may hang on the main verb too)
    """
    if verb.xpos not in ("VBD", "VBZ", "VBP", "VBN") or sentence.child(verb, "nsubj", "obj") is not None:
        return None
    for word in reversed(sentence.words[: verb.index - 1]):
        if word.text.lower() == "as" and word.relation == "case":
            noun = sentence.head(word)
            if noun is None or not word.index < noun.index < verb.index or noun.relation not in ("obl", "nsubj", "nmod", "advmod"):
                return None
            if word.index > 1 and sentence[word.index - 1].text not in (",", "—", "–", "--", "(", "But", "And"):
                return None
            own = {w.index for w in sentence.subtree(noun)} | {c.index for c in sentence.children(verb, "aux", "advmod", "punct")}
            rest = [w for w in sentence.words[word.index : verb.index - 1] if w.index not in own and w.upos != "PUNCT"]
            return None if rest else (word, noun)
        if word.upos in ("VERB", "SCONJ") and word.feats.get("VerbForm") == "Fin":
            return None
    return None


def _comma_between(sentence: Sentence, verb: Word, head: Word) -> bool:
    branch = sentence.subtree(verb)
    first, last = branch[0].index, branch[-1].index
    return any(
        w.text in (",", "—", "–", "--")
        for w in (sentence.words[first - 2 : first] if verb.index > head.index else sentence.words[last - 1 : last + 2])
    )
