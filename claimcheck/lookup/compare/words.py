"""Words in their dictionary form, whatever the tagger made of them."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
#: Endings of nouns of action, with what the verb may end in: "resignation" of "resign", "approval" of "approve".
_ENDINGS = (
    ("ization", "ize"), ("isation", "ise"), ("ation", ""), ("ation", "e"), ("ation", "ate"), ("ition", ""), ("ition", "e"), ("ition", "ish"),
    ("tion", "t"), ("tion", "te"), ("sion", "d"), ("sion", "de"), ("ssion", "t"), ("ion", ""), ("ion", "e"), ("ment", ""), ("al", ""),
    ("al", "e"), ("ance", ""), ("ence", ""), ("ure", ""), ("ure", "e"), ("ing", ""), ("ing", "e"), ("ry", ""), ("y", ""), ("age", ""),
)  # fmt: skip
_STEM = 3  # letters at least


@lru_cache(maxsize=20000)
def verb_of(word: str) -> str:
    """The lemma of a verb's form. The forms are LemmInflect's, from the NIH SPECIALIST lexicon."""
    from lemminflect import getAllLemmas

    lower = word.casefold()
    found = getAllLemmas(lower, upos="VERB").get("VERB", ())
    if lower in found:
        return lower
    return str(min(found, key=lambda lemma: (-len(lemma), lemma))) if found else lower


@lru_cache(maxsize=20000)
def is_verb(word: str) -> bool:
    """Whether it is the dictionary form of a verb."""
    from lemminflect import getAllLemmas

    return word in getAllLemmas(word, upos="VERB").get("VERB", ())


@lru_cache(maxsize=20000)
def noun_of(word: str) -> str:
    """The lemma of a noun's form."""
    from lemminflect import getAllLemmas

    lower = word.casefold()
    found = getAllLemmas(lower, upos="NOUN").get("NOUN", ())
    return lower if not found or lower in found else str(found[0])


@lru_cache(maxsize=20000)
def verbs_behind(noun: str) -> frozenset[str]:
    """Verbs that the noun may name the action of, itself among them: a verb that English does not have does no harm."""
    found = {noun}
    for ending, instead in _ENDINGS:
        if noun.endswith(ending) and len(noun) - len(ending) >= _STEM:
            found.add(noun[: len(noun) - len(ending)] + instead)
    return frozenset(found)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without endings of possessives."""
    return tuple(_POSSESSIVE.sub("", w.casefold()) for w in WORD.findall(text))
