"""Mentions that a reader of one lone sentence could not understand, and what they stand for.

One walk through the document, in text order, in the spirit of the multi-pass sieve (Lee et al. 2013): at each mention
the most precise pass that knows its form decides, and what it decides is a mention for those after it. Precision comes
before recall: where two fit alike, the reference has candidates and no text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from claimcheck.enrich.coref.agreement import PERSONAL, learn_genders
from claimcheck.enrich.coref.deixis import demonstrative_subject, place_adverb, quoted_first_person
from claimcheck.enrich.coref.descriptions import country_noun, described, event_again, named_body, office_holder, short_name
from claimcheck.enrich.coref.groups import coordinated, counted_group
from claimcheck.enrich.coref.happenings import told_by_verb
from claimcheck.enrich.coref.mentions import Discourse, Phrase, Zone, discourse, too_long
from claimcheck.enrich.coref.polity import city_noun, national_body, of_its_country
from claimcheck.enrich.coref.pronouns import RULES, third_person
from claimcheck.enrich.coref.resolution import Resolution, enter, origin, unsettled
from claimcheck.enrich.coref.spokesperson import body_spoken_for, spoken_for
from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.enrich.coref.taken_up import kinds_of, noun_again, nouns_of
from claimcheck.enrich.coref.titles import Title, titles_of
from claimcheck.enrich.coref.wording import in_place, name_of, possessive, readable, written_out
from claimcheck.model import Attribution, Entity, Reference, Span
from claimcheck.tree import Sentence, Word


def references(
    sentences: Sequence[Sentence], entities: Sequence[Entity], attributions: Sequence[Attribution] = ()
) -> tuple[Reference, ...]:
    """References of a document in text order, none overlapping another.

    `attributions` tell who speaks in a quotation; without them the first person is left alone.
    """
    return tuple(reference for _, reference in walk(sentences, entities, attributions)[1])


def walk(
    sentences: Sequence[Sentence], entities: Sequence[Entity], attributions: Sequence[Attribution] = (), *, until: int | None = None
) -> tuple[Discourse, list[tuple[Resolution, Reference]]]:
    """The document's mentions, and each reference with how it was resolved. Stops before the word at the offset `until`.

    Walks again where a quotation stands before the pronoun that says who speaks: '"We will pay," she said'.
    """
    # one numbering, also for a sentence taken out of its document
    sentences = [s if s.index == place else replace(s, index=place) for place, s in enumerate(sentences)]
    collected = discourse(sentences, entities, attributions)
    learn_genders(collected)
    kinds = kinds_of(collected)
    known = Known(titles_of(collected), kinds, spoken_for(collected), nouns_of(collected, kinds))
    document, found = _walk(collected.copy(), known, until)
    late = {zone.speaker: key for zone in document.zones if zone.speaker is not None and (key := _late_speaker(document, zone))}
    if not late:
        return document, found
    collected.speakers.update(late)
    return _walk(collected, known, until)


def _late_speaker(document: Discourse, zone: Zone) -> str | None:
    if zone.speaker is None or zone.speaker.start < zone.span.end:
        return None
    beside = [p for index in document.sentences_at(zone.speaker) for p in document.phrases.get(index, ())]
    spoken = [p for p in beside if p.span == zone.speaker and p.kind in ("pronoun", "noun")]
    return spoken[0].key if len(spoken) == 1 and not spoken[0].key.startswith("noun:") and not spoken[0].members else None


def _walk(document: Discourse, known: Known, until: int | None) -> tuple[Discourse, list[tuple[Resolution, Reference]]]:
    """One walk through a document whose mentions have been collected; it adds to them."""
    found: list[tuple[Resolution, Reference]] = []
    for sentence in document.sentences:
        if too_long(sentence):
            found += _left_open(document, sentence, until)
            continue
        for group in coordinated(document, sentence):
            document.add(group)
        names = {p.head: p for p in reversed(document.phrases.get(sentence.index, [])) if p.kind == "name"}
        for word in sentence.words:
            if until is not None and word.start >= until:
                break
            resolution = _resolve(document, sentence, word, names.get(word.index), known)
            if resolution is None or not resolution.words:
                continue
            reference = _reference(document, sentence, resolution)
            enter(document, sentence, resolution)
            if reference is not None and reference.text is not None:
                document.readings[reference.span] = reference.text
            if reference is not None and resolution.emit:
                found.append((resolution, _with_verb(sentence, resolution, reference)))
    found.sort(key=lambda pair: (pair[1].span, pair[1].rule))
    kept: list[tuple[Resolution, Reference]] = []
    for pair in found:
        if not kept or not kept[-1][1].span.overlaps(pair[1].span):
            kept.append(pair)
    return document, kept


def _left_open(document: Discourse, sentence: Sentence, until: int | None) -> list[tuple[Resolution, Reference]]:
    """The pronouns of a sentence that is too long to be read as one: each is said to be open."""
    found = []
    for word in sentence.words:
        if word.text.lower() in PERSONAL and word.upos in ("PRON", "DET") and (until is None or word.start < until):
            resolution = unsettled((word,), RULES[PERSONAL[word.text.lower()][1]])
            reference = _reference(document, sentence, resolution)
            if reference is not None:
                found.append((resolution, reference))
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What the whole document says of those it names, by key."""

    titles: dict[str, set[Title]]  # of people
    kinds: dict[str, set[Title]]  # of things, bodies and places
    bodies: dict[str, Phrase]  # for which a person speaks
    nouns: dict[str, list[str]]  # keys of the named by the nouns that can take them up


