"""Speech whose content is a clause below its cue."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.channels import is_channel
from claimcheck.enrich.speech.content import cue_lemma, outside_of, proposal
from claimcheck.enrich.speech.cues import ADJECTIVES, CLAUSE, INFINITIVE, QUOTATIVE, SPEAKING, VERBS
from claimcheck.enrich.speech.kinds import is_agent
from claimcheck.enrich.speech.negation import negation
from claimcheck.enrich.speech.sources import hears, is_passive, own_source, source_of
from claimcheck.enrich.speech.verbs import QUESTIONS, addition, asserts, clause_words, is_day, trailing, verb_group, verbs
from claimcheck.model import Attribution, CueClass
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: "Considering that …", "assuming that …": conjunctions, nobody speaks.
_GIVEN = frozenset("assume consider presume see suppose".split())
#: "Proposed taxing sugar".
_WITH_GERUND = frozenset("advise advocate propose recommend suggest".split())
#: "A spokesman who asked not to be named": about the source, not what he said.
_ANONYMITY = frozenset({"name", "identify", "quote"})
#: Conjunctions of the time at which something was said.
_MEANWHILE = frozenset("as while when after before".split())
#: Auxiliaries that reported speech takes after a verb in the past.
_REPORTED = frozenset("would could should might".split())


@rule(
    "attribution",
    yes={
        "{The minister} said that prices had fallen.": "a clause with that",
        "{Police} said two men were arrested on Monday.": "a clause without that",
        '"We will appeal," {the lawyer} told reporters.': "a quotation as the verb's complement",
        "{The inquest} heard the boy had been ill for three days.": "a court hears what it is told",
        "The Herald quoted {the minister} as saying that the dam had failed.": "who is quoted speaks, not who quotes",
    },
    no={
        "The neighbours heard the boy cry.": "ears, not evidence",
        "The minister made prices fall.": "a verb of making, nobody speaks",
        "She said nothing about prices.": "a pronoun is no content",
    },
)
def reported_clause(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech, thought or knowledge with a clause as its complement."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or addition(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        if _witnessed(sentence, verb, lemma):
            continue
        words: set[Word] = set()
        for clause in _complements(sentence, verb):
            words |= clause_words(sentence, clause, verb) - _meanwhile(sentence, verb, clause)
        if not words:
            continue
        if lemma in SPEAKING:
            words |= _stray_subject(sentence, verb, words)
        if is_passive(sentence, verb) and own_source(sentence, verb) is None:
            continue  # passive_report
        found = proposal(sentence, verb, words, "reported_clause", cue_words=verb_group(sentence, verb))
        if found is not None and (
            found.source is not None or (verb.relation in ("advcl", "acl", "xcomp", "csubj") and not _judged(sentence, verb))
        ):
            yield found


def _witnessed(sentence: Sentence, verb: Word, lemma: str) -> bool:
    """ "Saw him leave", "saw four people climb down": what somebody lived through, not what he says about it."""
    clause = sentence.child(verb, "ccomp")
    if lemma not in ("find", "see", "show", "feel", "hear") or clause is None or sentence.child(clause, "mark") is not None:
        return False
    if lemma == "hear" and _told(sentence, verb, clause):
        return False
    if clause.feats.get("VerbForm") in ("Inf", "Part", "Ger") and sentence.child(clause, "aux", "cop") is None:
        return True
    return lemma in ("see", "hear") and sentence.subtree(clause)[0].lemma.lower() not in ("how", "why", "what", "that", "whether")


def _meanwhile(sentence: Sentence, verb: Word, clause: Word) -> set[Word]:
    """`Lee said "the game was lost" as he left the hall`: a clause behind a quotation says when it was said, not what."""
    quoted = outside_of(sentence, verb)
    if clause.index not in quoted or clause.index < verb.index:
        return set()
    words: set[Word] = set()
    for aside in sentence.children(clause, "advcl"):
        branch = sentence.subtree(aside)
        marks = {m.lemma.lower() for m in sentence.children(aside, "mark", "advmod")}
        if aside.index > clause.index and marks & _MEANWHILE and not any(w.index in quoted for w in branch):
            words |= set(branch)
    return words


def _told(sentence: Sentence, verb: Word, clause: Word) -> bool:
    """ "The inquest heard he had been ill": a court hears what it is told; the clause is finite and has its subject."""
    finite = clause.feats.get("VerbForm") == "Fin" or any(
        a.xpos in ("VBD", "VBZ", "VBP", "MD") for a in sentence.children(clause, "aux", "cop")
    )
    return hears(verb, own_source(sentence, verb)) and finite and sentence.child(clause, "nsubj", "nsubj:pass", "expl") is not None


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


def _judged(sentence: Sentence, verb: Word) -> bool:
    """ "It is hard to say what …": an adjective about saying, nobody says it."""
    governor = sentence.head(verb)
    return governor is not None and governor.upos == "ADJ" and sentence.child(governor, "expl", "cop") is not None


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


def _stray_subject(sentence: Sentence, verb: Word, words: set[Word]) -> set[Word]:
    """Words between verb and clause that the parse hung on the verb as its object, and gaps inside of the clause.

    said [the nonstop demands that come with the work] sometimes erase the barriers
    said -obj-> demands, said -ccomp-> erase
    """
    if verb.lemma in ("tell", "warn") or min(w.index for w in words) < verb.index:
        return set()
    low, high = min(w.index for w in words), max(w.index for w in words)
    below = set(sentence.subtree(verb))
    stray: set[Word] = set()
    for thing in sentence.children(verb, "obj"):
        if verb.index < thing.index < high and not is_day(thing) and sentence.child(verb, "nsubj") is not None:
            stray |= set(sentence.subtree(thing))
    low = min([low, *(w.index for w in stray)])
    gap = {w for w in below if low < w.index < high and w.index > verb.index}
    return stray | gap


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


def _complements(sentence: Sentence, verb: Word) -> list[Word]:
    found = [
        c
        for c in sentence.children(verb, "ccomp")
        if not (c.index > verb.index and (trailing(sentence, c) or _headless(sentence, verb, c)))
    ]
    found += [c for c in sentence.children(verb, "advcl", "conj") if c.index > verb.index and _with_that(sentence, c)]
    if not found and cue_lemma(sentence, verb) in CLAUSE:
        found += _behind_channel(sentence, verb)
    found += _ways(sentence, verb)
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
                found += [c for c in sentence.children(hearer, "acl", "ccomp") if _with_that(sentence, c)]
    if not found and cue_lemma(sentence, verb) in QUOTATIVE:
        found = [
            c
            for c in sentence.children(verb, "parataxis", "dep", "discourse")
            if len(sentence.subtree(c)) > 1 and not (c.lemma.lower() in QUOTATIVE and own_source(sentence, c) is not None)
        ]
    return found


@rule(
    "attribution",
    yes={"{The minister} said prices had fallen, adding that wages had risen.": "the subject of said speaks on"},
    no={"The cook tasted the soup, adding salt.": "adding a thing"},
)
def adding_that(sentence: Sentence) -> Iterator[Attribution]:
    """A participle of speech that goes on with the words of the speaker above: "adding that …", "saying …"."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or lemma in _GIVEN or not addition(sentence, verb):
            continue
        words: set[Word] = set()
        for clause in sentence.children(verb, "ccomp"):
            words |= clause_words(sentence, clause, verb)
        found = proposal(sentence, verb, words, "adding_that")
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={
        "{The company} promised to pay by May.": "what was promised",
        "{The union} urged members to stay away.": "what was asked of others",
    },
    no={"She told a story to the children.": "no infinitive", "He refused to comment.": "nothing is said"},
)
def promised_action(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of promising, asking, wanting or claiming with an infinitive."""
    for verb, lemma in verbs(sentence):
        if lemma not in INFINITIVE | _WITH_GERUND or is_passive(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        for clause in sentence.children(verb, "xcomp", "ccomp", "advcl"):
            to = sentence.child(clause, "mark")
            gerund = lemma in _WITH_GERUND and clause.xpos == "VBG" and to is None and clause.relation in ("xcomp", "ccomp")
            if not gerund and (to is None or to.lemma.lower() != "to") or clause.index < verb.index:
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


@rule(
    "attribution",
    yes={"{The minister} made it clear that taxes would rise.": "made it clear"},
    no={"The rain made it hard to see.": "nobody says anything", "It is clear that the vote was fair.": "nobody is named"},
)
def made_clear(sentence: Sentence) -> Iterator[Attribution]:
    """ "Made it clear that …", "made clear …", "left no doubt that …" with somebody as the subject."""
    for verb in sentence.words:
        if verb.upos != "VERB" or verb.lemma.lower() != "make" or is_passive(sentence, verb):
            continue
        clear = next((c for c in sentence.children(verb, "xcomp", "obj", "advmod", "ccomp") if c.lemma.lower() in ("clear", "plain")), None)
        speaker = own_source(sentence, verb)
        if clear is None or speaker is None or clear.index < verb.index:
            continue
        branches = (*sentence.children(clear, "ccomp", "csubj", "advcl"), *sentence.children(verb, "ccomp", "csubj", "advcl"))
        clause = next((c for c in branches if c.index > clear.index and sentence.child(c, "nsubj", "nsubj:pass", "expl") is not None), None)
        if clause is None or any(m.lemma.lower() not in ("that", "whether") for m in sentence.children(clause, "mark")):
            continue
        words = clause_words(sentence, clause, verb)
        found = proposal(sentence, verb, words, "made_clear", source=speaker, lemma="make clear", cue_class="report")
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={"{She} is convinced that the vote was fair.": "an adjective of belief"},
    no={"It is good that the vote was fair.": "a judgement without a holder"},
)
def convinced_that(sentence: Sentence) -> Iterator[Attribution]:
    """An adjective of belief or knowledge with a clause."""
    for word in sentence.words:
        lemma = word.text.lower() if word.text.lower() in ADJECTIVES else word.lemma.lower()
        if word.upos not in ("ADJ", "VERB") or lemma not in ADJECTIVES or sentence.child(word, "cop", "aux:pass", "aux") is None:
            continue
        subject = sentence.child(word, "nsubj", "nsubj:pass")
        clause = sentence.child(word, "ccomp", "advcl")
        if subject is None or clause is None or subject.lemma.lower() in ("it", "there", "this", "that"):
            continue
        mark = sentence.child(clause, "mark")
        if clause.relation == "advcl" and (mark is None or mark.lemma.lower() != "that"):
            continue
        if clause.index < word.index:
            continue
        found = proposal(
            sentence, word, clause_words(sentence, clause, word), "convinced_that", source=subject, cue_class=ADJECTIVES[lemma], lemma=lemma
        )
        if found is not None:
            yield found
