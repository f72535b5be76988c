"""Verbs in the past tense, for participles that become sentences: "killing 107" is read as "killed 107"."""

from __future__ import annotations

from functools import cache


@cache
def past_tense(lemma: str, plural: bool) -> str | None:
    """The simple past of a verb's lemma; None for what is no lemma. The forms are LemmInflect's, from the NIH SPECIALIST lexicon."""
    from lemminflect import getInflection

    if not lemma.isalpha() or lemma.endswith("ing") and len(lemma) > 5:
        return None  # a participle that the lemmatizer did not know
    forms = getInflection(lemma.lower(), tag="VBD")
    if not forms:
        return None
    return str(forms[-1] if plural and lemma == "be" else forms[0])
