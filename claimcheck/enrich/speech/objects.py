"""Speech whose content is a noun phrase: "called for a ceasefire", "described the deal as a mistake", "denied the charge"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import proposal
from claimcheck.enrich.speech.cues import OBJECT, OBLIQUE, SPEAKING, STAND, TOPIC, class_of
from claimcheck.enrich.speech.kinds import UNNAMED, is_agent, noun_lemma, source_kind
from claimcheck.enrich.speech.negation import negation
from claimcheck.enrich.speech.sources import is_passive, own_source, source_of, source_words
from claimcheck.enrich.speech.verbs import asserts, verb_group, verbs
from claimcheck.model import Attribution, CueClass
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Naming and judging: object and predicate together are what was said.
_NAMING: dict[str, CueClass] = dict.fromkeys(
    """call describe label brand dub characterise characterize denounce decry hail portray depict paint""".split(), "report"
)
_JUDGING: dict[str, CueClass] = dict.fromkeys("consider regard view see deem".split(), "belief")
#: Praise and blame: only with "as", which adds a judgement of the source's own.
_AS: dict[str, CueClass] = {
    **dict.fromkeys(
        """acclaim attack bash blast condemn criticise criticize defend deride disparage lambast lambaste laud mock praise rate
    ridicule slam tout welcome cite dub identify present promote cast frame interpret""".split(),
        "report",
    ),
    **dict.fromkeys("dismiss reject".split(), "denial"),
    **dict.fromkeys("admire treat perceive recognise recognize accept fear".split(), "belief"),
}  # fmt: skip
_ACCUSING = frozenset(
    """accuse attack berate blame blast charge chastise chide commend condemn convict criticise criticize denounce deride fault laud
    lambast lambaste mock praise ridicule scold slam suspect""".split()
)
#: What texts and recordings do with what they hold: "a study found 31 cases".
_SHOWING = frozenset("""find show reveal indicate detail report list describe identify record capture depict document give put""".split())
_EMPTY = frozenset("""it this that he she they them him her me us you nothing something anything everything so what""".split())


@rule(
    "attribution",
    yes={
        "{The union} demanded higher pay.": "what was demanded",
        "{The mayor} denied the allegations.": "what was denied",
    },
    no={
        "The mayor denied it.": "a pronoun says nothing by itself",
        "The report cost 3 million dollars.": "no verb of speech",
        "Police questioned the driver.": "an interrogation",
    },
)
def reported_object(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech with a noun phrase that holds what was announced, asked for or denied."""
    for verb, lemma in verbs(sentence):
        if lemma not in OBJECT and lemma not in _SHOWING or is_passive(sentence, verb) or sentence.child(verb, "ccomp") is not None:
            continue
        if lemma in OBJECT and sentence.child(verb, "xcomp") is not None:
            continue
        if not asserts(sentence, verb, lemma):
            continue
        thing = sentence.child(verb, "obj")
        speaker = source_of(sentence, verb)
        if lemma == "deny" and (sentence.child(verb, "iobj") is not None or len(sentence.children(verb, "obj")) > 1):
            continue  # "denied them entry"
        if lemma == "question" and thing is not None and _person(sentence, thing):
            continue  # "questioned the minister": an interrogation
        if lemma in ("boast", "deny") and speaker is not None and not is_agent(speaker):
            continue  # "a move that would deny the region its water", "the show boasts a large cast"
        if thing is None or speaker is None or thing.index == speaker.index or thing.index < verb.index:
            continue
        if lemma in OBJECT and (thing.lemma.lower() in _EMPTY or thing.upos == "PRON"):
            continue
        if class_of(lemma) not in ("denial", "doubt") and negation(sentence, verb) is not None:
            continue  # "did not mention the ruling"
        words = phrase_said(sentence, thing)
        if lemma in _SHOWING and lemma not in OBJECT:
            if source_kind(sentence, speaker, source_words(sentence, speaker)) != "document":
                continue
            words |= {w for w in sentence.subtree(verb, without=("advcl", "conj", "parataxis", "obl:agent")) if w.index > thing.index}
        found = proposal(sentence, verb, words, "reported_object", source=speaker, cue_words=verb_group(sentence, verb))
        if found is not None:
            yield found


def _person(sentence: Sentence, noun: Word) -> bool:
    """Somebody, by the noun's mention or form; not a word that ends in -ment."""
    mentioned = any(noun.index in m.words and m.type in ("Person", "PERSON") for m in sentence.mentions)
    lemma = noun_lemma(noun)
    return (
        mentioned
        or lemma in UNNAMED
        or (noun.upos == "NOUN" and lemma.endswith(("er", "or", "ist", "ian", "man", "woman", "ant", "suspect")))
    )


