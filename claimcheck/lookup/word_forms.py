"""A word in all its inflections: "bear" is "born" in a biography, "fall" is "fell" in the news."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def forms(lemma: str) -> frozenset[str]:
    """The inflections of a lemma as a verb, a noun and an adjective, in small letters, and the lemma itself (lemminflect's dictionary)."""
    from lemminflect import getAllInflections

    inflected = (words for upos in ("VERB", "NOUN", "ADJ") for words in getAllInflections(lemma, upos=upos).values())
    return frozenset({lemma.casefold(), *(word.casefold() for words in inflected for word in words)})
