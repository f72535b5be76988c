"""The clauses below a verb of speech that say what was said, those among them that the parse hung elsewhere or took for something else."""

from __future__ import annotations

from claimcheck.enrich.speech.channels import is_channel
from claimcheck.enrich.speech.content import cue_lemma, outside_of
from claimcheck.enrich.speech.cues import CLAUSE, HEARING, QUOTATIVE, SPEAKING, VERBS
from claimcheck.enrich.speech.kinds import INSTITUTIONS, UNNAMED, noun_lemma
from claimcheck.enrich.speech.negation import negation
from claimcheck.enrich.speech.sources import own_source
from claimcheck.enrich.speech.verbs import QUESTIONS, trailing
from claimcheck.tree import Sentence, Word

#: Auxiliaries that reported speech takes after a verb in the past.
_REPORTED = frozenset("would could should might".split())
#: "Denied taking bribes": what somebody says that he did.
_DEEDS = frozenset("acknowledge admit deny mention recall recount remember report".split())


def complements(sentence: Sentence, verb: Word) -> list[Word]:
    """Heads of the clauses that are what was said, in the order in which they were looked for."""
    found = [
        c
        for c in sentence.children(verb, "ccomp")
        if not (c.index > verb.index and (trailing(sentence, c) or _headless(sentence, verb, c)))
    ]
    found += [c for c in sentence.children(verb, "advcl", "conj") if c.index > verb.index and _with_that(sentence, c)]
    if not found and cue_lemma(sentence, verb) in CLAUSE:
        found += _behind_channel(sentence, verb)
    found += _ways(sentence, verb)
    if cue_lemma(sentence, verb) in _DEEDS:
        things = sentence.children(verb, "obj", "iobj")  # "reported him missing"
        deeds = [c for c in sentence.children(verb, "xcomp") if c.xpos == "VBG" and c.index > verb.index]
        found += [c for c in deeds if not sentence.children(c, "mark") and not any(verb.index < o.index < c.index for o in things)]
    if not found:
        found += _gapped(sentence, verb)
    found += _spoken_on(sentence, verb, found)
    open_ = negation(sentence, verb) is not None and cue_lemma(sentence, verb) in SPEAKING
    found += [c for c in sentence.children(verb, "advcl") if c.index > verb.index and _asked(sentence, c, open_) and c not in found]
    if verb.xpos == "VBG":  # "telling people that taxes rise and wages fall": a finite clause joins the content, not the participle
        found += [c for c in sentence.children(verb, "conj") if found and c not in found and sentence.child(c, "nsubj", "expl") is not None]
    if not found and cue_lemma(sentence, verb) in SPEAKING:
        found = [c for c in sentence.children(verb, "conj", "advcl", "xcomp") if _unjoined(sentence, verb, c)]
    if not found and cue_lemma(sentence, verb) in ("tell", "remind", "assure", "inform", "warn", "advise", "notify"):
        for hearer in sentence.children(verb, "obj", "iobj", "obl"):
            if hearer.index > verb.index:
                found += [
                    c for c in sentence.children(hearer, "acl", "ccomp") if _with_that(sentence, c) or _hearer_told(sentence, hearer, c)
                ]
    if not found and cue_lemma(sentence, verb) in ("say", "add", "note", "claim"):
        found = _taken_for_noun(sentence, verb)
    if not found and cue_lemma(sentence, verb) in QUOTATIVE:
        found = [
            c
            for c in sentence.children(verb, "parataxis", "dep", "discourse")
            if len(sentence.subtree(c)) > 1 and not (c.lemma.lower() in QUOTATIVE and own_source(sentence, c) is not None)
        ]
    return found


def _unjoined(sentence: Sentence, verb: Word, clause: Word) -> bool:
    """A finite clause behind the cue that nothing joins to it: what was said, though the parse took its subject for an object.

    said [single people] would qualify
    said -obj-> people, said -conj-> qualify
    """
    thing = sentence.child(verb, "obj")
    finite = sentence.child(clause, "aux", "cop") is not None or clause.feats.get("VerbForm") == "Fin"
    return (
        thing is not None
        and verb.index < thing.index < clause.index
        and finite
        and own_source(sentence, verb) not in (None, thing)
        and sentence.child(clause, "cc", "mark") is None
    )


