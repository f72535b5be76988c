"""What marks a phrase: the punctuation before it, and the named entity that holds it."""

from __future__ import annotations

from claimcheck.tree import Sentence, Word, kept

SET_OFF = frozenset({",", "(", "—", "–", "-", "--", "[", ";", ":"})
QUOTES = frozenset({'"', "“", "”", "``", "''", "«", "»", "‘", "’"})
PERSON = frozenset({"Person", "PERSON", "PER"})
PLACES = frozenset({"Location", "GPE", "LOC"})
PLACES_AND_BODIES = frozenset({"Location", "Organization", "Organisation", "GPE", "LOC", "ORG", "Facility", "FAC"})
DATES = frozenset({"Date", "DATE", "TIME"})


@kept
def is_set_off(sentence: Sentence, head: Word) -> bool:
    """Whether a comma, dash or bracket stands right before the first word of the phrase."""
    phrase = sentence.subtree(head)
    first = next((w for w in phrase if w.text not in QUOTES), phrase[0])
    if first.upos == "PUNCT":
        return first.text in SET_OFF
    before = first.index - 1
    while before >= 1 and sentence[before].text in QUOTES:
        before -= 1
    return before >= 1 and sentence[before].text in SET_OFF


@kept
def mention_type(sentence: Sentence, word: Word) -> str:
    """The type of the named entity that holds the word, or nothing."""
    return next((m.type for m in sentence.mentions if word.index in m.words), "")
