"""Things taken up again by their noun: "the video" after "a promotional video", "the site" after "the firm's website".

What may be meant is collected by noun: phrases with the same noun or a synonym, names that end in it ("the Dalton Memorial": "the
memorial"), and named things of which it was said ("the browser Fox", "Fox is a browser"). Phrases of which one says no more than the
other are taken as one thing. Linked only when one thing is left.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.enrich.coref.descriptions import HOLLOW, PAST, head_of_name, told_behind
from claimcheck.enrich.coref.lexicon import narrower, nouns, synonyms
from claimcheck.enrich.coref.mentions import FARTHEST, Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.syntax import ARGUMENTS, clause_of, phrase_words
from claimcheck.enrich.coref.titles import SHIFTING, Title, modifiers_of
from claimcheck.enrich.coref.wording import content_words, definite, name_of, readable
from claimcheck.tree import Sentence, Word

#: Nothing is taken up from further back, unless it was mentioned in between (sentences).
REACH = 12

#: And a more general noun ("the event") not from further than this.
NEAR = 3

#: A phrase of more words is cut behind its noun.
LONGEST = 8

_POINTING = frozenset({"the", "this", "that", "these", "those"})
_NEW = frozenset({"a", "an", "another", "one"})
_NO_ONE = frozenset("any no every each some all most many several few both either neither such what which whatever".split())
#: Taken up, they are whatever stands around.
_VAGUE = frozenset(
    "area side end scene rest front background spot place space ground surface environment situation world internet web media".split()
)
#: They tell one from another of its kind.
_OTHERS = frozenset("other another different next last previous first second third additional further latter former rest".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """What may be meant: its mentions, and all that they say of it."""

    mentions: tuple[Phrase, ...]
    content: frozenset[str]
    named: bool

    @property
    def last(self) -> Phrase:
        return max(self.mentions, key=lambda p: p.place)

    @property
    def first(self) -> Phrase:
        return min(self.mentions, key=lambda p: p.place)


def kinds_of(discourse: Discourse) -> dict[str, set[Title]]:
    """What is said of every named thing, body or place, by key: "the browser Fox", "Fox, a browser", "Fox is a browser"."""
    found: dict[str, set[Title]] = {}
    for index in sorted(discourse.phrases):
        sentence = discourse.sentences[index]
        for phrase in discourse.phrases[index]:
            if phrase.kind == "name" and phrase.sort in ("organization", "location", "thing"):
                found.setdefault(phrase.key, set()).update(_said_of(sentence, phrase))
    return found


def _said_of(sentence: Sentence, phrase: Phrase) -> list[Title]:
    found = []
    inside = {i for i in phrase.words if sentence[i].span.overlaps(phrase.span)}
    for index in sorted(phrase.words):
        word = sentence[index]
        heads = list(sentence.children(word, "appos"))
        above = sentence.head(word)
        if above is not None and above.index not in inside:
            # Fox <-appos- browser; browser -flat-> Fox, side by side; Fox <-nsubj- browser -cop-> is
            beside = above.index in (min(inside, default=0) - 1, min(inside, default=0) - 2)
            if word.relation == "appos" or beside and (word.relation == "flat" or word.deprel == "nmod:desc"):
                heads.append(above)
            if word.relation == "nsubj" and sentence.children(above, "cop"):
                if not any(w.lemma in ("not", "never") for w in sentence.children(above)):
                    heads.append(above)
        heads += [
            w for w in sentence.children(word, "nmod:desc", "compound") if w.index not in inside and w.index == min(inside, default=0) - 1
        ]
        for head in heads:
            happens = any(head.lemma.lower() in nouns(kind) for kind in ("event", "meeting", "time")) and phrase.sort != "thing"
            if head.upos == "NOUN" and head.feats.get("Number") != "Plur" and head.index not in inside and not happens:
                found.append(Title(head.lemma.lower(), modifiers_of(phrase_words(sentence, head), head)))
    return found


def nouns_of(discourse: Discourse, kinds: dict[str, set[Title]]) -> dict[str, list[str]]:
    """The keys of the named by the nouns that can take them up: that in which their name ends, and what was said of them (`kinds`)."""
    found: dict[str, list[str]] = {}
    for key in discourse.named:
        tokens = [t.lower() for t in discourse.names.get(key, "").split()]
        nouns_for = {t.noun for t in kinds.get(key, ())} | ({head_of_name(tokens)} if len(tokens) > 1 else set())
        for noun in nouns_for:
            found.setdefault(noun, []).append(key)
    return found


def noun_again(
    discourse: Discourse, sentence: Sentence, word: Word, kinds: dict[str, set[Title]], named: dict[str, list[str]]
) -> Resolution | None:
    """ "the video", "this process": the one thing of that noun that was introduced with more words."""
    words = _description(sentence, word)
    lemma = word.lemma.lower()
    if words is None or any(lemma in nouns(kind) for kind in ("time", "abstract", "people", "country")) or lemma in _VAGUE:
        return None
    told = modifiers_of(words, word)
    if told & _OTHERS:
        return None
    measured = _measure(words)
    wanted = modifiers_of(tuple(w for w in words if w not in measured), word) - HOLLOW
    found = _fitting(discourse, sentence, word, words, synonyms(lemma), kinds, named)
    fitting = [t for t in found if wanted <= t.content and (told & SHIFTING) - HOLLOW == t.content & SHIFTING]
    wider = not wanted and bool(narrower(lemma)) and not any(t.named or any(_introduces(discourse, p) for p in t.mentions) for t in found)
    if wider:
        fitting = _fitting(discourse, sentence, word, words, narrower(lemma) | {lemma}, kinds, named)
    if not fitting:
        return None
    near = [t for t in fitting if sentence.index - t.last.sentence <= 1]
    far = [t for t in fitting if sentence.index - t.last.sentence > 4]
    best = fitting[0] if len(fitting) == 1 else near[0] if len(near) == 1 and len(near) + len(far) == len(fitting) and not wider else None
    if best is None:
        return unsettled(words, "noun_again", _shown(discourse, fitting))
    if sentence.index - best.last.sentence > (NEAR if wider else REACH) or best.last.key.startswith("person:"):
        return None
    if best.named:
        return _name_again(discourse, sentence, word, words, next(p for p in reversed(best.mentions) if not p.key.startswith("noun:")))
    if not (best.content - wanted or wider):
        return None
    fullest = _fullest(discourse, best)
    text = _short(discourse, fullest)
    if text is None:
        return None
    if measured and text.startswith("the "):
        text = f"the {sentence.text_of(measured)} {text[4:]}"  # says more of it, too
    same = content_words(text) <= content_words(sentence.text_of(words))  # "the Ulm gallery" for "Ulm's gallery"
    lost = {w.text.lower() for w in words[1:-1] if w.lemma.lower() in wanted} - set(
        text.lower().replace("’s", "").replace("'s", "").split()
    )
    return Resolution(words, "noun_again", fullest, text, emit=not lost and not same)


def _name_again(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...], phrase: Phrase) -> Resolution | None:
    """The name of what the noun takes up. What is only said of it must be said of the last such name: others may be the like."""
    text, lemma = name_of(discourse, phrase), word.lemma.lower()
    if lemma in (t.lower() for t in text.split()):
        common = not any(lemma in nouns(kind) for kind in ("group", "place"))
        if common and not text.startswith("the ") and "'s " not in text and "’s " not in text:
            text = f"the {text}"  # "the Honey Fair": called by its noun, it has an article
    elif head_of_name(text.lower().split()) not in synonyms(lemma) | narrower(lemma):
        names = [p for p in discourse.before(sentence.index, words[0].index, REACH) if p.kind == "name" and p.sort == phrase.sort]
        if names and max(names, key=lambda p: p.place).key != phrase.key:
            return None
    known = any(w.upos == "PROPN" for w in words) or content_words(text) <= content_words(sentence.text_of(words))
    return Resolution(words, "noun_again", phrase, text, emit=not known)


def _fitting(
    discourse: Discourse,
    sentence: Sentence,
    word: Word,
    words: tuple[Word, ...],
    lemmas: frozenset[str],
    kinds: dict[str, set[Title]],
    named_by: dict[str, list[str]],
) -> list[Thing]:
    """Everything that one of the nouns names and that was mentioned before, in the order of the text; phrases that may mean the same are one."""
    found: list[Thing] = []
    mine = {w.index for w in words}
    number = "Plur" if word.feats.get("Number") == "Plur" else "Sing"
    for phrase in _called(discourse, sentence, words[0].index, lemmas, named_by):
        there = discourse.sentences[phrase.sentence]
        if phrase.sentence == sentence.index and (phrase.words & mine or _apart(sentence, word, phrase)):
            continue
        content = _content_of(discourse, there, phrase, lemmas, number, kinds)
        if content is None:
            continue
        named = phrase.kind == "name" or not phrase.key.startswith("noun:")
        for place, thing in enumerate(found):
            if _same(discourse, thing, phrase, content) or (not content and len(found) == 1 and _pointed(there, phrase)):
                found[place] = Thing((*thing.mentions, phrase), thing.content | content, thing.named or named)
                break
        else:
            found.append(Thing((phrase,), content, named))
    return [t for t in found if t.named or any(_introduces(discourse, p) for p in t.mentions) or len(found) > 1]


def _called(discourse: Discourse, sentence: Sentence, before: int, lemmas: frozenset[str], named_by: dict[str, list[str]]) -> list[Phrase]:
    """Mentions before a word that one of the nouns can take up, the farthest sentence first, from right to left inside each."""
    keys = dict.fromkeys(key for lemma in lemmas for key in named_by.get(lemma, ()))
    called = [p for lemma in lemmas for p in discourse.by_lemma.get(lemma, ()) if p.kind == "noun"]
    called += [p for key in keys for p in discourse.named[key]]
    first = sentence.index - FARTHEST
    near = [p for p in called if first <= p.sentence < sentence.index or p.sentence == sentence.index and p.head < before]
    return sorted(near, key=lambda p: (p.sentence, -p.head))


def _measure(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """ "131-page", "43-year-old": a number with what is written onto it."""
    found: list[Word] = []
    for word in words:
        if found and word.start == found[-1].end and (word.text in ("-", "‑", "–") or found[-1].text in ("-", "‑", "–")):
            found.append(word)
        elif not found and word.text[:1].isdigit():
            found.append(word)
    return tuple(found) if len(found) > 1 or found and "-" in found[0].text else ()


def _description(sentence: Sentence, word: Word) -> tuple[Word, ...] | None:
    """The words of "the N" with what stands before N; None for what says more behind it, or counts."""
    if word.upos not in ("NOUN", "PROPN") or word.text[:1].isupper() and word.index > 1:
        return None
    if word.relation in ("compound", "flat", "fixed", "appos", "vocative") or word.deprel == "nmod:desc":
        return None
    children = sentence.children(word)
    if any(w.relation in ("acl", "nmod", "appos", "flat", "conj", "cop") for w in children):
        return None
    articles = [w for w in sentence.children(word, "det") if w.text.lower() in _POINTING]
    if len(articles) != 1 or sentence.children(word, "det:predet"):
        return None
    words = tuple(w for w in phrase_words(sentence, word) if w.index >= articles[0].index)
    if not words or words[0] != articles[0] or words[-1] != word:
        return None
    measured = _measure(words)
    if any(
        w.upos == "PRON" or (w.upos == "NUM" and w not in measured) or w.feats.get("Degree") == "Sup" or w.feats.get("NumType") == "Ord"
        for w in words
    ):
        return None
    return None if told_behind(sentence, word) else words


def _content_of(
    discourse: Discourse, there: Sentence, phrase: Phrase, lemmas: frozenset[str], number: str, kinds: dict[str, set[Title]]
) -> frozenset[str] | None:
    """What a mention says of a thing of that noun; None: it is no such thing."""
    if phrase.kind == "name":
        if number == "Plur" or phrase.sort not in ("organization", "location", "thing"):
            return None
        tokens = [t.lower() for t in discourse.names.get(phrase.key, "").split()]
        said = [t for t in kinds.get(phrase.key, ()) if t.noun in lemmas]
        if len(tokens) > 1 and head_of_name(tokens) in lemmas or said:
            return frozenset(tokens) | frozenset(m for t in said for m in t.modifiers)
        return None
    if phrase.kind != "noun" or phrase.number != number:
        return None
    head = there[phrase.head]
    if head.lemma.lower() not in lemmas:
        return None
    if phrase.country or any(w.text.lower() in _NO_ONE | PAST for w in there.children(head, "det", "amod")):
        return None
    whole = there.subtree(head, without=("appos", "parataxis", "conj", "cc", "acl:relcl", "advcl"))
    measured = _measure(whole)
    return frozenset(m for m in modifiers_of(tuple(w for w in whole if w not in measured), head) - HOLLOW if m not in nouns("time"))


def _same(discourse: Discourse, thing: Thing, phrase: Phrase, content: frozenset[str]) -> bool:
    """May a further mention mean the same thing? Not what "a" or "another" introduces."""
    if any(p.key == phrase.key for p in thing.mentions):
        return True
    there = discourse.sentences[phrase.sentence]
    if any(w.text.lower() in _NEW for w in there.children(there[phrase.head], "det", "nummod")):
        return _headline(discourse, thing)
    if content and thing.content:
        return content <= thing.content or thing.content <= content and (phrase.kind == "name" or _pointed(there, phrase))
    return not content and not thing.content


def _headline(discourse: Discourse, thing: Thing) -> bool:
    """Has only the headline, a first line without a full stop, told of it before?"""
    first = discourse.sentences[0]
    alone = len(discourse.sentences) > 1 and first.block != discourse.sentences[1].block and first.words[-1].upos != "PUNCT"
    return alone and thing.last.sentence == 0 and not first.children(first[thing.last.head], "det")


def _pointed(sentence: Sentence, phrase: Phrase) -> bool:
    return any(w.text.lower() in _POINTING for w in sentence.children(sentence[phrase.head], "det")) or any(
        sentence.children(sentence[phrase.head], "nmod:poss")
    )


def _introduces(discourse: Discourse, phrase: Phrase) -> bool:
    if phrase.kind != "noun" or not phrase.key.startswith("noun:"):
        return phrase.kind == "name"
    sentence = discourse.sentences[phrase.sentence]
    head = sentence[phrase.head]
    below = sentence.children(head)
    article = any(w.text.lower() in (*_NEW, *_POINTING) for w in below)
    return (
        any(w.text.lower() in _NEW for w in below)
        or any(w.deprel == "nmod:poss" and w.upos in ("NOUN", "PROPN") for w in below)
        or phrase.number == "Plur"
        and any(w.relation == "nummod" for w in below)
        or article
        and any(w.upos == "PROPN" for w in phrase_words(sentence, head) if w != head)
        or article
        and any(w.relation == "nmod" and w.index > head.index for w in below)
    )


def _fullest(discourse: Discourse, thing: Thing) -> Phrase:
    """The mention that introduces it with most words, the first among equals."""
    intro = [p for p in thing.mentions if p.key.startswith("noun:") and _introduces(discourse, p)] or list(thing.mentions)
    return min(
        intro,
        key=lambda p: (-min(len(phrase_words(discourse.sentences[p.sentence], discourse.sentences[p.sentence][p.head])), LONGEST), p.place),
    )


def _short(discourse: Discourse, phrase: Phrase) -> str | None:
    """The phrase as it is taken up, without what makes it long; None when that leaves an open pronoun or the noun alone."""
    if not phrase.key.startswith("noun:"):
        return name_of(discourse, phrase)
    sentence, head = discourse.noun(phrase.key)
    words = phrase_words(sentence, head)
    before = [w for w in words if w.index < head.index and w.upos not in ("DET", "PUNCT")]
    last = head.index
    for child in sentence.children(head):
        end = _belonging(sentence, child, last, bare=not before)
        if end is not None and end - words[0].index < LONGEST:
            last = end
    kept = [w for w in sentence.words if words[0].index <= w.index <= last]
    text = readable(discourse, sentence, kept, definite(sentence, head, last=last))
    return text if text is not None and len(text.split()) > 2 else None


def _belonging(sentence: Sentence, child: Word, last: int, *, bare: bool) -> int | None:
    """Where what follows the noun and surely tells which one ends; None when it does not tell that.

    "of" does, a participle with its object or its one other phrase, and any phrase of place or topic of a noun that has nothing else.
    """
    told = child
    if child.deprel == "acl" and child.index == last + 1 and child.feats.get("VerbForm") in ("Part", "Ger"):
        below = [w for w in sentence.children(child) if w.index > child.index and w.upos != "PUNCT"]
        if not below or below[0].relation not in ("obj", "obl"):
            return None
        told, last = below[0], last + 1
    elif child.relation != "nmod":
        return None
    else:
        case = sentence.child(child, "case")
        if case is None or not (case.lemma == "of" or bare and case.lemma not in ("to", "as", "for")):
            return None
    below_it = sentence.subtree(told, without=("appos", "acl", "acl:relcl", "conj", "cc", "punct", "parataxis"))
    if [w.index for w in below_it] != list(range(last + 1, last + 1 + len(below_it))) or any(
        w.upos in ("PUNCT", "PRON", "NUM", "SYM") for w in below_it
    ):
        return None
    return below_it[-1].index


def _apart(sentence: Sentence, word: Word, phrase: Phrase) -> bool:
    """Do the two stand at one verb, or one inside the other? Then they are two things."""
    anchor = sentence[phrase.anchor]
    if word.index in {w.index for w in sentence.subtree(anchor)} or anchor.index in {w.index for w in sentence.subtree(word)}:
        clause = clause_of(sentence, word)
        return clause.index == clause_of(sentence, anchor).index
    return word.relation in ARGUMENTS and anchor.relation in ARGUMENTS and word.head == anchor.head


def _shown(discourse: Discourse, things: list[Thing]) -> tuple[str, ...]:
    texts = []
    for thing in things:
        if thing.named:
            texts += list(names_of(discourse, [thing.last]))
        else:
            sentence, head = discourse.noun(thing.first.key) if thing.first.key.startswith("noun:") else (None, None)
            if sentence is not None and head is not None:
                texts.append(definite(sentence, head))
    return tuple(dict.fromkeys(texts))[:4]
