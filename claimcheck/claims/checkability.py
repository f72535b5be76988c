"""Whether a claim can be checked, and if not, why. One function a reason, asked in order; the first that speaks decides.

`yes`: it says enough to be compared with a source. `partial`: it does so once an open point is settled, or only in part.
`no`: nothing in it can be true or false for everybody. The exclusions are those of VeriScore (Song et al., 2024) and Claimify
(Metropolitansky and Larson, 2025): opinion, advice, hypothetical, personal experience, generic statement, question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from claimcheck.claims import judgement, rhetoric
from claimcheck.claims.evidence import Evidence, ends_as_sentence, once, simple_present
from claimcheck.claims.lexicon import ACTS_OF_OFFICE, ANYBODY, APPEALS, FACTUAL, FIRST_PERSON, PERFORMATIVES, PRIVATE_VERBS, PUBLIC_ACTS
from claimcheck.claims.type_words import RULE_VERBS, STATIVE
from claimcheck.claims.types import causes, tops
from claimcheck.model import Ambiguity, Checkability, TimeExpression
from claimcheck.tree import Word

BOILERPLATE = re.compile(
    r"^(?:read (?:more|also|the full)|click here|sign up|subscribe|follow (?:us|him|her|them|\w+ \w+ on)\b|share this|advertisement|copyright|"
    r"photo(?:graph)?:|image:|watch:|listen:|editor'?s note|related (?:articles|stories)|published|updated|contact us|download the|"
    r"(?:additional |further )?(?:reporting|writing|editing|graphics?) by\b|"
    r"(?:this|the) (?:article|post|story|page|item|report) (?:was|has been|will be|is being|originally|first)\b|"
    r"an earlier version of this|for more information|to (?:subscribe|unsubscribe|donate|contact)|correction:|sources?:|with files from|"
    r"thank you\b[^.]{0,40}[.!]?$|thanks\b[^.]{0,40}[.!]?$|good (?:morning|afternoon|evening|night)\b[^.]{0,60}[.!]?$|god bless\b|"
    r"(?:hello|hi|dear|greetings|ladies and gentlemen)\b[^.]{0,60}[.!,]?$)|©|\ball rights reserved\b|"
    r"\bcontributed (?:reporting|to this (?:report|article|story))\b",
    re.IGNORECASE,
)
#: Words that make "must" the content of a rule rather than a wish.
LEGAL = frozenset(
    """act amendment article bill bylaw code constitution convention court decree directive judge judgment jury law legislation licence
    license mandate ordinance permit protocol regulation require rule ruling sentence statute treaty verdict""".split()
)
#: Subjects that take part in a "must" as addressees: an appeal, no rule.
ADDRESSED = frozenset("we you i everyone everybody nobody anyone".split())
TODAY = frozenset({"today", "now", "nowadays", "these days", "currently", "tonight", "at present", "at the moment"})

Check = Callable[[Evidence, tuple[Ambiguity, ...]], Checkability | None]


def checkability(e: Evidence, ambiguity: tuple[Ambiguity, ...]) -> Checkability:
    """The first reason that applies; "yes" without one."""
    for check in CHECKS:
        found = check(e, ambiguity)
        if found is not None:
            return found
    return Checkability("yes")


def is_opinion(e: Evidence) -> bool:
    """Whether the predicate itself judges; see `judgement.is_opinion`."""
    return judgement.is_opinion(e)


@once
def has_facts(e: Evidence) -> bool:
    """A number, rank or date: something that can be compared with a source. "One", "today" and "for years" are none."""
    counted = any(q.text.lower() not in {"one", "a", "an"} for q in e.quantities)
    return bool(counted or e.ordinals or any(_dates(e, t) for t in e.times))


def _dates(e: Evidence, time: TimeExpression) -> bool:
    if time.status != "resolved" or time.value in {None, "PRESENT_REF", "PAST_REF", "FUTURE_REF"}:
        return False
    if time.type == "DURATION":
        return "X" not in (time.value or "")
    return time.type in {"DATE", "TIME"} and not (time.text.lower() in TODAY and simple_present(e))


@lru_cache(maxsize=64)  # the claims of one sentence ask one after the other
def is_boilerplate(line: str) -> bool:
    return BOILERPLATE.search(line) is not None


# -- what is no statement ---------------------------------------------------------------------------------------


def _boilerplate(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """Lines of the page, credits, greetings and thanks."""
    thanks = e.head.lemma.lower() == "thank" and e.subject() is None and e.clause.kind in {"main", "conjoined", "complement"}
    return Checkability("no", "boilerplate") if thanks or is_boilerplate(e.sentence.text.strip()) else None


def _question(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "question") if e.stance.question else None


def _directive(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """An imperative, or what a speaker tells his hearers to do: "we must act", "you have to listen", "I urge you to vote"."""
    if e.stance.directive:
        return Checkability("no", "directive")
    subject = e.subject()
    who = subject.lemma.lower() if subject is not None else ""
    if (e.stance.modality == "necessary" and not _past(e) or _has_got_to(e)) and who in ADDRESSED:
        return Checkability("partial" if has_facts(e) else "no", "directive")
    return None


def _has_got_to(e: Evidence) -> bool:
    """ "We have got to cut the cost": must."""
    infinitive = any(m.lemma.lower() == "to" for w in e.sentence.children(e.head, "xcomp") for m in e.sentence.children(w, "mark"))
    return e.head.text.lower() == "got" and infinitive and any(w.lemma == "have" for w in e.sentence.children(e.head, "aux"))


def _hypothetical(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    return Checkability("no", "hypothetical") if e.stance.modality == "conditional" else None


# -- what is somebody's own -------------------------------------------------------------------------------------


def _personal(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """What somebody feels, thinks or does by saying so: "I hope", "we are proud", "glad to …", "I thank you"."""
    subject = e.subject()
    direct = any(a.form == "direct" for a in e.attribution)
    first = subject is not None and subject.upos == "PRON" and subject.text.lower() in FIRST_PERSON
    dropped = subject is None and direct and e.clause.kind == "main"
    if not (first or dropped):
        return None
    lemma = e.head.lemma.lower()
    forward = lemma == "look" and any(w.lemma.lower() == "forward" for w in e.sentence.children(e.head, "advmod", "compound"))
    if lemma in PRIVATE_VERBS or forward or (e.head.upos == "ADJ" and judgement.evaluative(e.head)):
        return Checkability("partial" if has_facts(e) else "no", "personal-experience")
    if lemma in PERFORMATIVES and simple_present(e):
        return Checkability("no", "directive" if lemma in APPEALS else "personal-experience")
    if first and subject is not None and subject.text.lower() == "i" and not has_facts(e) and not _public(e):
        return Checkability("partial", "personal-experience")
    return None


def _public(e: Evidence) -> bool:
    """An act that leaves a record, or anything with a name in it."""
    subject = e.subject()
    others = [x for x in e.entities if subject is None or not subject.span.overlaps(x.span)]
    acts = PUBLIC_ACTS if simple_present(e) else PUBLIC_ACTS | PERFORMATIVES | ACTS_OF_OFFICE  # "I asked the board to meet": he did
    return bool(others) or e.head.lemma.lower() in acts


def _opinion(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    facts = has_facts(e)
    if judgement.is_time_to(e):
        return Checkability("no", "opinion")
    if is_opinion(e) and (facts or e.stance.modality != "possible"):
        return Checkability("partial" if facts or judgement.on_a_scale(e) else "no", "opinion")
    # that somebody says so can be checked, what he says cannot, whatever is dated or counted in it
    if judgement.labels(e) or judgement.believes_a_judgement(e):
        return Checkability("partial", "opinion")
    if facts or e.stance.modality == "possible":
        return None  # the figure, rank or date can be checked, however the sentence is coloured; what only may be so has its own reason
    if judgement.judges_in_object(e):
        return Checkability("partial" if judgement.on_a_scale(e) else "no", "opinion")
    if (
        judgement.assesses(e)
        or judgement.grades(e)
        or judgement.loaded_words(e)
        or judgement.comments(e)
        or rhetoric.argues(e)
        or _argument(e)
        or _appeals(e)
    ):
        return Checkability("partial", "opinion")
    return None


def _argument(e: Evidence) -> bool:
    """What is said to be so, or to be going on, in a sentence that judges in the outlet's own words: a part of the argument."""
    reports = _past(e) and (e.head.upos == "VERB" and not e.copular and e.head.lemma.lower() not in STATIVE)
    return not e.attribution and not reports and judgement.coloured(e)


