"""Definite descriptions: "the minister", "the company", "the country", "the call". Linked only when one mention fits."""

from __future__ import annotations

from dataclasses import replace

from claimcheck.enrich.coref.groups import subject_names
from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.enrich.coref.titles import Title, fits, modifiers_of
from claimcheck.enrich.coref.wording import content_words, definite, listed, name_of, readable, takes_article
from claimcheck.tree import Sentence, Word, kept

_LIGHT = frozenset({"hold", "have", "make", "conduct", "take", "begin", "start", "end", "conclude", "complete", "finish"})
_EVENTS = ("event", "text", "meeting", "attack", "war", "agreement")
_COMPLEMENTS = ("nmod", "acl", "acl:relcl", "appos", "flat", "conj", "nummod")


def described(sentence: Sentence, word: Word) -> tuple[Word, ...] | None:
    """The words of "the N" or "this N" with at most adjectives and nouns before it; None for anything that says more."""
    if word.upos != "NOUN" or word.relation in ("compound", "flat", "fixed", "appos", "vocative") or word.deprel == "nmod:desc":
        return None
    children = sentence.children(word)
    if any(w.deprel in _COMPLEMENTS or w.relation in _COMPLEMENTS for w in children) or any(w.upos == "PROPN" for w in children):
        return None
    if sentence.children(word, "cop"):
        return None
    articles = [w for w in sentence.children(word, "det") if w.text.lower() in ("the", "this", "that", "these", "those")]
    if len(articles) != 1 or sentence.children(word, "det:predet"):
        return None
    words = tuple(w for w in phrase_words(sentence, word) if w.index >= articles[0].index)
    if not words or words[0] != articles[0] or words[-1] != word:
        return None
    if any(w.upos in ("NUM", "PROPN", "PRON") or w.feats.get("Degree") == "Sup" or w.feats.get("NumType") == "Ord" for w in words):
        return None
    return None if told_behind(sentence, word) else words


@kept
def told_behind(sentence: Sentence, word: Word) -> bool:
    """ "the director of the museum in Bonn": a place or owner right behind, wherever the parser has hung it, may tell which one."""
    # director -nmod-> museum, director -nmod-> Bonn -case-> in
    above = sentence.head(word)
    if above is None or word.relation != "nmod" or word.index == len(sentence.words):
        return False
    after = sentence[word.index + 1]
    noun = sentence.head(after)
    return after.relation == "case" and after.lemma in ("in", "of", "at", "near") and noun is not None and noun.head == above.index


def office_holder(
    discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None, titles: dict[str, set[Title]]
) -> Resolution | None:
    """ "the defence minister": the one named person who was introduced as that. `words`: what `described` says of the word."""
    lemma = word.lemma.lower()
    if not (lemma in nouns("title") or lemma in nouns("person")) or word.feats.get("Number") == "Plur":
        return None
    full = words is None
    if words is None:
        words = _office(sentence, word)
    if words is None:
        return None
    wanted = Title(lemma, modifiers_of(words, word))
    before = [p for p in discourse.before(sentence.index, word.index, sentence.index) if p.kind == "name" and p.sort == "person"]
    latest: dict[str, Phrase] = {}
    for phrase in before:
        if phrase.key not in latest and any(fits(wanted, t) for t in titles.get(phrase.key, ())):
            latest[phrase.key] = phrase
    speaker = discourse.speaker(discourse.zone(word.span))
    latest.pop(speaker or "", None)
    found = _one_of(discourse, sentence, words, "office_holder", list(latest.values()), lemma)
    if found is None or not full:
        return found
    return replace(found, emit=False) if found.antecedent is not None else None


def _office(sentence: Sentence, word: Word) -> tuple[Word, ...] | None:
    """ "the US Secretary of Defence": says who by itself, and is known for the pronouns after it."""
    if word.relation in ("compound", "flat", "appos", "fixed", "nmod:desc") or sentence.children(
        word, "flat", "appos", "cop", "conj", "acl", "nummod"
    ):
        return None
    if not any(w.text.lower() == "the" for w in sentence.children(word, "det")):
        return None
    words = phrase_words(sentence, word)
    for place, part in enumerate(words):
        if part.index > word.index and part.upos == "ADP" and part.lemma != "of":
            words = words[:place]  # "for his work" may hang on the verb
            break
    return words if any(w.upos == "PROPN" for w in words) else None