def _with_that(sentence: Sentence, clause: Word) -> bool:
    """A clause with "that" and a subject of its own: no relative clause, though it hangs on a noun."""
    marks = [m.lemma.lower() for m in sentence.children(clause, "mark")]
    return marks == ["that"] and sentence.child(clause, "nsubj", "expl") is not None


def _headless(sentence: Sentence, verb: Word, clause: Word) -> bool:
    """ "The zeal with which the board responded has died down": a finite verb without subject is no complement.

    A gap is its subject only in a relative clause: "who, aides say, remain at risk".
    """
    finite = clause.xpos in ("VBD", "VBZ") or any(a.xpos in ("VBD", "VBZ", "VBP", "MD") for a in sentence.children(clause, "aux", "cop"))
    own = sentence.child(clause, "nsubj", "expl", "csubj", "mark") is not None or clause.xpos == "VB"
    gapped = cue_lemma(sentence, verb) not in ("answer", "comment", "object", "reply", "respond")  # these take no bare clause
    relative = gapped and any(w.deprel == "acl:relcl" for w in (verb, *sentence.ancestors(verb)))
    return (
        finite
        and not own
        and not relative
        and cue_lemma(sentence, verb) not in SPEAKING
        and not outside_of(sentence, verb)
        and sentence.subtree(clause)[0].index == verb.index + 1
    )


def _asked(sentence: Sentence, clause: Word, unanswered: bool) -> bool:
    """ "Explained why …", "has not said when …": an indirect question, which the parse took for an adverbial."""
    first = sentence.subtree(clause)[0]
    return (
        first.lemma.lower() in (QUESTIONS if unanswered else ("why", "how", "whether"))
        and first.head == clause.index
        and sentence.child(clause, "nsubj", "expl") is not None
    )


def _behind_channel(sentence: Sentence, verb: Word) -> list[Word]:
    """ "Stated in an affidavit that he had paid": what was said, though the parse took it for a relative clause of the channel.

    stated -obl-> affidavit, affidavit -acl:relcl-> paid, paid -nsubj-> he
    """
    found = []
    for channel in sentence.children(verb, "obl"):
        if channel.index < verb.index or not is_channel(sentence, channel) or own_source(sentence, verb) is None:
            continue
        for clause in sentence.children(channel, "acl", "ccomp"):
            first, subject = sentence.subtree(clause)[0], sentence.child(clause, "nsubj", "nsubj:pass", "expl")
            if first.text.lower() == "that" and subject is not None and subject.index > first.index:
                found.append(clause)
    return found


def _ways(sentence: Sentence, verb: Word) -> list[Word]:
    """ "Described how the soldiers had burned the village": what happened, with "how" taken for an object.

    described -obj-> how, how -advcl:relcl-> burned
    """
    hows = [o for o in sentence.children(verb, "obj") if o.index > verb.index and o.lemma.lower() in ("how", "why")]
    return [
        o for o in hows if any(sentence.child(c, "nsubj", "nsubj:pass", "expl") is not None for c in sentence.children(o, "advcl", "acl"))
    ]


def _hearer_told(sentence: Sentence, hearer: Word, clause: Word) -> bool:
    """ "Told the court she had left", with what was said taken for a relative clause of "court": those are told things, not met."""
    subject = sentence.child(clause, "nsubj", "nsubj:pass", "expl")
    return (
        (noun_lemma(hearer) in HEARING | INSTITUTIONS | UNNAMED or hearer.upos == "PROPN")
        and subject is not None
        and subject.index == hearer.index + 1
        and subject.upos == "PRON"
        and subject.lemma.lower() not in ("who", "which", "that")
        and bool({w.xpos for w in (clause, *sentence.children(clause, "aux", "cop"))} & {"VBD", "VBZ", "VBP", "MD"})
    )


