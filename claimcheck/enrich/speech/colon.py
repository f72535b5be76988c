"""A speaker set off by a colon: "Police: 3 dead"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from claimcheck.enrich.speech.content import content_spans, proposal, record
from claimcheck.enrich.speech.kinds import INSTITUTIONS, UNNAMED, noun_lemma
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

_QUOTES = frozenset({'"', "“", "‘", "''", "``"})
_REPORTS = frozenset("report study poll survey analysis statement".split())
_OFFICES = frozenset(
    """ambassador ceo chairman chancellor chief coach governor judge king mayor minister pm president prosecutor
    senator""".split()
)
_NO_SPEAKER = re.compile(
    r"(?:photo|image|video|source|related|watch|read|note|update|updated|correction|breaking|exclusive|opinion|review|date|time|"
    r"file|picture|credit|editor|published|tags?|topics?|category|subject|re|from|to|by|live|fact|score|result|location|where|when|who)s?\b",
    re.IGNORECASE,
)


@rule(
    "attribution",
    yes={"{Police}: Driver was drunk": "a headline with its source in front"},
    no={
        "The shop sells three things: bread, milk and eggs.": "a list",
        "Photo: A man walks past the bridge.": "a caption",
    },
)
def colon_speaker(sentence: Sentence) -> Iterator[Attribution]:
    """A headline or transcript line that begins with a speaker and a colon."""
    words = sentence.words
    colon = next((w for w in words[:8] if w.text == ":"), None)
    if colon is None or colon.index < 2 or colon.index >= len(words) - 1:
        return
    front, rest = words[: colon.index - 1], words[colon.index :]
    if not any(w.upos in ("VERB", "AUX") for w in rest) and not any(c in sentence.text[colon.end - sentence.start :] for c in '"“'):
        return
    heads = [w for w in front if w.head not in {f.index for f in front}]
    head = next((w for w in heads if w.upos in ("PROPN", "NOUN")), None)
    if head is None or not _names_speaker(sentence, head, front) or _turn(sentence, frozenset()) is not None:
        return  # a transcript's turn runs on
    found = proposal(sentence, colon, rest, "colon_speaker", source=head, lemma=":", cue_words=(colon,), cue_class="report")
    if found is not None:
        yield found


def turns(sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    """Speakers before a colon that only the document shows to be speakers, with all that they say in the paragraph.

    - A speaker and a colon that the parse made a sentence of their own: "Police: | Three people died."
    - A transcript's capitals: "SMITH: Well, look. It was late."; the turn ends where the next one begins.
    - A headline that begins with the short name of somebody whom the text names: "Smith: Bridge is safe".
    """
    known = {
        s.slice(s[i].span).lower()
        for s in sentences
        for m in s.mentions
        if m.type in ("Person", "PERSON", "Organization", "ORG")
        for i in m.words
        if s[i].upos == "PROPN"
    }
    starts = [_turn(s, known) for s in sentences]
    for position, (sentence, start) in enumerate(zip(sentences, starts, strict=True)):
        if start is None:
            continue
        head, colon = start
        rest = sentence.words[colon.index :]
        pieces = list(content_spans(sentence, rest)) if rest else []
        if not rest or head.text.isupper():
            for place in range(position + 1, len(sentences)):
                if sentences[place].block != sentence.block or starts[place] is not None:
                    break
                pieces += content_spans(sentences[place], sentences[place].words)
        found = record(sentence, colon, pieces, "indirect", "colon_speaker", lemma=":", cue_class="report", source=head) if pieces else None
        if found is not None:
            yield found


def _turn(sentence: Sentence, known: Set[str]) -> tuple[Word, Word] | None:
    """Speaker and colon of a sentence that begins a turn, a mark before the speaker left aside."""
    words = sentence.words
    first = 1 if words[0].upos == "PUNCT" and words[0].text in _QUOTES and len(words) > 1 else 0
    colon = next((w for w in words[first : first + 8] if w.text == ":"), None)
    if colon is None or colon.index < first + 2:
        return None
    front, rest = words[first : colon.index - 1], words[colon.index :]
    heads = [w for w in front if w.head not in {f.index for f in front}]
    head = next((w for w in heads if w.upos in ("PROPN", "NOUN")), None)
    if head is None:
        return None
    if not rest:
        return (head, colon) if first == 0 and _names_speaker(sentence, head, front) else None
    if len(front) > 3 or any(w.upos != "PROPN" for w in front) or not any(w.upos in ("VERB", "AUX") for w in rest):
        return None
    capitals = all(w.text.isupper() and len(w.text) > 2 for w in front) and not all(w.text.isupper() for w in rest if w.text.isalpha())
    return (head, colon) if capitals or (first == 0 and all(w.text.lower() in known for w in front)) else None


def _names_speaker(sentence: Sentence, head: Word, front: tuple[Word, ...]) -> bool:
    if any(w.upos in ("VERB", "AUX", "NUM", "PUNCT", "SYM", "INTJ") and w.text not in (",", ".") for w in front):
        return False
    if head.upos == "NOUN" and any(w.text == "," or w.upos in ("ADV", "CCONJ") for w in front):
        return False
    return not _NO_SPEAKER.match(sentence.slice(sentence.span_of(front))) and _is_speaker(sentence, head, front)


def _is_speaker(sentence: Sentence, head: Word, front: tuple[Word, ...]) -> bool:
    """A person or a body; a place, a work or a topic is none."""
    if head.upos == "NOUN":
        return noun_lemma(head) in INSTITUTIONS | UNNAMED | _REPORTS and not any(w.lemma.lower() == "the" for w in front[:1])
    indexes = {w.index for w in front}
    if len(front) <= 2 and head.lemma.lower() in _OFFICES:
        return True
    types = {m.type for m in sentence.mentions if set(m.words) <= indexes}
    return bool(types & {"Person", "PERSON", "Organization", "ORG"}) or (len(front) == 1 and head.text.isupper() and len(head.text) > 3)
