"""Speech whose content is an infinitive or a participle below its cue: what somebody promises, asks for or proposes."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import outside_of, proposal
from claimcheck.enrich.speech.cues import INFINITIVE
from claimcheck.enrich.speech.kinds import is_agent
from claimcheck.enrich.speech.sources import is_passive, source_of
from claimcheck.enrich.speech.verbs import asserts, clause_words, verb_group, verbs
from claimcheck.model import Attribution, CueClass
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: "Proposed taxing sugar".
_WITH_GERUND = frozenset("advise advocate propose recommend suggest".split())
#: "Opposed taxing sugar"; "supports them to grow" is a deed.
_STANDING = frozenset("favor favour oppose support".split())
#: "Demanded the company pay".
_WITH_SUBJUNCTIVE = frozenset("ask demand insist propose recommend request suggest urge".split())
#: "A spokesman who asked not to be named": about the source, not what he said.
_ANONYMITY = frozenset({"name", "identify", "quote"})


@rule(
    "attribution",
    yes={
        "{The company} promised to pay by May.": "what was promised",
        "{The union} urged members to stay away.": "what was asked of others",
        "{The union} demanded the company pay all wages by May.": "without to",
    },
    no={
        "She told a story to the children.": "no infinitive",
        "He refused to comment.": "nothing is said",
        "The law required owners to pay the tax.": "what a law does",
    },
)
def promised_action(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of promising, asking, wanting or claiming with an infinitive."""
    for verb, lemma in verbs(sentence):
        if (
            lemma not in INFINITIVE | _WITH_GERUND | _WITH_SUBJUNCTIVE | _STANDING
            or is_passive(sentence, verb)
            or not asserts(sentence, verb, lemma)
        ):
            continue
        for clause in sentence.children(verb, "xcomp", "ccomp", "advcl"):
            to = sentence.child(clause, "mark")
            bare = lemma in _WITH_SUBJUNCTIVE and clause.xpos == "VB" and to is None and clause.relation == "xcomp"
            gerund = lemma in _WITH_GERUND | _STANDING and clause.xpos == "VBG" and to is None and clause.relation in ("xcomp", "ccomp")
            if bare and not any(verb.index < o.index < clause.index for o in sentence.children(verb, "obj")):
                continue
            with_to = to is not None and to.lemma.lower() == "to" and lemma in INFINITIVE | _WITH_GERUND
            if not (gerund or bare or with_to) or clause.index < verb.index:
                continue
            if clause.relation == "advcl" and sentence.child(verb, "obj", "obl") is None:
                continue
            speaker = source_of(sentence, verb, outside_of(sentence, verb))
            if lemma in ("aim", "intend") and speaker is not None and not is_agent(speaker):
                continue  # "a project that aims to help"
            if lemma == "ask" and clause.lemma.lower() in _ANONYMITY:
                continue
            if lemma == "call" and not any(
                c.lemma.lower() in ("on", "upon", "for") for o in sentence.children(verb, "obl") for c in sentence.children(o, "case")
            ):
                continue
            words = clause_words(sentence, clause, verb)
            for asked in sentence.children(verb, "obj", "obl"):
                if verb.index < asked.index < clause.index and (asked.relation == "obj" or lemma == "call"):
                    words |= {w for w in sentence.subtree(asked) if w.relation != "case" or w.head != asked.index}
            asked_for: CueClass | None = "report" if lemma in ("ask", "challenge") else None
            found = proposal(sentence, verb, words, "promised_action", cue_words=verb_group(sentence, verb), cue_class=asked_for)
            if found is not None and found.source is not None:
                yield found
                break
