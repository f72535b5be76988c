"""Words that point: "this" as a subject, "there", and the first person of a quotation."""

from __future__ import annotations

from claimcheck.enrich.coref.descriptions import event_text
from claimcheck.enrich.coref.lexicon import kin_of, nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.syntax import clause_of, phrase_words
from claimcheck.enrich.coref.titles import modifiers_of
from claimcheck.enrich.coref.wording import content_words, name_of
from claimcheck.tree import Sentence, Word

_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_GENERAL = frozenset({"first", "second", "third", "last", "new", "major", "big", "bigger", "other", "next", "previous", "recent"})
_SCOPE = 12  # sentences


def demonstrative_subject(discourse: Discourse, sentence: Sentence, word: Word) -> Resolution | None:
    """ "This was their third conversation": the event noun before it that its predicate agrees with; else not settled."""
    if word.text.lower() not in ("this", "that") or word.upos not in ("PRON", "DET") or word.relation != "nsubj":
        return None
    if word.feats.get("PronType") == "Rel":
        return None
    predicate = sentence.head(word)
    if predicate is None or predicate.deprel == "acl:relcl":
        return None
    if predicate.upos != "NOUN" or not sentence.children(predicate, "cop"):
        return unsettled((word,), "demonstrative_subject")
    kin = kin_of(predicate.lemma.lower())
    said = modifiers_of(phrase_words(sentence, predicate), predicate) - _GENERAL
    near: dict[str, Phrase] = {}
    sharing: dict[str, Phrase] = {}
    for phrase in discourse.before(sentence.index, word.index, _SCOPE):
        there = discourse.sentences[phrase.sentence]
        head = there[phrase.head]
        if phrase.kind == "noun" and phrase.number == "Sing" and head.lemma.lower() in kin and phrase.key.startswith("noun:"):
            intro = _introduction(discourse, phrase)
            origin = discourse.sentences[intro.sentence]
            near.setdefault(phrase.key, intro)
            if said & modifiers_of(phrase_words(origin, origin[intro.head]), origin[intro.head]):
                sharing.setdefault(phrase.key, intro)
    pool = sharing or (near if predicate.lemma.lower() in nouns("event") else {})
    if len(pool) == 1:
        (intro,) = pool.values()
        text = event_text(discourse, intro)
        if text and content_words(text) <= content_words(sentence.text_of(phrase_words(sentence, predicate))):
            text = None  # "this is the government's performance"
        return Resolution((word,), "demonstrative_subject", intro, text) if text else unsettled((word,), "demonstrative_subject")
    return unsettled((word,), "demonstrative_subject", tuple(t for p in pool.values() if (t := event_text(discourse, p)))[:4])


def _introduction(discourse: Discourse, phrase: Phrase) -> Phrase:
    """The first mention of what a noun phrase stands for."""
    same = [p for p in discourse.by_key.get(phrase.key, ()) if p.kind == "noun"]
    return min(same, key=lambda p: p.place, default=phrase)


def place_adverb(discourse: Discourse, sentence: Sentence, word: Word) -> Resolution | None:
    """ "there": the only place named, or meant by "it", in the sentence before the word, else in the sentence before."""
    if word.text.lower() != "there" or word.upos != "ADV" or word.relation not in ("advmod", "obl") or sentence.children(word):
        return None
    head = sentence.head(word)
    if head is None or head.lemma == "be" or word.index < head.index:
        return None
    for index in (sentence.index, sentence.index - 1):
        row = [p for p in discourse.phrases.get(index, ()) if p.kind in ("name", "pronoun") and p.sort == "location" and _is_place(p)]
        near = {p.key: p for p in row if index < sentence.index or p.head < word.index}
        if len(near) == 1:
            (place,) = near.values()
            return Resolution((word,), "place_adverb", place, f"in {name_of(discourse, place)}")
        if near:
            return unsettled((word,), "place_adverb", names_of(discourse, list(near.values())))
    return None


def _is_place(phrase: Phrase) -> bool:
    return phrase.key.startswith("location:")


def quoted_first_person(discourse: Discourse, sentence: Sentence, word: Word, bodies: dict[str, Phrase]) -> Resolution | None:
    """ "I" and "my" in a quotation: the speaker. "We" only where an institution speaks, or somebody for it (`bodies`)."""
    lower = word.text.lower()
    if word.upos not in ("PRON", "DET") or lower not in _I | _WE or (lower == "us" and word.text == "US"):
        return None
    zone = discourse.zone(word.span)
    if zone is None or zone.speaker is None or zone.speaker.overlaps(word.span):
        return None
    key = discourse.speaker(zone)
    phrase = next(iter(discourse.named.get(key or "", ())), None)
    if phrase is None or key is None:
        return None
    if lower in _WE and phrase.sort == "person":
        phrase = bodies.get(key, phrase)
    if lower in _WE and phrase.sort != "organization":
        return unsettled((word,), "quoted_first_person")
    if lower in _I and phrase.sort != "person":
        return None
    name = name_of(discourse, phrase)
    if lower in ("myself", "ourselves"):
        return None
    again = any(w.index > word.index and w.text.lower() in _I and w.span in zone.span for w in sentence.words)
    if word.relation == "nsubj" and (again or _agrees_in_form(sentence, word)):
        # the verb is in the first person, or the speaker comes again ("I never thought it would happen to me"): "I (Ann Lee) am"
        return Resolution((word,), "quoted_first_person", phrase, f"{'I' if lower == 'i' else lower} ({name})")
    return Resolution((word,), "quoted_first_person", phrase)


def _agrees_in_form(sentence: Sentence, word: Word) -> bool:
    """Would the verb have another form with a name as subject?"""
    clause = clause_of(sentence, word)
    verbs = [*sentence.children(clause, "aux", "cop"), clause]
    finite = next((v for v in verbs if v.upos in ("VERB", "AUX") and v.feats.get("VerbForm") == "Fin"), None)
    if finite is None:
        return not any(v.lemma in ("will", "would", "can", "could", "may", "might", "must", "shall", "should") for v in verbs)
    if finite.lemma in ("will", "would", "can", "could", "may", "might", "must", "shall", "should"):
        return False
    return finite.feats.get("Tense") != "Past" or finite.text.lower() in ("were",)
