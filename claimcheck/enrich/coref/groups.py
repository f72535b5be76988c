"""Groups: coordinated names, two who meet, and the phrases that take them up: "the two leaders", "both countries"."""

from __future__ import annotations

from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.syntax import phrase_words, subject_of
from claimcheck.tree import Sentence, Word

#: Words for a number of members.
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4, "pair": 2, "duo": 2, "couple": 2, "trio": 3, "quartet": 4}

#: Verbs that bring their subject and object together.
_MEETING = frozenset(
    {
        "meet",
        "host",
        "marry",
        "join",
        "visit",
        "telephone",
        "phone",
        "call",
        "greet",
        "welcome",
        "invite",
        "divorce",
        "fight",
        "face",
        "interview",
    }
)

_SIDES = frozenset(
    {
        "side",
        "party",
        "rival",
        "ally",
        "partner",
        "neighbour",
        "neighbor",
        "enemy",
        "arch-enemy",
        "foe",
        "archrival",
        "arch-rival",
        "opponent",
    }
)
_SCOPE = 6  # sentences


def coordinated(discourse: Discourse, sentence: Sentence) -> list[Phrase]:
    """Groups of mentions joined by "and", and pairs that a clause brings together."""
    row = [
        p
        for p in discourse.phrases.get(sentence.index, ())
        if p.kind in ("name", "noun") and p.sort in ("person", "organization", "location")
    ]
    by_anchor = {p.anchor: p for p in row} | {p.head: p for p in row if p.kind == "name"}
    found = []
    for phrase in row:
        anchor = sentence[phrase.anchor]
        if anchor.relation == "conj":
            continue
        joined = [w for w in sentence.children(anchor, "conj") if w.index in by_anchor]
        if not joined or any(x.text.lower() in ("or", "nor", "but") for w in joined for x in sentence.children(w, "cc")):
            continue
        members = [phrase, *(by_anchor[w.index] for w in joined)]
        if len(joined) == len(sentence.children(anchor, "conj")) and len({m.sort for m in members}) == 1:
            found.append(group(members, phrase.role, sentence))
    found += [group(list(pair), "subject", sentence, covering=False) for pair in _met(sentence, row)]
    return [g for g in found if g is not None]


def group(members: list[Phrase], role: str, sentence: Sentence | None = None, *, covering: bool = True) -> Phrase:
    """One mention for several. Members keep their order; the key does not depend on it."""
    unique = list({m.key: m for m in members}.values())
    first, last = min(members, key=lambda m: m.span), max(members, key=lambda m: m.span)
    span = type(first.span)(first.span.start, last.span.end) if covering else first.span
    return Phrase(
        last.sentence,
        last.head,
        last.anchor,
        frozenset(i for m in members if m.sentence == last.sentence for i in m.words),
        span,
        "group",
        "group:" + "|".join(sorted(m.key for m in unique)),
        sentence.slice(span) if sentence is not None and covering else "",
        first.sort,
        "Plur",
        role,
        all(m.country for m in unique),
        tuple(m.key for m in unique),
    )


def _met(sentence: Sentence, row: list[Phrase]) -> list[tuple[Phrase, Phrase]]:
    """X held a call with Y; X met Y: names of the same sort."""
    names = [p for p in row if p.kind == "name"]
    pairs = []
    for one in names:
        if one.role != "subject":
            continue
        verb = sentence.head(sentence[one.anchor])
        if verb is None or verb.upos not in ("VERB", "AUX"):
            continue
        for other in names:
            if other.sort != one.sort or other.key == one.key:
                continue
            anchor = sentence[other.anchor]
            above = sentence.head(anchor)
            case = sentence.child(anchor, "case")
            with_verb = above is not None and (above == verb or (above.head == verb.index and above.relation in ("obj", "obl")))
            if with_verb and case is not None and case.lemma == "with":
                pairs.append((one, other))
            elif anchor.relation == "obj" and above == verb and verb.lemma in _MEETING:
                pairs.append((one, other))
    return pairs


def counted(sentence: Sentence, word: Word) -> int | None:
    """How many "the two leaders", "both countries", "the pair" speaks of; None when it is no such phrase or says more."""
    if word.upos not in ("NOUN", "NUM", "DET", "PRON", "PROPN"):
        return None
    children = sentence.children(word)
    if any(w.relation in ("acl", "nmod", "appos", "conj", "flat", "compound") and w.deprel != "nmod:poss" for w in children):
        return None  # "the two men arrested on Monday", "the two sides of the street": described, not taken up
    if any(
        w.deprel == "nmod:poss" or w.relation == "amod" and w.lemma not in ("rival", "neighbouring", "neighboring", "warring", "old")
        for w in children
    ):
        return None
    lower = word.text.lower()
    definite = any(w.text.lower() in ("the", "these", "those") for w in sentence.children(word, "det"))
    if lower in ("pair", "duo", "trio", "couple", "two", "three") and word.upos in ("NOUN", "NUM"):
        return _COUNTS[lower] if definite and word.relation in ("nsubj", "obj", "obl") else None
    if lower == "both":
        return 2 if word.relation in ("nsubj", "obj", "nsubj:pass") and word.upos in ("PRON", "DET") and not children else None
    if word.feats.get("Number") != "Plur" or word.upos != "NOUN":
        return None
    if any(w.text.lower() == "both" for w in children if w.relation in ("det", "cc") or w.upos == "DET"):
        return 2
    for number in sentence.children(word, "nummod"):
        if definite and number.text.lower() in _COUNTS and not sentence.children(number, "advmod"):
            return _COUNTS[number.text.lower()]
    return None