def _one_of(
    discourse: Discourse, sentence: Sentence, words: tuple[Word, ...], rule: str, fitting: list[Phrase], lemma: str
) -> Resolution | None:
    """The only one that fits; or the only one near, when all others are far. An unnamed one in between unsettles."""
    if not fitting:
        return None
    near = [p for p in fitting if sentence.index - p.sentence <= 2]
    far = [p for p in fitting if sentence.index - p.sentence > 5]
    best = fitting[0] if len(fitting) == 1 else near[0] if len(near) == 1 and len(near) + len(far) == len(fitting) else None
    if best is None:
        return unsettled(words, rule, names_of(discourse, fitting))
    for phrase in discourse.before(sentence.index, words[-1].index, sentence.index):
        if phrase.place <= best.place:
            continue
        head = discourse.sentences[phrase.sentence][phrase.head]
        indefinite = any(w.text.lower() in ("a", "an", "another") for w in discourse.sentences[phrase.sentence].children(head, "det"))
        if phrase.kind == "noun" and phrase.key.startswith("noun:") and indefinite and head.lemma.lower() == lemma:
            return unsettled(words, rule, (name_of(discourse, best), definite(discourse.sentences[phrase.sentence], head)))
    return Resolution(words, rule, best)


def named_body(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None) -> Resolution | None:
    """ "the ministry" for the Ministry of Defence: the noun is part of one name."""
    lemma = word.lemma.lower()
    if words is None or word.feats.get("Number") == "Plur" or not (lemma in nouns("group") or lemma in nouns("place")):
        return None
    wanted = modifiers_of(words, word)
    sorts = {"organization", "location", "thing"}
    fitting: dict[str, Phrase] = {}
    for phrase in discourse.before(sentence.index, word.index, sentence.index):
        if phrase.kind != "name" or phrase.sort not in sorts or phrase.key in fitting:
            continue
        tokens = [t.lower() for t in discourse.names.get(phrase.key, "").split()]
        if len(tokens) > 1 and head_of_name(tokens) == lemma and wanted <= set(tokens):
            fitting[phrase.key] = phrase
    found = _one_of(discourse, sentence, words, "named_body", list(fitting.values()), lemma)
    if found is not None or lemma not in nouns("company") or wanted:
        return found
    return _company(discourse, sentence, words, lemma)


def head_of_name(tokens: list[str]) -> str:
    """The noun of a name in lower case. Ministry of Defence: ministry; Environmental Protection Agency: agency."""
    for place, token in enumerate(tokens):
        if token in ("of", "for", "in", "on", "at", "and") and place:
            return tokens[place - 1]
    return tokens[-1]


_PUBLIC = frozenset(
    """ministry department agency council committee commission court parliament congress senate police army navy government university united nations
    union party church house office museum school hospital league authority institute supreme""".split()
)


def _company(discourse: Discourse, sentence: Sentence, words: tuple[Word, ...], lemma: str) -> Resolution | None:
    """ "the company": the only private body named in this sentence and the two before."""
    near: dict[str, Phrase] = {}
    for phrase in discourse.before(sentence.index, words[0].index, 2):
        tokens = {t.lower() for t in discourse.names.get(phrase.key, "").split()}
        if phrase.sort == "organization" and phrase.kind in ("name", "noun", "pronoun") and phrase.key.startswith("organization:"):
            several = takes_article(discourse, phrase.key) and discourse.names.get(phrase.key, "").endswith("s")  # "the Land Guardians"
            if not tokens & _PUBLIC and not several:
                near.setdefault(phrase.key, phrase)
    if len(near) == 1:
        return _one_of(discourse, sentence, words, "named_body", list(near.values()), lemma)
    return unsettled(words, "named_body", names_of(discourse, list(near.values()))) if near else None


