"""Trees that no English sentence has: where the parser must be wrong, the rules abstain or take the reading that is left.

Each test looks for one sign in the tree. What stands there stays a part of the clause around it and is stated by none of its own.
"""

from __future__ import annotations

from claimcheck.clauses.marking import DATES, PERSON, SET_OFF, mention_type
from claimcheck.tree import Sentence, Word

#: Marks of what is only supposed: a sentence or an independent clause never begins with one ("Lest we forget: …").
SUPPOSING = frozenset("if unless lest whether".split())
RELATIVE_WORDS = frozenset("who whom whose which that where when".split())


def splits_name(sentence: Sentence, word: Word) -> bool:
    """Whether a phrase has only a part of a name: "the group, Acme Institute | Leeds Inc, said", of two appositions."""
    inside = {w.index for w in sentence.subtree(word)}
    for mention in sentence.mentions:
        outside = [i for i in mention.words if i not in inside and any(c.isalnum() for c in sentence[i].text)]
        if outside and word.index in mention.words and mention.type not in DATES:
            return True
    return False


def is_unlinked(sentence: Sentence, conjunct: Word) -> bool:
    """A `conj` with a subject of its own but neither a conjunction nor a comma: "a visit the chefs made" is no second statement."""
    if sentence.children(conjunct, "cc") or not sentence.child(conjunct, "nsubj"):
        return False
    first = sentence.subtree(conjunct)[0]
    before = sentence[first.index - 1] if first.index > 1 else first
    return first.upos not in {"PUNCT", "CCONJ", "ADV", "SCONJ"} and before.upos not in {"PUNCT", "CCONJ", "ADV"}


def changes_voice(first: Word, conjunct: Word, auxiliaries: tuple[Word, ...]) -> bool:
    """A bare past participle joined to an "-ing" form ("providing a place for deals to be signed, sealed"): it belongs elsewhere."""
    return first.xpos == "VBG" and conjunct.xpos == "VBN" and not auxiliaries


def is_supposed(sentence: Sentence, head: Word) -> bool:
    """An independent clause that begins with "lest", "whether", "if" or "unless", or with "not that"."""
    first = [w.lemma.lower() for w in sentence.words[:3] if w.upos != "PUNCT" and w.head == head.index][:2]
    return first == ["not", "that"] or any(m.lemma.lower() in SUPPOSING and m.index < head.index for m in sentence.children(head, "mark"))


def is_subjectless_relative(sentence: Sentence, verb: Word) -> bool:
    """A finite relative clause without any subject, not even "who" or "that": English has none."""
    if sentence.child(verb, "nsubj", "csubj", "expl") is not None:
        return False
    carriers = [*sentence.children(verb, "aux", "cop"), verb]
    if not any(w.feats.get("VerbForm") == "Fin" or w.xpos == "MD" for w in carriers):
        return False
    start = sentence.subtree(verb)[0].index
    return not any(w.lemma.lower() in RELATIVE_WORDS and start <= w.index < verb.index for w in sentence.words[start - 1 : verb.index])


def calls_person_that(sentence: Sentence, verb: Word) -> bool:
    """A relative clause with "that" or "which" hung on a person: "Ann Lee, head of Acme, a charity that helps farmers"."""
    noun = sentence.head(verb)
    first = sentence.subtree(verb)[0]
    first = sentence[first.index + 1] if first.upos == "PUNCT" and first.index < verb.index else first
    named = noun is not None and mention_type(sentence, noun) in PERSON
    return named and first.lemma.lower() in {"that", "which"} and first.upos == "PRON"


def place_before_dash(sentence: Sentence, noun: Word) -> bool:
    """A dateline: "London - The champion, Ann Lee, has …" says nowhere that London is the champion."""
    words = [w for w in sentence.subtree(noun) if w.relation in {"flat", "compound", "nmod", "appos"} or w is noun]
    end = max((w.index for w in words if w.index <= noun.index + 3 and mention_type(sentence, w)), default=noun.index)
    behind = sentence.words[end : end + 1]
    return (
        noun.index <= 3 and mention_type(sentence, noun) not in PERSON and bool(behind) and behind[0].text in SET_OFF - {",", ";", "(", "["}
    )
