"""Sources in a phrase: "according to X", "per X", "in X's view", "citing X"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import proposal
from claimcheck.enrich.speech.kinds import DOCUMENTS, INSTITUTIONS, UNNAMED
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: What something can be sorted or done by; no speaker.
_CRITERIA = frozenset(
    """ability age agreement availability budget circumstance class colour color constitution convention country custom
    demand design direction experience formula gender height importance income instruction interest law level location
    merit name need order plan preference price principle priority procedure protocol rank recipe region regulation
    requirement rule schedule seniority sex size skill specification standard status strength taste tradition type usage
    value wealth weight will wish year""".split()
)

#: Nouns of "in X's view".
_VIEWS = frozenset(
    """view opinion word words eyes eye judgment judgement assessment estimate estimation telling account admission reckoning""".split()
)
#: "By one estimate", "by all accounts": somebody's, nobody says whose.
_ANYBODYS = frozenset("a an all another any many most one several some two".split())
_ACCORDING = frozenset({"accord", "according"})


@rule(
    "attribution",
    yes={
        "Prices fell, according to {the central bank}.": "the central bank",
        "According to {a new study}, one in ten is ill.": "a text, in front",
    },
    no={
        "Seats are assigned according to rank.": "a criterion, not a speaker",
        "Workers are paid according to their experience.": "a criterion with a possessor",
    },
)
def according_to(sentence: Sentence) -> Iterator[Attribution]:
    """ "According to" with somebody or a text that can speak."""
    if sentence.lemmas.isdisjoint(_ACCORDING):
        return
    for word in sentence.words:
        if word.lemma.lower() not in _ACCORDING or word.index >= len(sentence.words):
            continue
        to = sentence[word.index + 1]
        if to.text.lower() != "to":
            continue
        noun = _object(sentence, word, to)
        if noun is None or not _can_speak(sentence, noun, word):
            continue
        yield from _phrase(sentence, noun, (word, to), "according to", "according_to")


@rule(
    "attribution",
    yes={"Sales rose 3 percent, per {the company}.": "per with a body that speaks"},
    no={"Sales rose 3 percent per year.": "a rate", "It costs 40 dollars per company.": "a rate with a body"},
)
def per_source(sentence: Sentence) -> Iterator[Attribution]:
    """ "Per X" behind a comma or in front, as a short "according to"."""
    if "per" not in sentence.forms:
        return
    for word in sentence.words:
        if word.text.lower() != "per" or word.relation != "case" or not word.head:
            continue
        noun = sentence[word.head]
        if noun.index < word.index:
            continue
        apart = word.index == 1 or sentence[word.index - 1].text in (",", "—", "–", "(")
        definite = noun.upos == "PROPN" or sentence.child(noun, "det", "nmod:poss") is not None
        if apart and definite and _can_speak(sentence, noun, word):
            yield from _phrase(sentence, noun, (word,), "per", "per_source")


@rule(
    "attribution",
    yes={
        "In {the minister}'s view, the plan has failed.": "the holder of the view",
        "By {his} own admission, Reed had taken the money.": "who admits it",
        "By one {estimate}, 3,000 people have left the town.": "nobody is named",
    },
    no={"In recent years the plan has failed.": "a time", "By the account book lay a pen.": "a thing"},
)
def in_view_of(sentence: Sentence) -> Iterator[Attribution]:
    """ "In X's view", "in the words of X", "by X's own admission", "by one estimate"."""
    if sentence.lemmas.isdisjoint(_VIEWS):
        return
    for noun in sentence.words:
        if noun.lemma.lower() not in _VIEWS or noun.relation not in ("obl", "nmod"):
            continue
        case = sentence.child(noun, "case")
        head = sentence.head(noun)
        if case is None or case.lemma.lower() not in ("in", "by") or head is None:
            continue
        holder = sentence.child(noun, "nmod:poss") or next(
            (n for n in sentence.children(noun, "nmod") if (c := sentence.child(n, "case")) is not None and c.lemma == "of"), None
        )
        unnamed = case.lemma.lower() == "by" and noun.lemma.lower() in ("estimate", "account", "reckoning") and holder is None
        if unnamed and not any(d.lemma.lower() in _ANYBODYS for d in sentence.children(noun, "det", "nummod", "amod")):
            continue
        if (holder is None and not unnamed) or not _set_apart(sentence, noun):
            continue
        words = set(sentence.subtree(_clause_of(sentence, head))) - set(sentence.subtree(noun))
        found = proposal(
            sentence,
            noun,
            words,
            "in_view_of",
            source=holder,
            find_source=False,
            lemma=f"{case.lemma.lower()} {noun.text.lower()}",
            cue_class="belief" if noun.lemma.lower() in ("view", "opinion", "eye", "eyes") else "report",
            according=True,
        )
        if found is not None:
            yield found


def _set_apart(sentence: Sentence, noun: Word) -> bool:
    branch = sentence.subtree(noun)
    first, last = branch[0].index, branch[-1].index
    before = sentence[first - 1].text if first > 1 else ","
    after = sentence[last + 1].text if last < len(sentence.words) else ","
    return before in (",", "—", "–", '"', "“") or after == "," or sentence[last].text == ","


def _object(sentence: Sentence, word: Word, to: Word) -> Word | None:
    """What follows "according to": its head where the two are case markers, else its oblique."""
    if word.relation in ("case", "mark", "fixed") and word.head:
        head = sentence[word.head]
        if head.index > to.index:
            return head
    for noun in sentence.children(word, "obl", "nmod", "obj"):
        if noun.index > to.index:
            return noun
    if to.relation == "case" and to.head and sentence[to.head].index > to.index:
        return sentence[to.head]
    return None


def _can_speak(sentence: Sentence, noun: Word, word: Word) -> bool:
    lemma = noun.lemma.lower()
    if noun.upos == "PROPN" or noun.upos == "PRON" or lemma in UNNAMED or lemma in INSTITUTIONS:
        return True
    apart = word.index == 1 or sentence[word.index - 1].upos == "PUNCT"
    if lemma in _CRITERIA:
        return lemma in DOCUMENTS and apart
    return apart or lemma in DOCUMENTS


def _clause_of(sentence: Sentence, word: Word) -> Word:
    """The verb (or root) of the clause that holds a noun."""
    current = word
    while current.relation in (
        "nmod",
        "obl",
        "obj",
        "nsubj",
        "amod",
        "appos",
        "compound",
        "nummod",
        "flat",
        "advmod",
        "iobj",
        "dep",
        "advcl",
        "case",
    ) or (current.relation == "conj" and current.upos in ("NOUN", "PROPN", "ADJ", "NUM")):
        head = sentence.head(current)
        if head is None:
            break
        current = head
    return current


def _main_clause(sentence: Sentence, clause: Word) -> Word:
    """The clause that a phrase behind a comma belongs to: the whole statement, up to a clause that somebody else says."""
    current = clause
    while current.relation in ("acl", "advcl", "xcomp", "conj", "csubj", "nsubj", "nmod", "obl", "obj", "appos", "amod", "dep"):
        head = sentence.head(current)
        if head is None or (current.relation == "conj" and sentence.child(current, "nsubj") is not None):
            break
        current = head
    return current


def _phrase(sentence: Sentence, noun: Word, cue: tuple[Word, ...], lemma: str, rule_name: str) -> Iterator[Attribution]:
    """The clause that the phrase modifies, without the phrase."""
    top = noun
    if cue[0].relation not in ("case", "mark", "fixed") and cue[0].index in {w.index for w in sentence.ancestors(noun)}:
        top = cue[0]
    head = sentence.head(top)
    if head is None:
        return
    clause = _clause_of(sentence, head)
    if cue[0].index == 1 or sentence[cue[0].index - 1].text in (",", "—", "–"):
        clause = _main_clause(sentence, clause)
    phrase = set(sentence.subtree(top)) | set(cue)
    words = set(sentence.subtree(clause)) - phrase
    if clause.index in {w.index for w in phrase} or not words:
        # the parse took the phrase for the head: everything on the other side of its comma
        words = {w for w in sentence.words if w not in phrase}
    if cue[0].index > 1:
        # in the middle or at the end: what a later conjunct with its own subject says is not the source's
        last = max(w.index for w in phrase)
        for conj in sentence.children(clause, "conj", "parataxis"):
            if conj.index > last and cue[0].index < conj.index and sentence.child(conj, "nsubj", "nsubj:pass") is not None:
                words -= set(sentence.subtree(conj))
    found = proposal(sentence, cue[0], words, rule_name, source=noun, lemma=lemma, cue_words=cue, cue_class="report", according=True)
    if found is not None:
        yield found