def _taken_for_noun(sentence: Sentence, verb: Word) -> list[Word]:
    """ "He said costs for flights increased by 3 percent": a clause whose verb the parse took for a participle of its subject.

    said -nsubj-> He, said -nsubj-> costs (or -obj->), costs -acl-> increased
    """
    speaker = own_source(sentence, verb)
    if speaker is None or speaker.index > verb.index:
        return []
    for thing in sentence.children(verb, "nsubj", "obj"):
        participle = next((c for c in sentence.children(thing, "acl") if c.xpos == "VBN" and c.deprel == "acl"), None)
        plain = participle is not None and participle.text.lower().endswith("ed") and sentence.child(participle, "obl:agent", "aux") is None
        if thing.index > verb.index and thing.index != speaker.index and plain and participle is not None:
            tail = [w for w in sentence.words if w.index > participle.index and w.upos != "PUNCT"]
            if tail and all(w in sentence.subtree(thing) for w in tail):
                return [thing]
    return []


def _gapped(sentence: Sentence, verb: Word) -> list[Word]:
    """ "The plan that Reed said would save money", "the park, which, Reed said, is full": a relative clause around the cue.

    plan -acl:relcl-> said, said -obj-> that; "save" hangs anywhere, its words begin right behind the cue and have no subject
    """
    relative = next((o for o in sentence.children(verb, "obj") if o.index < verb.index and o.lemma.lower() in ("that", "which")), None)
    if verb.deprel != "acl:relcl" or relative is None or cue_lemma(sentence, verb) not in CLAUSE or verb.index >= len(sentence.words) - 1:
        return []
    comma = sentence[verb.index + 1].text == ","
    first = sentence[verb.index + (2 if comma else 1)]
    clause: Word | None = first if first.upos == "VERB" else sentence.head(first)
    if clause is None or first.xpos not in ("VBD", "VBZ", "VBP", "MD") or clause.relation not in ("ccomp", "acl", "conj", "parataxis"):
        return []
    own = sentence.child(clause, "nsubj", "nsubj:pass", "expl", "mark", "cc")
    return [clause] if own is None and sentence.subtree(clause)[0].index == first.index else []


def _spoken_on(sentence: Sentence, verb: Word, said: list[Word]) -> list[Word]:
    """A second clause that was said, which the parse joined to the verb of saying.

    He said there were two fires and he could not remember the date.
    said -ccomp-> were, said -conj-> remember

    It is joined with "and", or with "but" and an auxiliary of reported speech ("but he would stay", "but he had paid"); its own subject
    is a pronoun; its verb is none of speech, unless an auxiliary reports it; and it does not leave the past tense of the report.
    """
    if cue_lemma(sentence, verb) not in SPEAKING or not any(c.index > verb.index for c in said):
        return []
    barred = outside_of(sentence, verb)
    if any(c.index in barred for c in said):
        return []
    found = []
    for clause in sentence.children(verb, "conj"):
        subject, joint = sentence.child(clause, "nsubj", "nsubj:pass", "expl"), sentence.child(clause, "cc")
        if subject is None or joint is None or clause.index < said[-1].index:
            continue
        if subject.upos != "PRON" or subject.lemma.lower() in ("this", "that", "which", "who") or clause.index in barred:
            continue
        tenses = {w.xpos for w in (clause, *sentence.children(clause, "aux", "cop"))} & {"VBD", "VBZ", "VBP", "MD"}
        aux = {w.text.lower() for w in sentence.children(clause, "aux")}
        reported = bool(aux & _REPORTED) or ("had" in aux and clause.xpos == "VBN")
        past = verb.xpos in ("VBD", "VBN")
        if not tenses or (past and tenses & {"VBZ", "VBP"}) or (cue_lemma(sentence, clause) in VERBS and not reported):
            continue
        if joint.lemma.lower() == "and" or (joint.lemma.lower() == "but" and reported):
            found.append(clause)
    return found
