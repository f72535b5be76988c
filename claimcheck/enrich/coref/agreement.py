"""Gender of the people of a document: from titles, given names and the nouns beside a name. Unknown stays unknown."""

from __future__ import annotations

from collections import Counter

from claimcheck.enrich.coref.lexicon import HONORIFICS, given_names, nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.tree import Sentence, Word

#: Third-person pronouns -> (number, gender).
PERSONAL = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("Sing", "Masc")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("Sing", "Fem")),
    **dict.fromkeys(("it", "its", "itself"), ("Sing", "Neut")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves", "themself"), ("Plur", "")),
}


def noun_gender(lemma: str) -> str:
    """Masc or Fem for a noun that says so: actress, father; "" for all others."""
    if lemma in nouns("woman"):
        return "Fem"
    return "Masc" if lemma in nouns("man") else ""


def learn_genders(discourse: Discourse) -> None:
    """Fill `discourse.genders` for every person. A title or noun beside the name outweighs the given name."""
    votes: dict[str, Counter[str]] = {}
    for index, row in discourse.phrases.items():
        sentence = discourse.sentences[index]
        for phrase in row:
            if phrase.sort != "person" or phrase.number == "Plur":
                continue
            vote = votes.setdefault(phrase.key, Counter())
            if phrase.kind == "noun":
                vote[noun_gender(sentence[phrase.head].lemma.lower())] += 3
                continue
            for word in _beside(sentence, phrase):
                vote[HONORIFICS.get(word.text.lower().rstrip("."), "") or noun_gender(word.lemma.lower())] += 3
    for key, vote in votes.items():
        vote.pop("", None)
        name = key.partition(":")[2] if key.startswith("person:") else ""
        gender = name_gender(name)
        if gender and " " in name:
            vote[gender] += 2
        elif gender:
            discourse.likely[key] = gender  # a lone word may be a surname
        if vote:
            (best, most), *rest = vote.most_common()
            if not rest or rest[0][1] < most:
                discourse.genders[key] = best


def name_gender(name: str) -> str:
    """Of a full name by its given name, of a lone word when it is a given name; "" when not known."""
    tokens = [t for t in name.replace(".", " ").split() if t.lower() not in HONORIFICS]
    for token in tokens[:2] if len(tokens) > 2 else tokens[:1]:
        gender = given_names().get(token) or given_names().get(token.split("-")[0])
        if gender:
            return gender
    return ""


def _beside(sentence: Sentence, phrase: Phrase) -> list[Word]:
    """The title before a name, and the noun that is in apposition to it or predicated of it."""
    first = min((i for i in phrase.words if sentence[i].span in phrase.span), default=phrase.head)
    words = []
    place = first - 1
    while place >= 1 and first - place <= 3 and sentence[place].upos in ("NOUN", "PROPN"):
        words.append(sentence[place])
        place -= 1
    if place >= 1 and first - place <= 2 and sentence[place].text == "." and place > 1:
        words.append(sentence[place - 1])  # Mr . Lee
    for index in sorted(phrase.words):
        word = sentence[index]
        words += [w for w in sentence.children(word, "appos") if w.upos == "NOUN" and not sentence.children(w, "conj")]
        head = sentence.head(word)
        if head is not None and head.upos == "NOUN" and word.relation == "nsubj" and sentence.children(head, "cop"):
            if not any(w.lemma == "not" for w in sentence.children(head, "advmod")):
                words.append(head)
        if head is not None and word.relation == "appos" and head.upos == "NOUN":
            words.append(head)
    return words


def agrees(discourse: Discourse, phrase: Phrase, number: str, gender: str) -> bool | None:
    """Does a mention agree with a pronoun? None: nothing is known for or against it."""
    if gender in ("Masc", "Fem"):
        if phrase.sort != "person" or phrase.number != "Sing":
            return False
        known = discourse.genders.get(phrase.key)
        return None if known is None else known == gender
    if gender == "Neut":
        return phrase.number == "Sing" and phrase.sort in ("organization", "location", "thing", "event")
    if phrase.number == "Plur":
        return phrase.sort != "time"
    return None if phrase.sort == "organization" else False