def _resolve(document: Discourse, sentence: Sentence, word: Word, name: Phrase | None, known: Known) -> Resolution | None:
    """`name`: the name that ends in the word."""
    if word.upos in ("PRON", "DET", "ADV"):
        if word.upos != "ADV" and word.text.lower() in PERSONAL:
            return third_person(document, sentence, word)
        return (
            demonstrative_subject(document, sentence, word)
            or place_adverb(document, sentence, word)
            or quoted_first_person(document, sentence, word, known.bodies)
            or counted_group(document, sentence, word)
        )
    if name is not None:
        return short_name(document, sentence, name)
    if word.upos not in ("NOUN", "PROPN", "NUM"):
        return office_holder(document, sentence, word, None, known.titles)  # all others take up a noun or a number
    words = described(sentence, word)
    found = (
        counted_group(document, sentence, word)
        or office_holder(document, sentence, word, words, known.titles)
        or country_noun(document, sentence, word, words)
        or named_body(document, sentence, word, words)
        or event_again(document, sentence, word, words)
    )
    if found is not None and found.rule == "country_noun":
        return of_its_country(document, found)
    if found is None or found.antecedent is None and found.rule in ("named_body", "event_again"):
        again = (
            city_noun(document, sentence, word, words, known.kinds)
            or noun_again(document, sentence, word, known.kinds, known.nouns)
            or body_spoken_for(document, sentence, word, words, known.bodies)
            or national_body(document, sentence, word, words)
        )
        found = again if found is None or again is not None and again.antecedent is not None else found
        return found or told_by_verb(document, sentence, word, words)
    return found


def _reference(document: Discourse, sentence: Sentence, found: Resolution) -> Reference | None:
    span = sentence.span_of(found.words)
    if found.antecedent is None:
        return Reference(span, None, found.rule, None, found.candidates)
    text = found.text or name_of(document, found.antecedent)
    if found.antecedent.key.startswith("noun:") and _opaque(document, found.antecedent):
        return Reference(span, None, found.rule, None, found.candidates)
    head = found.words[0] if len(found.words) == 2 and sentence.slice(span).lower() == "its" else found.words[-1]
    if (
        sentence.slice(span).lower() == "its"
        or head.upos in ("PRON", "DET")
        and (head.deprel in ("nmod:poss", "det:poss") or head.feats.get("Poss") == "Yes")
    ):
        if (owned := _owned_by(document, sentence, found, head)) is not None:
            span = Span(span.start, owned[-1].end)
            text = f"the {sentence.text_of(owned)} of {text}"
        else:
            text = possessive(text, plural=found.antecedent.number == "Plur" and not found.antecedent.members)
    text = in_place(sentence, span.start, text)
    antecedent = origin(document, found.antecedent, span) or found.antecedent.span
    if not text or text == sentence.slice(span):
        return None
    return Reference(span, text, found.rule, antecedent)


