"""For whom a spokesperson speaks: "we" in the quotation, and "the department" in what is reported, is that body."""

from __future__ import annotations

from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution
from claimcheck.enrich.coref.titles import normal
from claimcheck.tree import Sentence, Word

_SPEAKING = frozenset("spokesman spokeswoman spokesperson spokespeople ceo".split())


def spoken_for(discourse: Discourse) -> dict[str, Phrase]:
    """The one body for which each named person speaks, by the person's key: "Fox spokesman Ann Lee", "Ann Lee, a spokeswoman for Fox"."""
    found: dict[str, dict[str, Phrase]] = {}
    for index in sorted(discourse.phrases):
        sentence, row = discourse.sentences[index], discourse.phrases[index]
        bodies = [p for p in row if p.kind == "name" and p.sort == "organization"]
        for person in (p for p in row if p.kind == "name" and p.sort == "person"):
            for body in bodies:
                if _speaks_for(sentence, person, body):
                    found.setdefault(person.key, {})[body.key] = body
    return {key: next(iter(bodies.values())) for key, bodies in found.items() if len(bodies) == 1}


def _speaks_for(sentence: Sentence, person: Phrase, body: Phrase) -> bool:
    first, last = (min(i for i in person.words if sentence[i].span.overlaps(person.span)), person.head)
    own, end = (min(i for i in body.words if sentence[i].span.overlaps(body.span)), body.head)
    if end < first:
        between = sentence.words[end : first - 1]  # Fox spokesman Ann Lee
    elif last < own:
        between = sentence.words[last : own - 1]  # Ann Lee, a spokeswoman for Fox
        if not between or between[-1].text.lower() not in ("for", "of", "the") or between[0].text != ",":
            return False
    else:
        return False
    plain = [w for w in between if w.upos not in ("PUNCT", "DET", "ADP", "PART")]
    return (
        0 < len(plain) <= 3
        and any(w.lemma.lower() in _SPEAKING for w in plain)
        and all(w.upos in ("NOUN", "PROPN", "ADJ") for w in plain)
        and (end > first or not any(w.upos in ("PUNCT", "ADP") for w in between))
    )


def body_spoken_for(
    discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None, bodies: dict[str, Phrase]
) -> Resolution | None:
    """ "the department" in what a spokesperson is reported to say: the body for which they speak."""
    lemma = word.lemma.lower()
    if not bodies or words is None or len(words) != 2 or lemma not in nouns("group") or word.feats.get("Number") == "Plur":
        return None
    for said in discourse.attributions:
        if said.source_span is None or not any(word.span in span for span in said.content):
            continue
        for index in discourse.sentences_at(said.source_span):
            for phrase in discourse.phrases.get(index, ()):
                body = bodies.get(phrase.key)
                if body is not None and phrase.span.overlaps(said.source_span) and _can_be(discourse, body, lemma):
                    return Resolution(words, "spoken_for", body)
    return None


def _can_be(discourse: Discourse, body: Phrase, lemma: str) -> bool:
    """Can the body be called that? Not where its name says another noun: a ministry is no company."""
    own = {normal(t) for t in discourse.names.get(body.key, body.text).split()} & nouns("group")
    return not own or lemma in own or lemma == "organisation" or lemma == "organization"
