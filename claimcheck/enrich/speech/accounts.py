"""Accounts that go on without a cue: "Reed told the court he left at nine. He drove to the house. He then called police, he said."

A sentence is given to the speaker of the sentence before it only where the text makes it plain: the same speaker is named again
right behind it and its tense is that of reported speech, or the account is one before a court, the police or a reporter; or the same
"would" runs on inside of a paragraph. All else is left to the outlet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.enrich.speech.cues import HEARING
from claimcheck.enrich.speech.kinds import noun_lemma
from claimcheck.enrich.speech.quotes import DOUBLE, Quotation, touching
from claimcheck.enrich.speech.sources import is_passive
from claimcheck.enrich.speech.widening import merge
from claimcheck.model import Attribution, Span
from claimcheck.tree import Sentence, Word

#: Sentences without a cue that one account may hold between two cues.
_REACH = 3
#: To whom an account is given in evidence besides courts, and who gives one of what was found out.
_INQUIRERS = frozenset("detective investigator magistrate officer police prosecutor".split())
#: Steps of a trial, which the outlet reports itself.
_PROCEEDINGS = frozenset(
    """acquit adjourn appeal appear arrest begin charge continue convict deny dismiss expect face fine hear hold imprison indict jail plead
    reject release remand resume rule schedule sentence summon""".split()
)
#: Cues of an account in the speaker's own words.
_TELLING = frozenset("say tell testify recall recount explain describe add claim state".split())
_PRONOUNS = frozenset("he she it they".split())
_BACKSHIFTED = frozenset("would should might".split())


def accounts(found: Sequence[Attribution], sentences: Sequence[Sentence], quotes: Sequence[Quotation]) -> list[Attribution]:
    """The attributions, and one more with the same cue for each sentence into which an account plainly goes on."""
    spoken = [s for s in sentences if s.words]
    held: dict[int, list[Attribution]] = {n: [] for n in range(len(spoken))}
    number = {offset: n for n, s in enumerate(spoken) for offset in range(s.start, s.end)}
    for one in found:
        for n in sorted({number[o] for span in (one.cue_span, *one.content) for o in range(span.start, span.end) if o in number}):
            held[n].append(one)
    voices = [_voice(s, held[n]) for n, s in enumerate(spoken)]
    added: list[Attribution] = []
    place = 1
    while place < len(spoken):
        before = voices[place - 1]
        last = place
        while last < len(spoken) and last - place < _REACH and not held[last] and _plain(spoken[last], quotes):
            if spoken[last].block != spoken[place - 1].block:
                break
            last += 1
        if before is None or last == place:
            place += 1
            continue
        between = spoken[place:last]
        after = voices[last] if last < len(spoken) and spoken[last].block - spoken[place - 1].block <= 1 else None
        framed = after is not None and _same_speaker(before, after, spoken, voices, place - 1, between)
        near = framed and spoken[last].block == spoken[place - 1].block
        if not near and last < len(spoken) and spoken[last].block == spoken[place - 1].block and before.cue == "hear":
            near = _court_is_told(spoken[last])
        for position, sentence in enumerate(between):
            plain = framed and _reported_tense(sentence) and _past(spoken[place - 1], before)
            plain = plain or (near and _in_account(spoken[place - 1], before, sentence))
            plain = plain or _would_runs_on(spoken[place - 1], before, between[: position + 1])
            if not plain:
                break
            pieces = merge(sentence.text, [Span(0, len(sentence.text))])
            content = tuple(Span(p.start + sentence.start, p.end + sentence.start) for p in pieces)
            if content:
                added.append(replace(before, content=content, form="indirect", rule="account_goes_on"))
        place = last + 1
    return [*found, *added]


def _voice(sentence: Sentence, held: Sequence[Attribution]) -> Attribution | None:
    """The attribution that the whole sentence is, if it is one: its cue is no part of what another says, and rules the sentence."""
    outer = [
        one
        for one in held
        if one.cue_span in sentence.span
        and not any(one.cue_span in piece for other in held if other is not one for piece in other.content)
        and one.cue_class in ("report", "factive", "denial")
        and one.form != "according-to"
    ]
    if not outer or any(one.source is None or one.source != outer[0].source for one in outer):
        return None
    root = sentence.root.span
    whole = [one for one in outer if root.overlaps(one.cue_span) or any(root in piece for piece in one.content)]
    return whole[0] if whole else None


def _plain(sentence: Sentence, quotes: Sequence[Quotation]) -> bool:
    """A statement in the outlet's own letters, with a finite verb."""
    if any(mark in sentence.text for mark in DOUBLE) or sentence.text.rstrip().endswith(("?", ":")) or touching(quotes, sentence.span):
        return False
    return bool(_finite(sentence, sentence.root))


def _finite(sentence: Sentence, head: Word) -> set[str]:
    """The tags of the finite forms of a predicate: its own and those of its auxiliaries."""
    words = (head, *sentence.children(head, "aux", "aux:pass", "cop"))
    return {w.xpos for w in words if w.xpos in ("VBD", "VBZ", "VBP", "MD")}