@rule(
    "attribution",
    yes={"{The union} endorsed the plan.": "what was backed", "{The ministers} discussed the harvest.": "what was talked about"},
    no={
        "The mayor condemned the attack of May 5, which killed six people.": "an event of its own, for which the outlet vouches",
        "The beams support the roof.": "a thing takes no stand",
    },
)
def position_on(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of taking sides or of talking about, with a short noun phrase.

    The phrase is left alone where it holds an event, a date, a number or a clause: those are the outlet's own facts.
    """
    for verb, lemma in verbs(sentence):
        if lemma not in STAND | TOPIC or is_passive(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        thing, speaker = sentence.child(verb, "obj"), source_of(sentence, verb)
        if thing is None or speaker is None or thing.index < verb.index or thing.index == speaker.index:
            continue
        if verb.relation in ("advcl", "acl", "amod", "obl") and own_source(sentence, verb) is None:
            continue  # "paid a firm, supporting rallies": a deed
        if sentence.child(verb, "ccomp") is not None or not is_agent(speaker):
            continue
        words = phrase_said(sentence, thing)
        if thing.lemma.lower() in _EMPTY or thing.upos == "PRON" or any(_own_fact(sentence, w) for w in words):
            continue
        found = proposal(
            sentence,
            verb,
            words,
            "position_on",
            source=speaker,
            cue_words=verb_group(sentence, verb),
            cue_class="belief" if lemma in STAND else None,
        )
        if found is not None:
            yield found


def _own_fact(sentence: Sentence, word: Word) -> bool:
    return (
        word.upos == "NUM"
        or word.relation in ("acl", "ccomp", "advcl", "parataxis", "nummod", "nmod:poss")
        or any(word.index in m.words and m.type in ("Date", "DATE", "Time", "TIME") for m in sentence.mentions)
    )


@rule(
    "attribution",
    yes={"{The bishops} called for a ceasefire.": "call for", "{Experts} warned of floods.": "warn of"},
    no={"She called for him.": "a person who is wanted, not a message", "He spoke for an hour.": "a duration"},
)
def called_for(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech with a preposition before what was asked for or warned of."""
    for verb, lemma in verbs(sentence):
        forms = OBLIQUE.get(lemma)
        if forms is None or not asserts(sentence, verb, lemma) or is_passive(sentence, verb) or sentence.child(verb, "ccomp") is not None:
            continue
        speaker = source_of(sentence, verb)
        if speaker is None:
            continue
        for noun in sentence.children(verb, "obl", "advcl", "xcomp"):
            case = sentence.child(noun, "case", "mark")
            if case is None or noun.index < verb.index or case.lemma.lower() not in forms or noun.lemma.lower() in _EMPTY:
                continue
            if noun.upos in ("PRON", "NUM") or case.index > verb.index + 4 or _is_time(sentence, noun):
                continue
            words = phrase_said(sentence, noun) - {case}
            found = proposal(
                sentence,
                verb,
                words,
                "called_for",
                source=speaker,
                cue_words=verb_group(sentence, verb),
                cue_class="report" if (lemma, case.lemma.lower()) == ("ask", "for") else None,
                lemma=f"{lemma} {case.lemma.lower()}",
            )
            if found is not None:
                yield found
                break


def phrase_said(sentence: Sentence, noun: Word) -> set[Word]:
    """The noun phrase that was said, without a clause behind a comma, in which the outlet only adds what it knows."""
    words = set(sentence.subtree(noun))
    for word in tuple(words):
        if word.deprel == "acl:relcl" and word in words:
            branch = sentence.subtree(word)
            if branch[0].index > 1 and sentence[branch[0].index - 1].text in (",", "—", "–", "--") or branch[0].text == ",":
                words -= set(branch)
    return words


def _is_time(sentence: Sentence, noun: Word) -> bool:
    times = """second minute hour day week month year decade while time monday tuesday wednesday thursday friday saturday
    sunday""".split()
    return noun.lemma.lower() in times or any(noun.index in m.words and m.type in ("Date", "DATE") for m in sentence.mentions)


@rule(
    "attribution",
    yes={
        "{The senator} called the plan a disaster.": "a name given to it",
        "{Witnesses} described the attack as a massacre.": "described as",
        "{Reed} called her vote for the war a mistake.": "a name apart from a long object",
    },
    no={"The senator called the office on Monday.": "a telephone call"},
)
def described_as(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of naming or judging with its object and what the object is said to be."""
    for verb, lemma in verbs(sentence):
        cue_class = _NAMING.get(lemma) or _JUDGING.get(lemma) or _AS.get(lemma)
        if cue_class is None or is_passive(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        thing = sentence.child(verb, "iobj", "obj")
        speaker = own_source(sentence, verb) or source_of(sentence, verb)
        relative = _relative_object(sentence, verb)
        if relative is not None:
            thing = relative
        if thing is None or speaker is None or thing.index == speaker.index or (thing.index < verb.index and relative is None):
            continue
        predicate = next(
            (
                p
                for p in sentence.children(verb, "xcomp", "obl", "advcl", "ccomp", "obj", "parataxis", "conj")
                if p.index > max(thing.index, verb.index) and _predicates(sentence, p, lemma)
            ),
            None,
        )
        if predicate is None:
            predicate = next((p for p in sentence.children(thing, "nmod") if lemma != "call" and _predicates(sentence, p, lemma)), None)
        if predicate is None or (predicate.xpos == "VBG" and predicate.lemma.lower() in SPEAKING):
            continue  # "cited a source as saying that …": the source speaks
        words = set(sentence.subtree(predicate)) | (set(sentence.subtree(thing)) if relative is None else set())
        if relative is not None:
            words -= {c for c in sentence.children(predicate, "case") if c.index > verb.index}
        found = proposal(sentence, verb, words, "described_as", source=speaker, cue_class=cue_class)
        if found is not None:
            yield found


def _relative_object(sentence: Sentence, verb: Word) -> Word | None:
    """ "Which she called a mistake", "what experts describe as luck": the object stands in front as a relative word."""
    for word in sentence.children(verb, "obj", "iobj", "nsubj", "nsubj:pass"):
        if word.index < verb.index and word.lemma.lower() in ("which", "what", "that", "whom") and word.xpos in ("WDT", "WP", "IN", "DT"):
            return word
    return None


def _predicates(sentence: Sentence, phrase: Word, lemma: str) -> bool:
    cases = {w.lemma.lower() for w in sentence.children(phrase, "case", "mark", "advmod")}
    if "as" in cases:
        return lemma != "call"
    if lemma in _AS or lemma in ("see", "view", "regard", "describe", "portray", "depict"):
        return False
    if phrase.relation == "obj":
        return lemma in ("call", "label", "brand", "dub") and phrase.upos in ("NOUN", "ADJ", "PROPN")
    if phrase.relation in ("parataxis", "conj"):  # "called her vote for the war [a mistake]", "called X and Y [a threat]"
        lead = sentence.child(phrase, "det")
        return (
            lemma in ("call", "label", "brand", "dub")
            and phrase.upos == "NOUN"
            and lead is not None
            and lead.lemma.lower() in ("a", "an", "the", "another")
            and sentence.child(phrase, "cop", "aux", "acl:relcl") is None
            and sentence[lead.index - 1].upos != "PUNCT"
        )
    if phrase.relation in ("xcomp", "ccomp"):
        return not cases & {"to", "on", "in", "at", "by"} and phrase.upos in ("NOUN", "ADJ", "PROPN", "VERB")
    return False


@rule(
    "attribution",
    yes={"{Prosecutors} accused him of taking bribes from two companies.": "the act of the accusation"},
    no={"Opponents robbed the minister of his watch.": "a deed, no accusation"},
)
def accused_of(sentence: Sentence) -> Iterator[Attribution]:
    """Accusing and blaming: the accused and the act."""
    for verb, lemma in verbs(sentence):
        if lemma not in _ACCUSING:
            continue
        passive = is_passive(sentence, verb)
        accused = sentence.child(verb, "nsubj:pass") if passive else sentence.child(verb, "obj")
        if accused is None or accused.lemma.lower() in ("who", "which", "that"):
            continue
        act = next(
            (
                a
                for a in (*sentence.children(verb, "advcl", "obl", "xcomp", "ccomp"), *sentence.children(accused, "acl", "nmod"))
                if a.index > max(verb.index, accused.index if not passive else 0)
                and (c := sentence.child(a, "mark", "case")) is not None
                and c.lemma.lower() in (("of", "with") if lemma in ("accuse", "suspect", "charge", "convict") else ("for", "as"))
            ),
            None,
        )
        if act is None:
            continue
        speaker = own_source(sentence, verb) if passive else source_of(sentence, verb)
        if speaker is None and not passive:
            continue
        agent: set[Word] = set()
        if passive and speaker is None:  # "accused of fraud by two workers", where the parse hung the agent on "fraud"
            by = [n for n in sentence.children(act, "nmod", "obl") if any(c.lemma.lower() == "by" for c in sentence.children(n, "case"))]
            speaker = by[0] if by and is_agent(by[0]) and act.upos == "NOUN" else None
            agent = set(sentence.subtree(speaker)) if speaker is not None else set()
        words = (set(sentence.subtree(accused, without=("acl",))) | set(sentence.subtree(act))) - agent
        found = proposal(sentence, verb, words, "accused_of", source=speaker, find_source=False)
        if found is not None:
            yield found
