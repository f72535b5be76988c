"""What a verb told, taken up by a noun: "the arrest" after "Police arrested Lee" is "the arrest of Lee".

The nouns and their verbs stand in `nominals.txt`. Linked only where one such verb is near, is not negated, and all that it was about can
be said; the noun must not have been introduced otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claimcheck.enrich.coref.lexicon import narrower
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, unsettled
from claimcheck.enrich.coref.syntax import phrase_words, subject_of
from claimcheck.enrich.coref.wording import content_words, name_of, readable
from claimcheck.tree import Sentence, Word

#: A verb further back is not taken up (sentences), unless the noun has taken it up in between.
REACH = 4
AGAIN = 12
#: Longer phrases make no readable text (words).
LONGEST = 10
LONGEST_INFINITIVE = 14
SHORT = 5

#: Before the noun, they speak of another one.
_OTHERS = frozenset(
    "other another different next last previous first second third fourth additional further latter former new earlier later similar".split()
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """How a noun names what a verb tells: by its object ("of", "on"), its subject ("by"), either ("in"), or an infinitive ("to")."""

    pattern: str
    verbs: frozenset[str]


@cache
def nominals() -> dict[str, Nominal]:
    """The nouns of `nominals.txt`."""
    found = {}
    for line in files(__package__).joinpath("nominals.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            noun, pattern, verbs = (part.strip() for part in line.split("|"))
            found[noun] = Nominal(pattern, frozenset(verbs.split()))
    return found


def told_by_verb(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None) -> Resolution | None:
    """ "the arrest", "this decision": what the only such verb before it told, as a noun phrase that says it."""
    if words is None:
        return None
    lemma = word.lemma.lower()
    nouns_for = (
        {lemma: nominals()[lemma]} if lemma in nominals() else {n: nominals()[n] for n in sorted(narrower(lemma)) if n in nominals()}
    )
    if not nouns_for or any(w.lemma.lower() in _OTHERS for w in words):
        return None
    again = _named_so(discourse, sentence, words, word)
    if again is not None:
        return again[0]
    found: dict[str, Phrase] = {}
    for index in range(max(0, sentence.index - REACH), sentence.index + 1):
        there = discourse.sentences[index]
        for verb in there.words:
            if index == sentence.index and (verb.index >= words[0].index or _below(sentence, word, verb)):
                continue
            noun = next((n for n, nominal in nouns_for.items() if verb.lemma.lower() in nominal.verbs), None)
            if verb.upos != "VERB" or noun is None or verb.relation in ("amod", "compound", "case"):
                continue
            bare = sentence.text_of(words[1:]) if noun == lemma else noun  # "the incident" is named: "the attack on …"
            text = None if _denied(there, verb) else _text(discourse, there, verb, nouns_for[noun].pattern, bare)
            for other in [t for t in found if text and content_words(t) <= content_words(text)]:
                del found[other]  # the headline's "attack on website of Acme" is "the attack on Acme's website"
            if not text or not any(content_words(text) <= content_words(t) for t in found):
                found[text or ""] = _happening(there, verb, text or "")
    if not found:
        return None
    if len(found) > 1 or "" in found:
        return unsettled(words, "told_by_verb", tuple(sorted(text for text in found if text)))
    ((text, happening),) = found.items()
    plural = word.feats.get("Number") == "Plur"
    if plural and not (lemma in nouns_for and nouns_for[lemma].pattern in ("of", "on") and happening.number == "Plur"):
        return None  # one verb for several
    discourse.names[happening.key] = text
    return Resolution(words, "told_by_verb", happening, text)


def _named_so(discourse: Discourse, sentence: Sentence, words: tuple[Word, ...], word: Word) -> tuple[Resolution | None] | None:
    """What an earlier mention of the noun says: the same happening again, or (None,) where another was introduced."""
    for phrase in discourse.before(sentence.index, words[0].index, AGAIN):
        there = discourse.sentences[phrase.sentence]
        if phrase.kind != "noun" or there[phrase.head].lemma.lower() != word.lemma.lower():
            continue
        if phrase.key.startswith("event:"):
            return (Resolution(words, "told_by_verb", phrase, discourse.names[phrase.key]),)
        if sentence.index - phrase.sentence <= REACH:
            return (None,)
    return None


def _below(sentence: Sentence, word: Word, verb: Word) -> bool:
    """Does the noun stand in what the verb itself says? Not in a clause beside it."""
    for above in (word, *sentence.ancestors(word)):
        if above == verb:
            return True
        if above.relation in ("conj", "parataxis"):
            return False
    return False


def _denied(sentence: Sentence, verb: Word) -> bool:
    above = sentence.head(verb)
    around = (verb, above) if above is not None and verb.relation == "xcomp" else (verb,)
    return any(
        w.lemma.lower() in ("not", "never", "no", "n't") or w.feats.get("Polarity") == "Neg" for v in around for w in sentence.children(v)
    )


def _happening(sentence: Sentence, verb: Word, text: str) -> Phrase:
    about = sentence.child(verb, "obj") or sentence.child(verb, "nsubj:pass")
    plural = about is not None and about.feats.get("Number") == "Plur"
    words = [verb] + ([about] if about is not None else [])
    return Phrase(
        sentence.index, verb.index, verb.index, frozenset({verb.index}), sentence.span_of(words), "noun", f"event:{sentence.index}:{verb.index}",
        text, "event", "Plur" if plural else "Sing", "modifier",
    )  # fmt: skip


def _text(discourse: Discourse, sentence: Sentence, verb: Word, pattern: str, bare: str) -> str | None:
    """The noun phrase; None where a part of it cannot be said."""
    if pattern == "to":
        return _to_do(discourse, sentence, verb, bare)
    about = sentence.child(verb, "obj") or sentence.child(verb, "nsubj:pass")
    if pattern in ("by", "in"):
        about = sentence.child(verb, "obj") if pattern == "in" else None
        about = about or subject_of(sentence, verb)
    said = _said(discourse, sentence, about) if about is not None else None
    if said is None or pattern in ("by", "in"):
        return f"the {bare} {'of' if pattern == 'by' else pattern} {said}" if said else None
    agent = sentence.child(verb, "obl:agent") if sentence.children(verb, "nsubj:pass") else sentence.child(verb, "nsubj")
    doer = _said(discourse, sentence, agent) if agent is not None and agent != about else None
    return f"the {bare} {pattern} {said}" + (f" by {doer}" if doer and len(doer.split()) <= SHORT else "")


def _to_do(discourse: Discourse, sentence: Sentence, verb: Word, bare: str) -> str | None:
    """ "the decision by the council to close the school" """
    below = sentence.child(verb, "xcomp")
    mark = sentence.child(below, "mark") if below is not None else None
    if below is None or mark is None or mark.lemma != "to":
        return None
    words = sentence.subtree(below, without=("advcl", "parataxis", "ccomp", "punct", "conj", "cc"))
    if [w.index for w in words] != list(range(mark.index, mark.index + len(words))) or len(words) > LONGEST_INFINITIVE:
        return None
    infinitive = readable(discourse, sentence, words, sentence.text_of(words))
    if infinitive is None or any(w.upos == "PRON" and w.feats.get("Person") is None for w in words):
        return None
    if any(w.deprel.endswith(":pass") for w in sentence.children(verb)):
        return f"the {bare} {infinitive}"
    subject = subject_of(sentence, verb)
    said = _said(discourse, sentence, subject) if subject is not None else None
    return f"the {bare} by {said} {infinitive}" if said else None


def _said(discourse: Discourse, sentence: Sentence, noun: Word) -> str | None:
    """Who or what, so that it can be said elsewhere."""
    if noun.upos == "PRON":
        reading = discourse.readings.get(noun.span)
        return reading[:1].lower() + reading[1:] if reading and noun.index == 1 and reading.startswith("The ") else reading
    row = [p for p in discourse.phrases.get(sentence.index, ()) if noun.index in (p.anchor, p.head)]
    joined = bool(sentence.children(noun, "conj"))
    fitting = [p for p in row if (p.kind == "group" and p.text) == joined and (p.kind == "group" or p.kind == "name")]
    if fitting:
        return name_of(discourse, fitting[0])
    if joined or noun.upos not in ("NOUN", "PROPN"):
        return None
    words = phrase_words(sentence, noun)
    if len(words) > LONGEST:
        words = tuple(w for w in words if w.index <= noun.index)
    reading = discourse.readings.get(sentence.span_of(words))
    if reading is not None:
        return reading[:1].lower() + reading[1:] if reading.startswith("The ") else reading
    text = readable(discourse, sentence, words, sentence.text_of(words))
    if text is None or any(w.text.lower() in ("this", "that", "these", "those", "no") for w in words):
        return None
    named = any(words[0].index in mention.words for mention in sentence.mentions)
    return text[:1].lower() + text[1:] if words[0].index == 1 and not named and not words[0].text.isupper() else text