def country_noun(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None) -> Resolution | None:
    """ "the country": the only country named in this sentence and the one before, else in the four before; "that country": in this."""
    if words is None or word.lemma.lower() not in ("country", "nation") or word.feats.get("Number") == "Plur" or len(words) != 2:
        return None
    for window in (0,) if words[0].text.lower() == "that" else (0, 1, 4):
        near: dict[str, Phrase] = {}
        for phrase in discourse.before(sentence.index, words[0].index, window):
            if phrase.country and phrase.kind != "group":
                near.setdefault(phrase.key, phrase)
        if len(near) == 1:
            return Resolution(words, "country_noun", next(iter(near.values())))
        if near:
            return unsettled(words, "country_noun", names_of(discourse, list(near.values())))
    return None


def event_again(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None) -> Resolution | None:
    """ "the call": an event or paper that was introduced with a fuller phrase, and no other of its kind since."""
    lemma = word.lemma.lower()
    if words is None or not any(lemma in nouns(kind) for kind in _EVENTS):
        return None
    if any(w.text.lower() in PAST for w in words):
        return None  # "up from 27 percent in the previous election"
    wanted = modifiers_of(words, word) - HOLLOW
    fuller: dict[str, Phrase] = {}
    for phrase in discourse.before(sentence.index, words[0].index, sentence.index):
        there = discourse.sentences[phrase.sentence]
        head = there[phrase.head]
        if (
            phrase.kind != "noun"
            or head.lemma.lower() != lemma
            or phrase.number != ("Plur" if word.feats.get("Number") == "Plur" else "Sing")
        ):
            continue
        said = _content(there, head)
        if any(w.text.lower() in PAST for w in there.children(head, "amod", "det")):
            continue
        if any(_of_the_verb(sentence, word, other) for other in said - wanted):
            continue  # "boycotted the meeting" tells of the boycotted meeting
        if wanted < said and not (there.slice(phrase.span).lower().startswith(("any ", "no ", "every ", "each ", "some "))):
            fuller[phrase.key] = phrase
    fuller = _without_same(discourse, fuller)
    if len(fuller) != 1:
        return unsettled(words, "event_again", _introductions(discourse, list(fuller.values()))) if fuller else None
    (intro,) = fuller.values()
    if sentence.index - intro.sentence > 15 or _told_since(discourse, intro, sentence, lemma):
        return None
    text = event_text(discourse, intro)
    return Resolution(words, "event_again", intro, text) if text else None


def _without_same(discourse: Discourse, fuller: dict[str, Phrase]) -> dict[str, Phrase]:
    """Without mentions with "the" that say of it only what the first says: "the attack on the firm" after "an attack on Acme"."""
    ordered = sorted(fuller.values(), key=lambda p: p.place)
    if len(ordered) < 2:
        return fuller
    first = ordered[0]
    told = _told(discourse, first)
    same = [p for p in ordered[1:] if discourse.sentences[p.sentence].slice(p.span).lower().startswith(("the ", "this ", "that "))]
    same = [p for p in same if _told(discourse, p) <= told]
    return {key: phrase for key, phrase in fuller.items() if phrase not in same}


def _told(discourse: Discourse, phrase: Phrase) -> frozenset[str]:
    """The content words of a mention, with what its descriptions and pronouns stand for."""
    sentence = discourse.sentences[phrase.sentence]
    text, end = "", phrase.span.start
    for span, reading in sorted(discourse.readings.items()):
        if span in phrase.span and span.start >= end and span != phrase.span:
            text, end = text + sentence.text[end - sentence.start : span.start - sentence.start] + reading, span.end
    text += sentence.text[end - sentence.start : phrase.span.end - sentence.start]
    return content_words(text) - HOLLOW


def _of_the_verb(sentence: Sentence, word: Word, modifier: str) -> bool:
    """Is the modifier the participle of the verb that the word stands with?"""
    verb = sentence.head(word)
    return verb is not None and verb.upos == "VERB" and len(verb.lemma) > 3 and modifier.startswith(verb.lemma[:5].lower())


