"""Mentions that a reader of one lone sentence could not understand, and what they stand for.

One walk through the document, in text order, in the spirit of the multi-pass sieve (Lee et al. 2013): at each mention
the most precise pass that knows its form decides, and what it decides is a mention for those after it. Precision comes
before recall: where two fit alike, the reference has candidates and no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.enrich.coref.agreement import PERSONAL, learn_genders
from claimcheck.enrich.coref.deixis import demonstrative_subject, place_adverb, quoted_first_person
from claimcheck.enrich.coref.descriptions import country_noun, event_again, named_body, office_holder, short_name
from claimcheck.enrich.coref.groups import coordinated, counted_group
from claimcheck.enrich.coref.mentions import Discourse, Phrase, discourse
from claimcheck.enrich.coref.pronouns import third_person
from claimcheck.enrich.coref.resolution import Resolution, enter, origin
from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.enrich.coref.titles import Title, titles_of
from claimcheck.enrich.coref.wording import in_place, name_of, possessive, readable
from claimcheck.model import Attribution, Entity, Reference, Span
from claimcheck.tree import Sentence, Word


def references(
    sentences: Sequence[Sentence], entities: Sequence[Entity], attributions: Sequence[Attribution] = ()
) -> tuple[Reference, ...]:
    """References of a document in text order, none overlapping another.

    `attributions` tell who speaks in a quotation; without them the first person is left alone.
    """
    return tuple(reference for _, reference in _walk(sentences, entities, attributions)[1])


def _walk(
    sentences: Sequence[Sentence], entities: Sequence[Entity], attributions: Sequence[Attribution]
) -> tuple[Discourse, list[tuple[Resolution, Reference]]]:
    # one numbering, also for a sentence taken out of its document
    sentences = [s if s.index == place else replace(s, index=place) for place, s in enumerate(sentences)]
    document = discourse(sentences, entities, attributions)
    learn_genders(document)
    titles = titles_of(document)
    found: list[tuple[Resolution, Reference]] = []
    for sentence in sentences:
        for group in coordinated(document, sentence):
            document.add(group)
        for word in sentence.words:
            resolution = _resolve(document, sentence, word, titles)
            if resolution is None or not resolution.words:
                continue
            reference = _reference(document, sentence, resolution)
            enter(document, sentence, resolution)
            if reference is not None and reference.text is not None:
                document.readings[reference.span] = reference.text
            if reference is not None and resolution.emit:
                found.append((resolution, reference))
    found.sort(key=lambda pair: (pair[1].span, pair[1].rule))
    kept: list[tuple[Resolution, Reference]] = []
    for pair in found:
        if not kept or not kept[-1][1].span.overlaps(pair[1].span):
            kept.append(pair)
    return document, kept


def _resolve(document: Discourse, sentence: Sentence, word: Word, titles: dict[str, set[Title]]) -> Resolution | None:
    if word.text.lower() in PERSONAL and word.upos in ("PRON", "DET"):
        return third_person(document, sentence, word)
    if word.upos in ("PRON", "DET", "ADV"):
        return (
            demonstrative_subject(document, sentence, word)
            or place_adverb(document, sentence, word)
            or quoted_first_person(document, sentence, word)
            or counted_group(document, sentence, word)
        )
    for phrase in document.phrases.get(sentence.index, ()):
        if phrase.kind == "name" and phrase.head == word.index:
            return short_name(document, sentence, phrase)
    return (
        counted_group(document, sentence, word)
        or office_holder(document, sentence, word, titles)
        or country_noun(document, sentence, word)
        or named_body(document, sentence, word)
        or event_again(document, sentence, word)
    )


def _reference(document: Discourse, sentence: Sentence, found: Resolution) -> Reference | None:
    span = sentence.span_of(found.words)
    if found.antecedent is None:
        return Reference(span, None, found.rule, None, found.candidates)
    text = found.text or name_of(document, found.antecedent)
    if found.antecedent.key.startswith("noun:") and _opaque(document, found.antecedent):
        return Reference(span, None, found.rule, None, found.candidates)
    head = found.words[-1]
    if head.upos in ("PRON", "DET") and (head.deprel in ("nmod:poss", "det:poss") or head.feats.get("Poss") == "Yes"):
        text = possessive(text)
    text = in_place(sentence, span.start, text)
    antecedent = origin(document, found.antecedent, span)
    if not text or text == sentence.slice(span):
        return None
    return Reference(span, text, found.rule, antecedent)


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


def _with_source(attribution: Attribution, references: Sequence[Reference], entities: Sequence[Entity]) -> Attribution:
    span = attribution.source_span
    if span is None or attribution.resolved_source is not None:
        return attribution
    inside = [r for r in references if r.span in span and r.text is not None]
    name = None
    whole = [r for r in inside if _covers(r.span, span, attribution.source or "")]
    if whole and whole[0].text is not None:
        name = whole[0].text
    else:
        held = [e for e in entities if e.span in span and e.type in ("person", "organization", "location")]
        people = [e for e in held if e.type == "person"] or held
        if len({e.canonical for e in people}) == 1 and people[-1].span.end == span.end:
            name = people[-1].canonical
    if not name or name == attribution.source:
        return attribution
    return replace(attribution, resolved_source=name)


def _covers(inner: Span, outer: Span, text: str) -> bool:
    """Is the reference all of the source but an article or title?"""
    rest = text[: inner.start - outer.start].strip().lower().rstrip(".")
    tail = text[inner.end - outer.start :].strip(" ,.;:")
    return not tail and rest in ("", "the", "mr", "mrs", "ms", "miss", "dr", "sir", "shri", "president", "minister", "secretary", "judge")