def _appeals(e: Evidence) -> bool:
    """ "The party must change": necessary in somebody's eyes. With a law, court or rule in the sentence it is a rule."""
    if e.stance.modality != "necessary" or _past(e):
        return False
    return not any(w.lemma.lower() in LEGAL for w in e.sentence.words)


def _past(e: Evidence) -> bool:
    """Past or perfect; "must be given" is neither, though its participle has the form."""
    helpers = e.sentence.children(e.head, "aux", "cop")
    if any(w.xpos == "MD" for w in helpers) and not any(w.lemma == "have" for w in helpers):
        return False
    return e.head.feats.get("Tense") == "Past" or any(w.feats.get("Tense") == "Past" for w in helpers)


# -- what lacks something ---------------------------------------------------------------------------------------


def _open_outcome(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """Forecasts and plans without a figure or date, and what only may, can or would be."""
    would = any(w.lemma.lower() == "would" or w.text.lower() == "would" for w in e.sentence.children(e.head, "aux"))
    if would and not e.attribution and e.stance.modality == "predicted":  # in reported speech it is the past of "will"
        return Checkability("partial", "hypothetical")
    if has_facts(e):
        return None
    if e.stance.modality == "predicted":
        return Checkability("partial", "hypothetical")
    if e.stance.modality == "intended":
        return None if _named(e) else Checkability("partial", "hypothetical")
    able = any(w.lemma.lower() == "can" for w in e.sentence.children(e.head, "aux")) and not _named(e)
    return Checkability("partial", "hypothetical") if e.stance.modality == "possible" or able else None


def _fragment(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """No predicate ("Yes, she is."), or a main clause without subject and finite verb ("To pray for the victims."): what is said of
    whom stands elsewhere, if anywhere."""
    if rhetoric.elliptic(e) and not has_facts(e):
        return Checkability("partial", "ambiguous-reference")
    if e.clause.kind not in {"main", "conjoined"} or e.subject() is not None or e.sentence.child(e.head, "expl", "csubj"):
        return None
    carriers = [*e.sentence.children(e.head, "aux", "cop"), e.head]
    if any(w.feats.get("VerbForm") == "Fin" or w.xpos in {"MD", "VBD", "VBZ", "VBP"} for w in carriers):
        return None
    return Checkability("partial" if has_facts(e) else "no", "ambiguous-reference")


def _ambiguous(e: Evidence, ambiguity: tuple[Ambiguity, ...]) -> Checkability | None:
    """A subject that nothing settles: "he led the team", where neither the clause nor its sentence names, counts or dates anything.

    An open "it" or "the site" beside a name or figure leaves the claim what it was: it stands in the claim's `ambiguity`.
    """
    subject = e.subject()
    if subject is None or has_facts(e):
        return None
    addressed = subject.upos == "PRON" and subject.text.lower() == "you"
    if addressed and any(a.form == "direct" for a in e.attribution):
        return Checkability("partial", "ambiguous-reference")
    unknown = [a.span for a in ambiguity if a.kind == "reference" and not a.candidates]  # nothing in the text could be meant
    arguments = [e.sentence[s.head].span for s in e.clause.slots if s.role in {"subject", "object"}]
    if any(span.overlaps(argument) for span in unknown for argument in arguments):
        return Checkability("partial", "ambiguous-reference")
    pronoun = subject.upos in {"PRON", "DET"} and any(a.kind == "reference" and a.span.overlaps(subject.span) for a in ambiguity)
    if pronoun and not _named(e) and not e.sentence.mentions:
        return Checkability("partial", "ambiguous-reference")
    return None


def _generic(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """About a whole class or anybody ("Dogs chase cats", "you never know"), or present tense without a name, number or date."""
    subject = e.subject()
    if subject is not None and _reader(e, subject) and not any(a.form == "direct" for a in e.attribution):
        return Checkability("partial", "generic")
    if _unspecific_noun(e):
        return Checkability("partial", "generic")
    ruled = e.head.lemma.lower() in RULE_VERBS and e.sentence.child(e.head, "aux:pass")  # "is not allowed": a rule is written somewhere
    if has_facts(e) or _named(e) or not ends_as_sentence(e) or ruled:
        return None
    if e.clause.kind in {"apposition", "title"}:
        return Checkability("partial", "generic")
    if not simple_present(e):
        return None
    if e.sentence.child(e.head, "expl"):  # that there is none of a thing can be looked up, that there is some of it says little
        there = e.sentence.children(e.head, "nsubj")
        made = any(w.xpos == "VBN" for noun in there for w in e.sentence.children(noun, "acl"))  # "there is a hall built by volunteers"
        hardly = any(w.lemma.lower() in {"few", "little"} for noun in there for w in e.sentence.children(noun, "amod", "det"))
        plain = e.stance.polarity == "positive" and not (made or hardly or e.attribution)
        return Checkability("partial", "generic") if plain else None
    if causes(e) or tops(e) or any(w.lemma.lower() == "than" for w in e.words):  # "ozone harms crops": a law of nature can be looked up
        return None
    state = e.copular and e.head.lemma.lower() in FACTUAL  # "coal production is down"
    if subject is None or (_indefinite(e, subject) and not state):
        return Checkability("partial", "generic")
    habit = e.head.upos == "VERB" and not e.copular and not e.sentence.child(e.head, "aux:pass", "aux")
    return Checkability("partial", "generic") if habit and not e.attribution and not _known(e, subject) else None


def _known(e: Evidence, subject: Word) -> bool:
    """ "The site", "each section": things that the text has named, as against a class; "this" and "they" alone are not settled."""
    if any(w.lemma.lower() in FIRST_PERSON for w in e.words):  # "the world looks to us"
        return False
    return subject.upos == "NOUN" and any(
        d.feats.get("Definite") == "Def" or d.lemma.lower() == "each" for d in e.sentence.children(subject, "det")
    )


def _reader(e: Evidence, subject: Word) -> bool:
    """ "You", "your child": the reader, or anybody."""
    owners = e.sentence.children(subject, "nmod:poss")
    return subject.text.lower() == "you" or any(w.text.lower() == "your" for w in owners)


def _in_passing(e: Evidence, _: tuple[Ambiguity, ...]) -> Checkability | None:
    """A subordinate clause without name, number or date ("as he arrived"): mentioned in passing, it does not say when or who."""
    subordinate = e.clause.kind in {"relative", "participle", "adverbial"}
    if not subordinate or has_facts(e) or _named(e) or causes(e):  # what makes what is no event of a time
        return None
    return Checkability("partial", "underspecified-time")


def _named(e: Evidence) -> bool:
    return bool(e.entities) or e.names_resolved


def _unspecific_noun(e: Evidence) -> bool:
    """ "A man who lied", "events that limit time": the clause only says which ones are meant, and its noun names nobody."""
    if e.clause.kind not in {"relative", "participle"}:
        return False
    slot = next((s for s in e.clause.slots if s.restored and s.role in {"subject", "object"}), None)
    if slot is None:
        return False
    noun = e.sentence[slot.head]
    words = {i for s in e.clause.slots if s.role in {"subject", slot.role} for i in s.words}  # "a plan that Ann Lee drew up" says who
    named = any(e.sentence[i].span.overlaps(x.span) for i in words for x in e.entities)
    dated = has_facts(e) and bool(e.entities) and not simple_present(e)  # "someone who gave it to the Echo today": an event with its day
    return not named and not dated and _indefinite(e, noun) and not _set_off(e)


def _set_off(e: Evidence) -> bool:
    """A comma before the clause: it adds something to a noun that is known already."""
    first = e.sentence.subtree(e.head)[0]
    return first.upos == "PUNCT" or (first.index > 1 and e.sentence[first.index - 1].upos == "PUNCT")


def _indefinite(e: Evidence, noun: Word) -> bool:
    if noun.upos == "PROPN" or e.sentence.children(noun, "nummod", "nmod:poss"):
        return False
    if noun.upos == "PRON":
        return noun.text.lower() in ANYBODY
    determiners = e.sentence.children(noun, "det")
    return not any(d.feats.get("Definite") == "Def" or d.feats.get("PronType") == "Dem" or d.lemma.lower() == "each" for d in determiners)


CHECKS: tuple[Check, ...] = (
    _boilerplate,
    _question,
    _directive,
    _hypothetical,
    _personal,
    _opinion,
    _open_outcome,
    _fragment,
    _ambiguous,
    _generic,
    _in_passing,
)
