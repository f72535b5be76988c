"""What is said of a named person or body: offices before and behind the name, nouns predicated of it.

"Finance Minister Ann Lee" gives minister with {finance}; "Ann Lee, the minister of finance" the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.enrich.coref.lexicon import countries, nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.tree import Sentence, Word

_SPELLING = {"defense": "defence", "labor": "labour", "center": "centre", "organization": "organisation"}
_EMPTY = frozenset({"the", "a", "an", "of", "for", "'s", "and", "&", "to", "in", "this", "that", "both", "two", ",", "'", "’s"})

#: Adjectives that tell one holder of an office from another: "the former president" is not the president.
SHIFTING = frozenset(
    {
        "former",
        "ex",
        "late",
        "new",
        "next",
        "outgoing",
        "incoming",
        "acting",
        "deputy",
        "vice",
        "assistant",
        "other",
        "first",
        "previous",
        "alternate",
        "interim",
        "caretaker",
        "shadow",
        "designate",
        "elect",
        "co",
    }
)


@dataclass(frozen=True, slots=True)
class Title:
    """An office or role noun with its modifiers, lower case; countries by name, whatever their form."""

    noun: str
    modifiers: frozenset[str]


def normal(word: Word | str) -> str:
    """One form for spellings and for a country's name and adjective."""
    text = word if isinstance(word, str) else word.text
    country = countries().get(text)
    if country is not None:
        return country.names[0].lower()
    lemma = text.lower() if isinstance(word, str) or not word.lemma else word.lemma.lower()
    return _SPELLING.get(lemma, lemma)


def modifiers_of(words: tuple[Word, ...], noun: Word) -> frozenset[str]:
    """Content words of a phrase beside its noun."""
    found = set()
    for word in words:
        if word.index != noun.index and word.upos not in ("PUNCT", "DET", "ADP") and (name := normal(word)) not in _EMPTY:
            found.add(name)
    return frozenset(found)


def titles_of(discourse: Discourse) -> dict[str, set[Title]]:
    """Titles of every named person, by key."""
    found: dict[str, set[Title]] = {}
    for index in sorted(discourse.phrases):
        sentence = discourse.sentences[index]
        people = [p for p in discourse.phrases[index] if p.kind == "name" and p.sort == "person"]
        for phrase in people:
            others = frozenset(i for p in people if p is not phrase for i in p.words)
            found.setdefault(phrase.key, set()).update((*_before(sentence, phrase, others), *_beside(sentence, phrase)))
    return found


def _before(sentence: Sentence, phrase: Phrase, others: frozenset[int]) -> list[Title]:
    """Read off the words before a name, since parsers disagree about compounds: "US Army chief General Ann Lee"."""
    place = min((i for i in phrase.words if sentence[i].span.overlaps(phrase.span)), default=1) - 1
    run: list[Word] = []
    while place >= 1:
        word = sentence[place]
        if word.upos not in ("NOUN", "PROPN", "ADJ") and word.text.lower() not in ("of", "for", "'s", "’s", "and", "&", "the", "-"):
            break
        if place in others:
            break
        if word.text.lower() == "the" and (not run or sentence[place - 1].text.lower() not in ("of", "for") if place > 1 else True):
            break
        run.insert(0, word)
        place -= 1
    places = [i for i, w in enumerate(run) if w.lemma.lower() in nouns("title")]
    if not places:
        return []
    tail = run[places[-1] + 1 :]
    if tail and tail[0].text.lower() not in ("of", "for"):
        return []  # the noun does not reach the name
    return [Title(run[i].lemma.lower(), modifiers_of(tuple(run), run[i])) for i in places]


def _beside(sentence: Sentence, phrase: Phrase) -> list[Title]:
    """Appositions and predicate nouns: "Ann Lee, a judge", "Ann Lee is the mayor of Ulm"."""
    found = []
    for index in sorted(phrase.words):
        word = sentence[index]
        heads = [w for w in sentence.children(word, "appos") if w.upos in ("NOUN", "PROPN")]
        above = sentence.head(word)
        if above is not None and above.index not in phrase.words:
            if word.relation == "nsubj" and above.upos in ("NOUN", "PROPN") and sentence.children(above, "cop"):
                if not any(w.lemma in ("not", "never") for w in sentence.children(above)):
                    heads.append(above)
            if word.relation == "appos" and above.upos in ("NOUN", "PROPN"):
                heads.append(above)
            if word.relation == "nsubj" and above.lemma == "become":
                heads += [w for w in sentence.children(above, "obj", "xcomp") if w.upos in ("NOUN", "PROPN")]
        for head in heads:
            if head.lemma.lower() in nouns("title") or head.lemma.lower() in nouns("person"):
                found.append(Title(head.lemma.lower(), modifiers_of(phrase_words(sentence, head), head)))
    return found


def fits(description: Title, title: Title) -> bool:
    """Can the description be short for the title? Its modifiers must be known, and "former" be said of both or neither."""
    if description.noun != title.noun:
        return False
    if (description.modifiers & SHIFTING) != (title.modifiers & SHIFTING):
        return False
    return description.modifiers <= title.modifiers