def counted_group(discourse: Discourse, sentence: Sentence, word: Word) -> Resolution | None:
    """The group that a counted phrase takes up: coordinated names first, then names on the way back that come out even."""
    size = counted(sentence, word)
    if size is None:
        return None
    words = _words(sentence, word)
    sorts, country, gender = _wanted(word)
    if not sorts:
        return None
    before = discourse.before(sentence.index, word.index, sentence.index)
    speaker = discourse.speaker(discourse.zone(word.span))

    def right(p: Phrase) -> bool:
        known = discourse.genders.get(p.key)
        return p.sort in sorts and p.number == "Sing" and (not country or p.country) and not (gender and known and known != gender)

    latest: dict[str, int] = {}  # key -> sentence of its last mention
    for phrase in before:
        latest.setdefault(phrase.key, phrase.sentence)
        for key in phrase.members:
            latest.setdefault(key, phrase.sentence)
    established: dict[str, tuple[tuple[int, int], Phrase]] = {}
    for phrase in before:
        if phrase.kind != "group" or len(phrase.members) != size or phrase.sort not in sorts or (country and not phrase.country):
            continue
        if gender and any(discourse.genders.get(key) not in (None, gender) for key in phrase.members):
            continue
        recency = (phrase.sentence, min(latest[key] for key in phrase.members))
        if phrase.key not in established and max(recency) >= sentence.index - _SCOPE:
            established[phrase.key] = ((min(latest[key] for key in phrase.members), phrase.sentence), phrase)
    fresh: dict[str, Phrase] = {}
    for index in range(sentence.index, max(-1, sentence.index - 4), -1):
        for phrase in before:
            # two people who were named one by one are not yet "both sides"
            lone = word.lemma.lower() in _SIDES and phrase.sort == "person"
            if phrase.sentence == index and phrase.kind in ("name", "pronoun") and right(phrase) and not lone:
                fresh.setdefault(phrase.key, phrase)
        if len(fresh) >= size:
            break
    ordered = sorted(established.values(), key=lambda pair: (pair[0], pair[1].place), reverse=True)
    if ordered and (len(ordered) == 1 or ordered[0][0] > ordered[1][0]):
        best = ordered[0][1]
        if (
            set(fresh) - {speaker} <= set(best.members)
            or best.sentence == sentence.index
            or (len(fresh) < size and best.sentence >= sentence.index - 3)
        ):
            return Resolution(words, "counted_group", best)
    if len(fresh) == size and not any(set(fresh) & set(pair[1].members) for pair in ordered):
        members = sorted(fresh.values(), key=lambda p: p.place)
        return Resolution(words, "counted_group", group(members, "subject", covering=False))
    shown = sorted(fresh.values(), key=lambda p: p.place)[:4] or [pair[1] for pair in ordered[:3]]
    return unsettled(words, "counted_group", names_of(discourse, shown))


def _words(sentence: Sentence, word: Word) -> tuple[Word, ...]:
    words = phrase_words(sentence, word)
    inside = {w.index for w in words}
    extra = [w for w in sentence.children(word) if w.text.lower() == "both" and w.index == words[0].index - 1]
    return tuple(sorted((*extra, *(w for w in words if w.index in inside)), key=lambda w: w.index))


def _wanted(word: Word) -> tuple[frozenset[str], bool, str]:
    """(sorts, must be a country, gender) that a plural noun asks of its members; no sorts: cannot be told."""
    lemma = word.lemma.lower()
    if lemma in nouns("man") or lemma in nouns("woman"):
        return frozenset({"person"}), False, "Masc" if lemma in nouns("man") else "Fem"
    if lemma in ("pair", "duo", "couple", "trio", "quartet"):
        return frozenset({"person"}), False, ""
    if lemma in nouns("country"):
        return frozenset({"location"}), True, ""
    if lemma in _SIDES or lemma in ("two", "both", "three"):
        return frozenset({"person", "location", "organization"}), False, ""
    if lemma in nouns("title") or lemma in nouns("person"):
        return frozenset({"person"}), False, ""
    if lemma in nouns("group"):
        return frozenset({"organization"}), False, ""
    if lemma in nouns("place"):
        return frozenset({"location"}), False, ""
    return frozenset(), False, ""


def subject_names(discourse: Discourse, sentence: Sentence, predicate: Word) -> list[Phrase]:
    """Mentions that are the subject of a predicate."""
    subject = subject_of(sentence, predicate)
    if subject is None:
        return []
    return [p for p in discourse.phrases.get(sentence.index, ()) if subject.index in (p.anchor, p.head) and p.kind != "group"]
