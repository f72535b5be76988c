"""Relative clauses: the noun that they hang on fills the place of the relative word."""

from collections.abc import Iterator

from claimcheck.clauses.predication import clause, is_predicate, phrase_of
from claimcheck.model import Clause, Role, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

PLACES = {"where": "place", "when": "time", "whereby": "manner", "why": "cause"}


@rule(
    "clause",
    yes={
        "He praised the minister, who {resigned on Friday}.": "the subject is the noun before",
    },
    no={"She asked who resigned on Friday.": "an indirect question, not a relative clause"},
)
def relative_clause(sentence: Sentence) -> Iterator[Clause]:
    """What a relative clause says of its noun; inside a noun phrase without a comma it is taken for granted."""
    for word in sentence.words:
        if word.deprel != "acl:relcl" or not is_predicate(sentence, word):
            continue
        noun = sentence.head(word)
        if noun is None or noun.upos not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} or noun.feats.get("PronType") in {"Int", "Rel"}:
            continue
        if noun.upos == "PRON" and noun.lemma in {
            "it",
            "this",
            "that",
            "what",
            "all",
            "everything",
            "something",
            "anything",
            "those",
            "one",
        }:
            continue
        pronoun, role = _gap(sentence, word)
        if pronoun is not None and pronoun.deprel == "nmod:poss":  # "whose wife …": the word stays, and is replaced in the wording
            yield clause(sentence, word, "relative", "relative_clause")
            continue
        antecedent = Slot(role, noun.index, phrase_of(sentence, noun), restored=True)
        yield clause(
            sentence, word, "relative", "relative_clause", restored=[antecedent], without=() if pronoun is None else (pronoun.index,)
        )


def _gap(sentence: Sentence, verb: Word) -> tuple[Word | None, Role]:
    """The relative word, if there is one, and the role that its noun plays in the clause."""
    for child in sentence.subtree(verb):
        if child.feats.get("PronType") == "Rel" or (
            child.lemma in {"who", "whom", "which", "whose", "where", "when"} and child.xpos in {"WP", "WDT", "WP$", "WRB"}
        ):
            top = child
            while (governor := sentence.head(top)) is not None and governor.index != verb.index:
                top = governor
            if child.lemma in PLACES:
                return child, "time" if child.lemma == "when" else "place" if child.lemma == "where" else "oblique"
            if top.relation in {"nsubj", "csubj"}:
                return child, "subject"
            return child, "object" if top.relation == "obj" else "oblique"
    if not sentence.child(verb, "nsubj", "csubj"):
        return None, "subject"
    return None, "oblique" if sentence.child(verb, "obj", "nsubj:pass") else "object"