def _owned_by(document: Discourse, sentence: Sentence, found: Resolution, pronoun: Word) -> tuple[Word, ...] | None:
    """The words owned, where the owner's own words go on behind its noun: "their homes" is "the homes of the families in Ulm"."""
    if found.antecedent is None or not found.antecedent.key.startswith("noun:") or len(found.words) > 1:
        return None
    origin_sentence, noun = document.noun(found.antecedent.key)
    owned = sentence.head(pronoun)
    if origin_sentence.index == sentence.index or owned is None or owned.upos != "NOUN" or owned.index <= pronoun.index:
        return None
    if phrase_words(origin_sentence, noun)[-1].index <= noun.index or not name_of(document, found.antecedent).startswith("the "):
        return None
    words = tuple(w for w in sentence.words[pronoun.index : owned.index] if w.lemma.lower() != "own")
    inside = {w.index for w in words}
    if any(w != owned and w.head not in inside or w.upos in ("PRON", "PUNCT", "VERB", "PROPN") for w in words):
        return None
    after = sentence.words[owned.index : owned.index + 1]
    if any(w.text.lower() in ("of", "'s", "’s", "'", "’") for w in after):
        return None
    return words if words and words[-1] == owned and sentence.text_of(words).count(" ") == len(words) - 1 else None


def _with_verb(sentence: Sentence, found: Resolution, reference: Reference) -> Reference:
    """ "they're" -> "the ministers are": the short verb is written out."""
    leaning = written_out(sentence, found.words)
    if leaning is None or reference.text is None or reference.text.startswith("I ("):
        return reference
    return replace(reference, span=Span(reference.span.start, leaning[0].end), text=f"{reference.text} {leaning[1]}")


def _opaque(document: Discourse, antecedent: Phrase) -> bool:
    """Would the antecedent's own words hold a pronoun that is not settled?"""
    sentence, head = document.noun(antecedent.key)
    words = phrase_words(sentence, head)
    return readable(document, sentence, words, sentence.text_of(words)) is None


def resolve_sources(
    attributions: Sequence[Attribution], references: Sequence[Reference], entities: Sequence[Entity]
) -> tuple[Attribution, ...]:
    """Attributions with `resolved_source` where their source is a pronoun, a description or a short name."""
    return tuple(_with_source(a, references, entities) for a in attributions)


S = TypeVar("S", Reference, Entity)


def _inside(items: Sequence[S], span: Span) -> list[S]:
    """Items, which are in text order, that stand wholly in a span."""
    first, last = (bisect_left(items, edge, key=lambda item: item.span.start) for edge in (span.start, span.end))
    return [item for item in items[first:last] if item.span in span]


def _with_source(attribution: Attribution, references: Sequence[Reference], entities: Sequence[Entity]) -> Attribution:
    span = attribution.source_span
    if span is None or attribution.resolved_source is not None:
        return attribution
    inside = [r for r in _inside(references, span) if r.text is not None]
    name = None
    whole = [r for r in inside if _covers(r.span, span, attribution.source or "")]
    if whole and whole[0].text is not None:
        name = whole[0].text
    else:
        held = [e for e in _inside(entities, span) if e.type in ("person", "organization", "location")]
        people = [e for e in held if e.type == "person"] or held
        if (
            len({e.canonical for e in people}) == 1
            and people[-1].span.end == span.end
            and _heads(people[-1].span, span, attribution.source or "")
        ):
            name = people[-1].canonical
    if not name or name == attribution.source:
        return attribution
    return replace(attribution, resolved_source=name)


_BELOW = frozenset("and at by for from in near of on or to with".split())


def _heads(name: Span, source: Span, text: str) -> bool:
    """Whether the name is who speaks, and not only part of a description: not "the rector of Acme University"."""
    before = [w for w in text[: name.start - source.start].lower().split() if w not in ("the", "a", "an")]
    return not before or before[-1] not in _BELOW


def _covers(inner: Span, outer: Span, text: str) -> bool:
    """Is the reference all of the source but an article or title?"""
    rest = text[: inner.start - outer.start].strip().lower().rstrip(".")
    tail = text[inner.end - outer.start :].strip(" ,.;:")
    return not tail and rest in ("", "the", "mr", "mrs", "ms", "miss", "dr", "sir", "shri", "president", "minister", "secretary", "judge")
