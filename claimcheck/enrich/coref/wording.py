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
#: Last words of names that are plural in form.
_PLURAL_FORM = frozenset("States Nations Netherlands Philippines Emirates Maldives Bahamas Seychelles Comoros Islands Communities".split())
#: A longer phrase is quoted without what follows its noun.
LONGEST = 12

_BODIES = frozenset(
    """ministry department agency council committee commission court bank union association government party army navy police university institute
    organisation organization fund foundation federation board bureau office service authority league senate parliament congress assembly church
    embassy times post guardian club group museum society company corporation centre center programme program conference academy""".split()
)


def possessive(text: str, *, plural: bool = False) -> str:
    """Ann Lee -> Ann Lee's; the ministers -> the ministers'; the United States -> the United States'.

    `plural`: the text names several; only what is one name then ends in "s's" ("James's").
    """
    if text.endswith(("'s", "’s", "s'", "s’")):
        return text
    last = text.split()[-1] if text.split() else ""
    several = plural or last in _PLURAL_FORM or (text.lower().startswith(("the ", "these ", "those ")) and last[:1].islower())
    return text + ("'" if several and last.endswith("s") and not last.endswith("ss") else "'s")


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
    if key not in discourse.with_article:
        discourse.with_article[key] = _mostly_with_the(discourse, key)
    return discourse.with_article[key]


def _mostly_with_the(discourse: Discourse, key: str) -> bool:
    yes = no = 0
    for phrase in discourse.named.get(key, ()):
        sentence = discourse.sentences[phrase.sentence]
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
        members = list(phrase.members)
        if not phrase.text:  # not written together anywhere: as they came up
            members.sort(key=lambda key: (min((p.place for p in discourse.by_key.get(key, ())), default=phrase.place), key))
        return listed([_called(discourse, key, phrase.text) for key in members])
    if phrase.key.startswith("noun:"):
        sentence, head = discourse.noun(phrase.key)
        text = readable(discourse, sentence, phrase_words(sentence, head), definite(sentence, head))
        return text if text is not None else definite(sentence, head)
    return _called(discourse, phrase.key, phrase.text)


def _called(discourse: Discourse, key: str, fallback: str) -> str:
    sort, _, name = key.partition(":")
    if sort == "noun":
        return definite(*discourse.noun(key))
    if sort == "event":
        return discourse.names.get(key, fallback)  # what a verb told, as a phrase
    if key in discourse.names and sort != "noun":
        if sort == "person" and discourse.plural.get(key):
            return f"the {name}" if not name.lower().startswith("the ") else name
        return with_article(discourse.names[key], sort, takes_article(discourse, key))
    return discourse.names.get(key, fallback)


def definite(sentence: Sentence, head: Word, *, last: int | None = None) -> str:
    """A noun phrase taken up again: "a telephone call with Lee" -> "the telephone call with Lee". `last`: its last word."""
    words = list(phrase_words(sentence, head))
    if last is not None:
        words = list(sentence.words[words[0].index - 1 : last])
    if len(words) > LONGEST:
        words = [w for w in words if w.index <= head.index]
    while len(words) > 1 and words[0].upos in ("ADP", "SCONJ", "PUNCT") and words[0].index < head.index:
        words = words[1:]  # "according to Kenya's embassy": a case that the parser hung elsewhere
    words = _without_amount(words, head)
    text = sentence.text_of(words)
    first = words[0]
    if first.upos == "DET" and first.text.lower() in ("a", "an", "another", "this", "that", "these", "those", "some", "the"):
        rest = sentence.text_of(words[1:]) if len(words) > 1 else ""
        return f"the {rest}".strip()
    if first.upos in ("PRON", "DET") or first.upos == "PROPN" or any(w.deprel == "nmod:poss" for w in sentence.children(head)):
        return text
    if first.upos == "PROPN":
        return text
    return f"the {text[:1].lower()}{text[1:]}" if first.index == 1 else f"the {text}"  # inside a sentence a capital is a name's


#: "at least 324 children", taken up, are "the 324 children".
_ROUGH = frozenset(
    "at least most more than less fewer about around some nearly almost over under up to as many few only just roughly approximately".split()
)


def _without_amount(words: list[Word], head: Word) -> list[Word]:
    rough = 0
    while rough < len(words) - 1 and words[rough].text.lower() in _ROUGH and words[rough].index < head.index:
        rough += 1
    if rough and words[rough].upos == "NUM":
        words = words[rough:]
    if len(words) > 1 and words[0].text.lower() == "one" and words[0].upos == "NUM" and words[1].index <= head.index:
        words = words[1:]  # "one priest" is "the priest"
    return words


#: Verbs that lean on a pronoun, written out after a name or noun.
_LEANING = {"re": "are", "ve": "have", "ll": "will"}


def written_out(sentence: Sentence, words: Sequence[Word]) -> tuple[Word, str] | None:
    """The short verb right behind a pronoun with its full form: "they're" would be "the people're"; None when there is none."""
    last = words[-1]
    following = sentence.words[last.index : last.index + 1]
    if last.upos != "PRON" or not following or following[0].start != last.end or following[0].text[:1] not in ("'", "’"):
        return None
    full = _LEANING.get(following[0].text[1:].lower())
    after = sentence.words[last.index + 1 : last.index + 2]
    if following[0].text[1:].lower() == "s" and after and after[0].text.lower() in ("been", "become", "got", "had"):
        full = "has"
    return (following[0], full) if full else None


def readable(discourse: Discourse, sentence: Sentence, words: Sequence[Word], text: str) -> str | None:
    """The text with the pronouns inside it read as what they stand for; None when one of them is not settled."""
    for word in words:
        if word.upos not in ("PRON", "DET") or word.feats.get("Person") is None and word.feats.get("Poss") != "Yes":
            continue
        reading = discourse.readings.get(word.span)
        if reading is None or word.text not in text:
            return None
        before = text.partition(f" {word.text} ")[0]
        owner = reading.removesuffix("'s").removesuffix("'")
        if re.search(rf"\b{re.escape(owner)}\b", before):
            continue  # "Ann Lee's meeting with her sister": told already
        text = re.sub(rf"\b{re.escape(word.text)}\b", lambda _, r=reading: r, text, count=1)  # type: ignore[misc]
    return text


def in_place(sentence: Sentence, word_start: int, text: str) -> str:
    """With a capital where the mention began its sentence, or a quotation that is one."""
    before = sentence.text[: word_start - sentence.start].strip(" \n\t\"“”‘’'([—–-")
    mention = sentence.text[word_start - sentence.start : word_start - sentence.start + 1]
    if not before or (mention.isupper() and not text[:1].isupper() and before[-1:] in '.:!?"”“'):
        return text[:1].upper() + text[1:]
    return text


def content_words(text: str) -> frozenset[str]:
    """Words without articles and possessive endings, lower case."""
    bare = text.lower().replace("’s", "").replace("'s", "").replace("’", "").replace("'", "")
    return frozenset(bare.split()) - {"the", "a", "an", "this", "that", "these", "those", "of", "at", "in"}
