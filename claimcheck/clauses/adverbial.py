"""Adverbial clauses with a subject of their own: when, after, because, although, as …"""

from collections.abc import Iterator

from claimcheck.clauses.predication import clause, is_predicate, phrase_of
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word


@rule(
    "clause",
    yes={"The call came after {the president visited Rome}.": "the earlier event is a statement too"},
    no={"She left to visit Rome.": "a purpose, not an event"},
)
def adverbial_clause(sentence: Sentence) -> Iterator[Clause]:
    """A subordinate clause of time, cause, contrast or manner; a condition is marked as one by its modality."""
    for word in sentence.words:
        if word.relation == "advcl" and is_predicate(sentence, word) and sentence.child(word, "nsubj", "csubj"):
            if word.deprel == "advcl:relcl":
                continue
            yield clause(sentence, word, "adverbial", "adverbial_clause")


@rule(
    "clause",
    yes={
        "The firm closed two plants, {cutting 300 jobs}.": "a participle after a comma, of the same subject",
        "Officials signed a treaty {drafted by Norway in 2019}.": "a participle that describes a noun",
    },
    no={"The men waiting left.": "a bare participle says too little"},
)
def participial_clause(sentence: Sentence) -> Iterator[Clause]:
    """A participle with an object, agent, time or place of its own. Its subject is its noun, or the subject of its verb."""
    for word in sentence.words:
        if word.upos != "VERB" or word.feats.get("VerbForm") not in {"Part", "Ger"} or sentence.child(word, "nsubj", "csubj"):
            continue
        if not sentence.children(word, "obj", "obl", "ccomp", "nummod"):
            continue
        subject = _subject(sentence, word)
        fronted = subject is not None and word.index < subject.index
        if subject is None or (fronted and (not sentence.child(word, "obj") or sentence.subtree(word)[0].index > 2)):
            # "Speaking in Rome, she said …" only sets the scene; further inside, the noun before it may be the real subject
            continue
        yield clause(
            sentence,
            word,
            "participle",
            "participial_clause",
            restored=[Slot("subject", subject.index, phrase_of(sentence, subject), restored=True)],
        )


def _subject(sentence: Sentence, participle: Word) -> Word | None:
    governor = sentence.head(participle)
    if governor is None:
        return None
    if participle.deprel == "acl" and governor.upos in {"NOUN", "PROPN"} and not sentence.child(participle, "mark", "case"):
        return governor
    if participle.deprel == "advcl" and not sentence.child(participle, "mark", "case"):
        for verb in (governor, *sentence.ancestors(governor)):
            subject = sentence.child(verb, "nsubj")
            if subject is not None:
                return subject
            if verb.relation not in {"conj", "advcl", "xcomp"}:
                return None
    return None
