"""What the tree says about two mentions: their roles, their clause, and which of them cannot be the same."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.tree import CLAUSAL, Sentence, Word, kept

#: Relations of a predicate's own arguments and modifiers.
ARGUMENTS = frozenset({"nsubj", "csubj", "obj", "iobj", "obl"})

#: What is cut from a noun phrase when it is quoted as an antecedent.
_LOOSE = frozenset("acl acl:relcl appos parataxis conj cc punct advcl cop nsubj aux mark discourse dep advmod".split())

#: And from what stands below it.
_CLAUSES = frozenset("acl acl:relcl appos parataxis advcl".split())


def anchor_of(sentence: Sentence, word: Word, *, person: bool = True) -> Word:
    """The word whose relation tells the role of the whole name: the title above "Ann Lee" in "minister Ann Lee"."""
    for _ in sentence.words:
        head = sentence.head(word)
        if head is None or head.upos not in ("NOUN", "PROPN", "ADJ"):
            return word
        bare = not sentence.children(word, "case")
        titled = person and (head.lemma.lower() in nouns("title") or head.lemma.lower() in nouns("person"))
        if word.relation in ("flat", "appos") or word.deprel == "nmod:desc" or (bare and titled and word.relation in ("nmod", "compound")):
            word = head
        else:
            return word
    return word


@kept
def role_of(sentence: Sentence, word: Word) -> str:
    """subject, object, oblique, possessor, conjunct or modifier."""
    relation = word.relation
    if relation == "conj":
        first = word
        for _ in sentence.words:
            if first.relation != "conj" or not first.head:
                break
            first = sentence[first.head]
        return role_of(sentence, first) if first.relation != "conj" and first is not word else "modifier"
    if relation in ("nsubj", "csubj", "expl"):
        return "subject"
    if relation in ("obj", "iobj"):
        return "object"
    if relation == "obl":
        return "oblique"
    if word.deprel in ("nmod:poss", "det:poss"):
        return "possessor"
    if relation in ("root", "parataxis", "dislocated", "vocative"):
        return "subject" if not sentence.children(word, "cop") else "modifier"
    return "modifier"


@kept
def clause_of(sentence: Sentence, word: Word) -> Word:
    """The predicate of the smallest clause that holds the word; a noun or adjective predicate holds itself."""
    for _ in sentence.words:
        head = sentence.head(word)
        if head is None or word.relation in CLAUSAL or word.relation == "root":
            return word
        if word.relation == "conj" and word.upos in ("VERB", "AUX"):
            return word
        word = head
    return word


def clauses_above(sentence: Sentence, predicate: Word) -> Iterator[Word]:
    """Predicates of the clauses around this one, from the nearest."""
    seen = {predicate.index}
    while predicate.head:
        predicate = clause_of(sentence, sentence[predicate.head])
        if predicate.index in seen:
            return
        seen.add(predicate.index)
        yield predicate


@kept
def subject_of(sentence: Sentence, predicate: Word) -> Word | None:
    """The subject, also where it is left out: of a coordinated verb, an infinitive, a participle, a relative clause."""
    for _ in sentence.words:
        own = sentence.child(predicate, "nsubj", "csubj")
        if own is not None:
            if own.upos == "PRON" and own.feats.get("PronType") == "Rel" and predicate.deprel.startswith("acl") and predicate.head:
                return sentence[predicate.head]
            return own
        if not predicate.head:
            return None
        if predicate.relation in ("conj", "xcomp", "advcl", "parataxis"):
            if predicate.relation == "parataxis":
                return None
            above = sentence[predicate.head]
            if predicate.relation == "xcomp":
                middle = sentence.child(above, "obj", "iobj")
                if middle is not None:
                    return middle  # "asked Lee to call him": Lee calls
            if above.upos not in ("VERB", "AUX", "ADJ") and not sentence.children(above, "cop"):
                return None
            predicate = above
        elif predicate.relation == "acl":
            return sentence[predicate.head]
        else:
            return None
    return None


def excluded(sentence: Sentence, pronoun: Word, anchor: Word, words: frozenset[int]) -> bool:
    """Can the pronoun and a mention of the same sentence not be the same? (Binding conditions A and B, i-within-i.)

    `anchor` is the mention's topmost word, `words` its own words.
    """
    if _coordinated(sentence, pronoun, anchor) or (pronoun.index in words and not _accompanying(sentence, pronoun, anchor)):
        return True
    reflexive = pronoun.feats.get("Reflex") == "Yes" or pronoun.lemma.endswith("self") or pronoun.lemma.endswith("selves")
    possessive = pronoun.deprel in ("nmod:poss", "det:poss")
    governor = sentence.head(pronoun)
    if governor is None:
        return False
    if possessive:
        # her <- friend -flat-> Ann: Ann is her friend, not she
        chain = {governor.index}
        node = governor
        while node.relation in ("flat", "appos", "compound") and node.head and node.head not in chain:
            node = sentence[node.head]
            chain.add(node.index)
        inside = anchor.index in chain or any(a.index in chain for a in sentence.ancestors(anchor) if anchor.index > pronoun.index)
        return inside or _predicated(sentence, governor, anchor)
    clause = clause_of(sentence, pronoun)
    if pronoun.relation == "nsubj" and anchor.index > pronoun.index and _commands(sentence, governor, anchor):
        return True
    if pronoun.relation in ARGUMENTS and _beside_relative(sentence, pronoun, clause, anchor):
        return True
    coarguments = {w.index for w in _arguments(sentence, clause)}
    subject = None if _loose(sentence, clause) else subject_of(sentence, clause)
    if subject is not None and subject.index != pronoun.index:
        coarguments.add(subject.index)
    mine = pronoun.index in coarguments or sentence.head(pronoun) == clause
    top = anchor
    for _ in sentence.words:
        if top.relation != "conj" or not top.head:
            break
        top = sentence[top.head]
    together = anchor.index in coarguments or (top.index in coarguments and top != clause)
    if reflexive:
        return not together
    if pronoun.relation in ("nmod", "appos") and anchor.index == governor.index:
        return True  # "a friend of his/him" is not him
    if mine and pronoun.relation in ARGUMENTS and anchor.index == clause.index and anchor.upos in ("NOUN", "PROPN"):
        return True  # "He is the owner": said of him, not the same mention
    return mine and together


def _commands(sentence: Sentence, governor: Word, anchor: Word) -> bool:
    """ "He said that Lee would come": he is not Lee, who stands below his verb (binding condition C)."""
    for word in (anchor, *sentence.ancestors(anchor)):
        if word.index == governor.index:
            return word != anchor
        if word.relation in ("conj", "parataxis", "appos") or word.deprel == "acl:relcl":
            return False  # "he left, and Lee stayed": beside the verb, not below it
    return False


def _accompanying(sentence: Sentence, pronoun: Word, anchor: Word) -> bool:
    """ "a man with his dog", "thanked the mayor for his help": inside the phrase, and yet its head; not so "the owner of his house"."""
    # man -nmod-> dog -nmod:poss-> his
    owned = sentence.head(pronoun)
    if owned is None or pronoun.deprel not in ("nmod:poss", "det:poss") or owned.relation != "nmod" or owned.head != anchor.index:
        return False
    case = sentence.child(owned, "case")
    return case is not None and case.lemma not in ("of", "between", "among", "like")


def _beside_relative(sentence: Sentence, pronoun: Word, clause: Word, anchor: Word) -> bool:
    """ "Lee, with whom she worked": she is not Lee, whom the relative pronoun beside her stands for."""
    # Lee <-acl:relcl- worked -obl-> whom, worked -nsubj-> she
    if clause.deprel != "acl:relcl" or clause.head != anchor.index or pronoun.head != clause.index:
        return False
    return any(
        w.index != pronoun.index and w.upos == "PRON" and (w.feats.get("PronType") == "Rel" or w.lemma in ("who", "whom", "which"))
        for w in _arguments(sentence, clause)
    )


def _loose(sentence: Sentence, clause: Word) -> bool:
    """Is who acts in this participle uncertain? "Lee hit Ray, injuring him": Lee, or the blow."""
    if sentence.child(clause, "nsubj", "csubj") is not None:
        return False
    if clause.relation == "advcl" and any(w.lemma in _CONTROLLED for w in sentence.children(clause, "mark", "case")):
        return False
    return clause.relation == "acl" or (clause.relation == "advcl" and clause.index > clause.head)


#: "by calling them isolated": who acts is the subject above.
_CONTROLLED = frozenset({"by", "without"})


def _arguments(sentence: Sentence, predicate: Word) -> tuple[Word, ...]:
    return tuple(w for w in sentence.children(predicate) if w.relation in ARGUMENTS)


def _coordinated(sentence: Sentence, one: Word, other: Word) -> bool:
    """he and Lee"""
    heads = set()
    for word in (one, other):
        top = word
        for _ in sentence.words:
            if top.relation != "conj" or not top.head:
                break
            top = sentence[top.head]
        heads.add(top.index)
    return len(heads) == 1 and (one.relation == "conj" or other.relation == "conj")


def _predicated(sentence: Sentence, governor: Word, anchor: Word) -> bool:
    """Lee is his brother: Lee is not "his". The subject of a noun predicate, or an apposition, of the possessed noun."""
    if anchor.relation == "nsubj" and anchor.head == governor.index and sentence.children(governor, "cop"):
        return governor.lemma in nouns("person") or governor.lemma in nouns("title")
    return (
        governor.relation == "appos"
        and governor.head == anchor.index
        and (governor.lemma in nouns("person") or governor.lemma in nouns("title"))
    )


@kept
def phrase_words(sentence: Sentence, head: Word) -> tuple[Word, ...]:
    """The noun phrase of a head without clauses, appositions and further conjuncts; one unbroken stretch around it."""
    kept = {head.index}
    below = [child for child in sentence.children(head) if child.deprel not in _LOOSE]
    while below:
        word = below.pop()
        kept.add(word.index)
        below += [child for child in sentence.children(word) if child.deprel not in _CLAUSES and child.relation not in _CLAUSES]
    case = {w.index for w in sentence.children(head, "case") if w.index < head.index}
    kept -= case
    start = end = head.index
    while start - 1 in kept or (
        start - 2 in kept and start > 2 and sentence[start - 1].upos == "PUNCT" and sentence[start - 1].text in "-–'"
    ):
        start -= 1
    while end + 1 in kept:
        end += 1
    while end > head.index and (sentence[end].upos in ("PUNCT", "ADP", "CCONJ") or sentence[end].text in ("'s", "’s", "'", "’")):
        end -= 1
    return sentence.words[start - 1 : end]