def _auxiliaries(sentence: Sentence, head: Word) -> set[str]:
    return {w.text.lower() for w in sentence.children(head, "aux")}


def _reported_tense(sentence: Sentence) -> bool:
    """Free indirect speech: the tense is that of a clause below "said"."""
    root = sentence.root
    own = _auxiliaries(sentence, root)
    return bool(own & _BACKSHIFTED) or ("had" in own and root.xpos == "VBN") or ("had" in own and sentence.child(root, "cop") is not None)


def _cue_word(sentence: Sentence, one: Attribution) -> Word | None:
    return next((w for w in sentence.overlapping(one.cue_span) if w.span in one.cue_span and w.upos in ("VERB", "AUX")), None)


def _past(sentence: Sentence, one: Attribution) -> bool:
    cue = _cue_word(sentence, one)
    return cue is not None and cue.xpos == "VBD"


def _in_account(sentence: Sentence, one: Attribution, following: Sentence) -> bool:
    """What happened, told in evidence or of the speaker's own doings: past tense all through."""
    cue, root = _cue_word(sentence, one), following.root
    if cue is None or not _past(sentence, one) or one.cue not in _TELLING | {"hear"}:
        return False
    if _finite(following, root) != {"VBD"} or root.lemma.lower() in _PROCEEDINGS:
        return False
    takers = {noun_lemma(w) for w in sentence.children(cue, "obj", "iobj", "nsubj", "obl")}
    if one.cue in ("hear", "testify") or takers & (HEARING | _INQUIRERS):
        return True
    own, doer = _subject(sentence, _said(sentence, one)), _subject(following, root)
    passive = following.child(root, "aux:pass", "cop") is not None
    return (
        not passive
        and own is not None
        and doer is not None
        and own.lemma.lower() == doer.lemma.lower()
        and own.lemma.lower() in ("he", "she")
    )


def _court_is_told(sentence: Sentence) -> bool:
    """ "The jury was told …", "…, the inquest heard": whoever speaks, the account before the court goes on."""
    return any(
        (w.lemma.lower() == "hear" or (w.lemma.lower() == "tell" and is_passive(sentence, w)))
        and any(noun_lemma(s) in HEARING for s in sentence.children(w, "nsubj", "nsubj:pass"))
        for w in sentence.words
        if w.upos == "VERB"
    )


def _said(sentence: Sentence, one: Attribution) -> Word | None:
    """The head of what was said."""
    inside = [w for w in sentence.words if any(w.span in piece for piece in one.content)]
    numbers = {w.index for w in inside}
    return next((w for w in inside if w.head not in numbers and w.upos in ("VERB", "ADJ", "NOUN", "AUX", "PROPN")), None)


def _subject(sentence: Sentence, head: Word | None) -> Word | None:
    return sentence.child(head, "nsubj", "nsubj:pass") if head is not None else None


def _would_runs_on(sentence: Sentence, one: Attribution, following: Sequence[Sentence]) -> bool:
    """ "He said the museum would open in May. It would show 300 works." """
    head = _said(sentence, one)
    if head is None or not _past(sentence, one) or "would" not in _auxiliaries(sentence, head):
        return False
    return all("would" in _auxiliaries(s, s.root) and s.child(s.root, "advcl") is None for s in following)


def _same_speaker(
    before: Attribution,
    after: Attribution,
    spoken: Sequence[Sentence],
    voices: Sequence[Attribution | None],
    place: int,
    between: Sequence[Sentence],
) -> bool:
    """The cue behind names the same speaker, by name or with a pronoun that nobody else in between can claim."""
    first, second = _name(before, voices, place), after.source or ""
    if first is None:
        return (before.source or "").lower() == second.lower()
    if second.lower() not in _PRONOUNS:
        return bool(_words(first) & _words(second)) and (first.split()[-1:] == second.split()[-1:] or _capitals(first, second))
    if second.lower() == "they":
        return False
    known = _words(first)
    others = [s.slice(s.span_of([s[i] for i in m.words])) for s in between for m in s.mentions if m.type in ("Person", "PERSON")]
    inanimate = before.source_kind in ("institution", "document")
    return (second.lower() == "it") == inanimate and all(_words(name) & known for name in others)


def _name(one: Attribution, voices: Sequence[Attribution | None], place: int) -> str | None:
    """The speaker's words; of a pronoun those of the last speaker in the sentences before who has any."""
    if (one.source or "").lower() not in _PRONOUNS:
        return one.source
    for earlier in reversed(voices[max(0, place - 4) : place]):
        if earlier is not None and (earlier.source or "").lower() not in _PRONOUNS:
            return earlier.source
    return None


def _words(name: str) -> set[str]:
    return {w.lower() for w in name.split() if len(w) > 2 and w.lower() != "the"}


def _capitals(one: str, other: str) -> bool:
    """They share a name."""
    return bool(
        {w for w in one.split() if w[0].isupper()} & {w for w in other.split() if w[0].isupper()} - {"The", "Mr.", "Mr", "Ms.", "Mrs."}
    )
