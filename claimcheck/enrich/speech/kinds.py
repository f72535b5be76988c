"""Of which kind a source is: a name, nobody in particular, a body or a text."""

from __future__ import annotations

from typing import Literal

from claimcheck.tree import Sentence, Word

SourceKind = Literal["named", "anonymous", "institution", "document"]

#: Texts and recordings that can say something.
DOCUMENTS = frozenset(
    """account act ad advert analyses average advertisement advisory affidavit agreement amendment analysis appraisal article
    audit autopsy bill biography blog book brief briefing broadcast bulletin bylaw calculation caption census chapter
    charge-sheet charter chart cable clip clause code column commentary communique communiqué complaint constitution
    contract convention data database decree deposition diary directive document documentary draft dossier editorial email
    e-mail estimate evidence exit-poll experiment fact-sheet feature figure file filing finding footage forecast form
    graph guideline headline image indictment index interview-transcript investigation invoice journal judgment judgement
    law lawsuit leaflet legend legislation letter literature log manifesto manual map material meme memo memoir memorandum
    message minutes model motion narrative news-release newsletter note notice notification notebook novel order ordinance
    paper paragraph passage permit petition photo photograph picture placard plan plaque play poem policy poll polling
    post poster posting preamble presentation profile programme proposal protocol provision publication questionnaire
    reading research slide receipt record recording register regulation release reminder report reporting resolution
    result resume review rule ruling schedule scripture script section sign slogan song spreadsheet statement statistics
    statistic statute story study submission subpoena summary summons survey tally tape telegram testimony text thesis
    timeline title transcript translation treaty trial tweet update verdict version video warrant will website webpage
    text-message white-paper writ page platform lyric""".split()
)

#: Bodies that speak with one voice though no tagger marks them.
INSTITUTIONS = frozenset(
    """academy administration agency airline alliance army assembly association authority bank board body broadcaster brigade
    bureau business cabinet campaign carmaker centre center chain chamber charity church city club coalition college
    command commission committee company conglomerate congress consortium consulate consultancy corporation council
    country county court defence defense delegation department developer directorate district embassy enterprise exchange
    executive faction factory federation firm force foundation front fund government governor's group hospital house
    industry inquiry institute institution intelligence judiciary junta kingdom laboratory lab league legislature lender
    magazine maker manufacturer military ministry mission monarchy movement municipality museum navy network newspaper ngo
    nation office operator organisation organization outlet panel parliament parliamentarian's parish party pentagon
    police politburo presidency press prosecution province publisher regime registry regiment regulator republic retailer
    ruling-party school secretariat senate service society station state startup supplier syndicate task-force team think-
    tank treasury tribunal troupe union university utility watchdog wing daily paper's media opposition prosecutor's side television
    tv radio channel""".split()
)

#: People without a name who stay nobody in particular even with "the" before them.
UNNAMED = frozenset(
    """activist adviser advisor aide analyst attorney bystander citizen critic demonstrator diplomat doctor eyewitness expert
    friend insider lawyer local man neighbor neighbour observer officer official onlooker organiser organizer participant
    passenger people person protester relative reporter representative resident researcher scientist soldier someone
    source spokesman spokesperson spokeswoman staffer strategist student supporter survivor user veteran victim villager
    voter witness woman worker one some other many most anyone everyone somebody economist""".split()
)


#: What newspapers are called, behind "the".
_NEWSPAPERS = frozenset(
    """chronicle gazette globe guardian herald independent inquirer journal mail mirror observer post record register standard star sun
    telegraph times tribune""".split()
)


def noun_lemma(word: Word) -> str:
    """The lemma in lower case; of a plural that the lemmatiser left as it stands ("Polls" in front), the singular."""
    lemma = word.lemma.lower()
    if word.xpos in ("NNS", "NNPS") and lemma == word.text.lower() and lemma.endswith("s"):
        forms = (lemma[:-1], lemma[:-2], lemma[:-3] + "y")
        return next((f for f in forms if f in DOCUMENTS | INSTITUTIONS | UNNAMED), lemma)
    return lemma


def is_agent(word: Word) -> bool:
    """A name, a person or a body, by the noun's form: somebody who can want, deny or take sides. No beam supports a plan."""
    lemma = noun_lemma(word)
    return (
        word.upos == "PROPN"
        or lemma in UNNAMED | INSTITUTIONS
        or (word.upos in ("PRON", "DET", "NUM", "ADJ") and lemma not in ("this", "that", "these", "those", "which", "what"))
        or lemma.endswith(("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "men", "women", "group", "body", "leader"))
    )


_PERSONAL = frozenset({"i", "he", "she", "we", "you"})


def source_kind(sentence: Sentence, head: Word | None, words: tuple[Word, ...]) -> SourceKind:
    """`document` for texts, `institution` for bodies, `named` for a name or a definite description of one person."""
    if head is None:
        return "anonymous"
    lemma = noun_lemma(head)
    types = {m.type for m in sentence.mentions if head.index in m.words}
    names = {w.index for w in sentence.children(head, "flat", "appos")} | {head.index}
    if head.upos == "NOUN" and lemma in DOCUMENTS:  # "a study by Professor Ann Lee" is no person, "model Ann Lee" is
        names = {n for n in names if n <= head.index + 1}
    if any(m.type in ("Person", "PERSON") and names & set(m.words) for m in sentence.mentions):
        return "named"
    if lemma in _NEWSPAPERS and head.text[:1].isupper() and any(d.lemma.lower() == "the" for d in sentence.children(head, "det")):
        return "institution"
    if head.upos == "NOUN":
        if lemma in DOCUMENTS or lemma.rpartition("-")[2] in DOCUMENTS:
            return "document"
        named = any(w.upos == "PROPN" and w.index > head.index and w.relation in ("flat", "appos") for w in words)
        if named:
            return "named"
        if lemma in UNNAMED:
            return "anonymous"
        if lemma in INSTITUTIONS:
            return "institution"
        definite = any(w.lemma.lower() == "the" or w.relation == "nmod" for w in sentence.children(head, "det", "nmod:poss"))
        plural = head.feats.get("Number") == "Plur"
        return "named" if definite and not plural and not types else "anonymous"
    if head.upos == "PROPN":
        if types & {"Organization", "Location", "Facility", "Product", "ORG", "GPE", "LOC", "FAC"} or lemma in INSTITUTIONS:
            return "institution"
        return "document" if lemma in DOCUMENTS else "named"
    if lemma in _PERSONAL:
        return "named"
    return "institution" if lemma == "it" else "anonymous"
