"""A speaker set off by a colon: "Police: 3 dead"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimcheck.enrich.speech.content import content_spans, proposal, record
from claimcheck.enrich.speech.kinds import INSTITUTIONS, UNNAMED
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

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
    if head is None or not _names_speaker(sentence, head, front):
        return
    found = proposal(sentence, colon, rest, "colon_speaker", source=head, lemma=":", cue_words=(colon,), cue_class="report")
    if found is not None:
        yield found


def turns(sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    """A speaker and a colon that the parse made a sentence of their own: what follows in the paragraph is theirs.

    "Police: Three people died." says one sentence in a headline; a transcript's capitals ("SMITH:") hold to the paragraph's end.
    """
    for position, sentence in enumerate(sentences):
        words = sentence.words
        if len(words) > 8 or len(words) < 2 or words[-1].text != ":":
            continue
        front = words[:-1]
        heads = [w for w in front if w.head not in {f.index for f in front}]
        head = next((w for w in heads if w.upos in ("PROPN", "NOUN")), None)
        if head is None or not _names_speaker(sentence, head, front):
            continue
        rest = [s for s in sentences[position + 1 :] if s.block == sentence.block]
        pieces = [p for s in rest for p in content_spans(s, s.words)]
        found = (
            record(sentence, words[-1], pieces, "indirect", "colon_speaker", lemma=":", cue_class="report", source=head) if pieces else None
        )
        if found is not None:
            yield found


def _names_speaker(sentence: Sentence, head: Word, front: tuple[Word, ...]) -> bool:
    if any(w.upos in ("VERB", "AUX", "NUM", "PUNCT", "SYM") and w.text not in (",", ".") for w in front):
        return False
    return not _NO_SPEAKER.match(sentence.slice(sentence.span_of(front))) and _is_speaker(sentence, head, front)


def _is_speaker(sentence: Sentence, head: Word, front: tuple[Word, ...]) -> bool:
    """A person or a body; a place, a work or a topic is none."""
    if head.upos == "NOUN":
        return head.lemma.lower() in INSTITUTIONS | UNNAMED | _REPORTS and not any(w.lemma.lower() == "the" for w in front[:1])
    indexes = {w.index for w in front}
    if len(front) <= 2 and head.lemma.lower() in _OFFICES:
        return True
    types = {m.type for m in sentence.mentions if set(m.words) <= indexes}
    return bool(types & {"Person", "PERSON", "Organization", "ORG"}) or (len(front) == 1 and head.text.isupper() and len(head.text) > 3)