def _told_since(discourse: Discourse, intro: Phrase, sentence: Sentence, lemma: str) -> bool:
    """Has a verb told of another such event in between? "The ministers met. … In the meeting": not the earlier meeting."""
    stem = lemma.removesuffix("ing").removesuffix("ment").removesuffix("ion")[:5]
    for index in range(intro.sentence, sentence.index):
        for word in discourse.sentences[index].words:
            after = index > intro.sentence or word.index > intro.head
            if after and word.upos == "VERB" and word.deprel != "amod" and len(stem) > 2 and word.lemma.lower().startswith(stem):
                return True
    return False


def _introductions(discourse: Discourse, phrases: list[Phrase]) -> tuple[str, ...]:
    ordered = sorted(phrases, key=lambda p: p.place)
    return tuple(definite(discourse.sentences[p.sentence], discourse.sentences[p.sentence][p.head]) for p in ordered)[:4]


#: Adjectives that say nothing about which one.
HOLLOW = frozenset(
    """particular same whole entire very current present said new latest recent aforementioned actual own certain specific following above such other
    different next last previous first second third more most many several additional further total initial original various
    similar possible good great big small large major important""".split()
)


#: Of what is told so, "the election" is not another mention.
PAST = frozenset("previous last next other past earlier future".split())


def _content(sentence: Sentence, head: Word) -> frozenset[str]:
    return modifiers_of(phrase_words(sentence, head), head) - HOLLOW


def event_text(discourse: Discourse, intro: Phrase) -> str | None:
    """The event with those who took part: "the telephone call between Ann Lee and Bob Ray" after "Lee held a call with Ray"."""
    sentence = discourse.sentences[intro.sentence]
    head = sentence[intro.head]
    verb = sentence.head(head)
    if head.lemma.lower() in nouns("meeting") and head.relation == "obj" and verb is not None and verb.lemma in _LIGHT:
        names = [p for p in discourse.phrases.get(sentence.index, ()) if p.kind == "name"]
        others = []
        for phrase in names:
            anchor = sentence[phrase.anchor]
            case = sentence.child(anchor, "case")
            if anchor.head in (head.index, verb.index) and case is not None and case.lemma == "with":
                others.append(phrase)
        subjects = [
            p for p in subject_names(discourse, sentence, verb) if p.kind == "name" and p.sort in ("person", "location", "organization")
        ]
        if len(others) == 1 and subjects and subjects[0].key != others[0].key:
            bare = " ".join(w.text for w in phrase_words(sentence, head) if w.index <= head.index and w.upos not in ("DET", "PUNCT"))
            return f"the {bare} between {listed([name_of(discourse, subjects[0]), name_of(discourse, others[0])])}"
    words = phrase_words(sentence, head)
    return readable(discourse, sentence, words, definite(sentence, head))


def short_name(discourse: Discourse, sentence: Sentence, phrase: Phrase) -> Resolution | None:
    """A surname or initials: the full name, where the document gives it."""
    shown = sentence.slice(phrase.span)
    full = discourse.names.get(phrase.key, "")
    plain = " ".join(shown.split())
    if phrase.kind != "name" or plain == full or phrase.country or len(full.split()) < 2 or plain.lower() == full.lower():
        return None
    if len(plain.split()) == len(full.split()) and plain.isascii() != full.isascii():
        return None  # written without its accents
    if phrase.sort not in ("person", "organization"):
        return None
    words = tuple(w for w in sentence.overlapping(phrase.span) if w.lemma != "'s")
    if not words:
        return None
    first = words[0].index
    after = sentence.text[phrase.span.end - sentence.start :].lstrip()
    if full.startswith(plain) and after.startswith(full[len(plain) :].strip()):
        return None  # the rest of the name follows: the tagger saw a part of it
    if phrase.sort == "organization" and (first > 1 and sentence[first - 1].text == "(" or not plain.isupper()):
        return None
    return Resolution(words, "short_name", phrase, full)
