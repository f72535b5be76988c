"""How an antecedent is written where its mention stood: possessive, list, capital, article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.enrich.coref.lexicon import countries
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.tree import Sentence, Word

#: Names of countries and regions that take the article in running text.
_ARTICLE = (
    "United ",
    "Netherlands",
    "Philippines",
    "Maldives",
    "Bahamas",
    "Gambia",
    "Vatican",
    "Holy See",
    "Czech Republic",
    "Dominican Republic",
)
_ARTICLE_SHORT = frozenset({"US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "UAE", "EU", "UN", "USSR", "Soviet Union", "DRC"})
#: A longer phrase is quoted without what follows its noun.
LONGEST = 12

_BODIES = frozenset(
    """ministry department agency council committee commission court bank union association government party army navy police university institute
    organisation organization fund foundation federation board bureau office service authority league senate parliament congress assembly church
    embassy times post guardian club group museum society company corporation centre center programme program conference academy""".split()
)


def possessive(text: str) -> str:
    """Ann Lee -> Ann Lee's; the ministers -> the ministers'."""
    if text.endswith(("'s", "’s", "s'", "s’")):
        return text
    last = text.split()[-1] if text.split() else ""
    listed_ones = text.lower().startswith(("the ", "these ", "those ")) and (last[:1].islower() or last in countries())
    return text + ("'" if listed_ones and text.endswith("s") and not text.endswith("ss") else "'s")


def listed(texts: Sequence[str]) -> str:
    """India and Pakistan; A, B and C."""
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + " and " + texts[-1]


def with_article(name: str, sort: str, seen_with: bool) -> str:
    """A name as it stands in a sentence: "the United States", "the Ministry of Defence", but "India"."""
    if name.lower().startswith("the "):
        return name[0].lower() + name[1:]
    if sort == "person":
        return name
    if sort == "location" and (name in countries() or not seen_with):
        return f"the {name}" if name.startswith(_ARTICLE) or name in _ARTICLE_SHORT else name
    words = name.split()
    known = len(words) > 1 and (words[0].lower() in _BODIES or words[-1].lower() in _BODIES)
    return (
        f"the {name}"
        if seen_with or (known and words[-1].lower() not in ("bank", "times", "university", "police", "group", "parliament"))
        else name
    )


def takes_article(discourse: Discourse, key: str) -> bool:
    """Does the document write the name with "the", wherever it stands free?"""
    yes = no = 0
    for index, row in discourse.phrases.items():
        for phrase in row:
            if phrase.key != key or phrase.kind != "name":
                continue
            sentence = discourse.sentences[index]
            first = min((i for i in phrase.words if sentence[i].span.overlaps(phrase.span)), default=1)
            before = sentence[first - 1].text.lower() if first > 1 else ""
            if phrase.text != sentence.slice(phrase.span) and before != "the":
                continue  # a short form says nothing about the full name
            if before == "the" and phrase.role != "modifier":
                yes += 1
            else:
                no += 1
    return yes > 0 and yes >= no


def name_of(discourse: Discourse, phrase: Phrase) -> str:
    """How to call what a mention means, in the middle of a sentence."""
    if phrase.kind == "group" and phrase.members:
        first: dict[str, tuple[int, int]] = {}
        for index in sorted(discourse.phrases):
            for mention in discourse.phrases[index]:
                first.setdefault(mention.key, mention.place)
        members = list(phrase.members)
        if not phrase.text:  # not written together anywhere: as they came up
            members.sort(key=lambda key: (first.get(key, phrase.place), key))
        return listed([_called(discourse, key, phrase.text) for key in members])
    if phrase.key.startswith("noun:"):
        sentence, head = discourse.noun(phrase.key)
        text = readable(discourse, sentence, phrase_words(sentence, head), definite(sentence, head))
        return text if text is not None else definite(sentence, head)
    return _called(discourse, phrase.key, phrase.text)


def _called(discourse: Discourse, key: str, fallback: str) -> str:
    sort, _, name = key.partition(":")
    if key in discourse.names and sort != "noun":
        if sort == "person" and discourse.plural.get(key):
            return f"the {name}" if not name.lower().startswith("the ") else name
        return with_article(discourse.names[key], sort, takes_article(discourse, key))
    return discourse.names.get(key, fallback)


def definite(sentence: Sentence, head: Word) -> str:
    """A noun phrase taken up again: "a telephone call with Lee" -> "the telephone call with Lee"."""
    words = list(phrase_words(sentence, head))
    if len(words) > LONGEST:
        words = [w for w in words if w.index <= head.index]
    text = sentence.text_of(words)
    first = words[0]
    if first.upos == "DET" and first.text.lower() in ("a", "an", "another", "this", "that", "these", "those", "some", "the"):
        rest = sentence.text_of(words[1:]) if len(words) > 1 else ""
        return f"the {rest}".strip()
    if first.upos in ("PRON", "DET") or first.upos == "PROPN" or any(w.deprel == "nmod:poss" for w in sentence.children(head)):
        return text
    return f"the {text[:1].lower()}{text[1:]}" if first.upos != "PROPN" else text


def readable(discourse: Discourse, sentence: Sentence, words: Sequence[Word], text: str) -> str | None:
    """The text with the pronouns inside it read as what they stand for; None when one of them is not settled."""
    for word in words:
        if word.upos not in ("PRON", "DET") or word.feats.get("Person") is None and word.feats.get("Poss") != "Yes":
            continue
        reading = discourse.readings.get(word.span)
        if reading is None or word.text not in text:
            return None
        text = re.sub(rf"\b{re.escape(word.text)}\b", lambda _, r=reading: r, text, count=1)  # type: ignore[misc]
    return text


def in_place(sentence: Sentence, word_start: int, text: str) -> str:
    """With a capital where the mention began its sentence, or a quotation that is one."""
    before = sentence.text[: word_start - sentence.start].strip(" \n\t\"“”‘’'([—–-")
    mention = sentence.text[word_start - sentence.start : word_start - sentence.start + 1]
    if not before or (mention.isupper() and not text[:1].isupper() and before[-1:] in '.:!?"”“'):
        return text[:1].upper() + text[1:]
    return text
