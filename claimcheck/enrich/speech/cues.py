"""Cue words: verbs and nouns that say that something was said, with their class and what they take as content.

Five classes, after FactBank's source-introducing predicates (Saurí and Pustejovsky 2009) and Hooper's assertive and
factive predicates (1975):

- `factive`: the outlet takes the content for true together with the source ("revealed", "knew"). A closed list.
- `denial`: the source says that the content is not so.
- `doubt`: the source leaves open whether it is so.
- `belief`: what the source thinks, fears or wants; not said in so many words.
- `report`: all other speech. Whether the content is true is open.

Lists hold lemmas. A word may stand in several frames.
"""

from __future__ import annotations

from claimcheck.model import CueClass

FACTIVE = frozenset(
    """acknowledge admit concede confirm demonstrate detail disclose discover document establish find forget highlight know
    learn mention note notice observe prove realise realize recall recognise recognize reflect regret remember reveal see
    show underline underscore understand verify uncover illustrate point_out find_out bring_up""".split()
)

DENIAL = frozenset(
    "contradict debunk decry deny disavow discount dismiss dispute disprove rebut rebuff refute reject repudiate rule_out".split()
)

DOUBT = frozenset("doubt question wonder debate query ask inquire enquire challenge ponder".split())

BELIEF = frozenset(
    """accept agree aim anticipate appreciate assume believe bet care conclude consider decide deem disagree dream envision
    envisage expect fear feel figure foresee guess hope imagine intend like love mean need plan prefer presume realise
    reckon regard seek sense speculate support oppose suppose suspect think view want wish worry hate""".split()
)

#: Verbs that take a finite clause or a quotation as what was said, thought or found.
CLAUSE = frozenset(
    """accept accuse acknowledge add admit advise affirm agree allege announce anticipate argue ask assert assess assume assure
    attest aver believe bet boast brag calculate caution charge chide cite claim clarify comment complain concede conclude
    confess confide confirm conjecture consider contend counter decide declare decree deem demand demonstrate deny detail
    determine disagree disclose discover dispute document doubt elaborate emphasise emphasize envisage envision estimate exclaim
    expect explain fear feel figure find forecast foresee grumble guarantee hear highlight hint hold hope hypothesise
    hypothesize illustrate imagine imply indicate inform insinuate insist instruct interject joke know lament learn
    maintain mention moan mourn muse mutter note notice notify object observe opine order plead pledge point_out posit
    post postulate predict preach presume proclaim profess project promise propose protest quip rant read realise realize
    reason reassure recall reckon recognise recognize recommend recount reflect regret reiterate rejoin remark remember
    remind repeat reply report request respond restate retort reveal rule say scream see shout show signal signify
    speculate state stipulate stress submit suggest suppose surmise suspect swear teach tell testify theorise theorize think
    threaten tout tweet underline underscore understand urge venture verify vow warn whisper wish wonder worry write yell
    find_out spell_out make_clear query inquire enquire question discuss describe""".split()
)  # fmt: skip

#: Verbs of speaking that may stand beside a quotation, before, after or in its middle, or be followed by a colon.
QUOTATIVE = frozenset(
    """add admit advise affirm agree announce answer argue ask assert bark begin bellow boast bemoan blast caption caution
    chant charge claim comment complain concede conclude confess confide confirm continue counter cry declare deadpan
    demand describe elaborate emphasise emphasize exclaim explain explode fume gasp grumble gush hint implore inform
    insist instruct interject interrupt intone joke lament laugh lecture maintain message mock moan murmur muse mutter
    note observe opine order plead pledge point_out post pray preach predict proclaim promise propose protest quip quote
    rail rant read reason recall recite reckon recollect recount reflect reiterate remark remember remind reminisce repeat
    reply report respond retort reveal roar rule say scold scream shoot shout shriek sigh sing slam snap sneer sob speak
    state stress suggest sum sum_up swear tell testify text think threaten thunder tweet urge vent volunteer vow wail warn
    whisper wonder write yell go_on go start sign_off stipulate teach headline type underline underscore label title""".split()
)  # fmt: skip

#: Verbs that only say what the speaker does with words: content follows even where they are not finite ("to say that").
SPEAKING = frozenset(
    """add allege announce argue assert claim complain contend declare insist maintain note remark reply say state stress
    suggest tell warn write tweet predict""".split()
)

#: Verbs whose infinitive says what the source will do, wants done or holds to be so.
INFINITIVE = frozenset(
    """agree aim ask beg claim demand encourage expect fear hope implore instruct intend offer order plan plead pledge profess promise
    propose recommend request resolve swear tell threaten undertake urge volunteer vow want warn wish advise call""".split()
)  # fmt: skip

#: Verbs whose object is what was said: the source vouches for it, wants it or denies it. Verbs of praise and blame
#: ("condemned the attack") are left out: their object is the outlet's own fact.
OBJECT = frozenset(
    """acknowledge admit advocate allege announce assert boast claim cite confirm declare demand deny detail dispute
    emphasise emphasize estimate fear forecast hint mention note oppose outline pledge point_out predict proclaim promise
    propose question rebut refute reiterate reject request rule_out stress tout underline underscore urge vow want""".split()
)

#: Verbs of an outspoken stand for or against something; what the source stands for, no fact that it vouches for.
STAND = frozenset(
    """back bemoan champion condemn criticise criticize decry defend denounce disavow embrace endorse favor favour lambast lambaste
    oppose praise promote ridicule slam support welcome""".split()
)

#: Verbs that give their object a name or a judgement with "as"; only listed for their forms.
NAMING = frozenset("brand characterise characterize depict dub hail label laud mock portray".split())

#: Past forms that lemmatisers leave as they stand.
IRREGULAR = {"swore": "swear", "sworn": "swear", "foresaw": "foresee", "forbade": "forbid", "retold": "tell", "pled": "plead"}

#: Courts and bodies of inquiry: what they hear, somebody told them.
HEARING = frozenset(
    "commission committee coroner court courtroom hearing inquest inquiry judge juror jury magistrate panel trial tribunal".split()
)

#: Verbs whose object is what was talked about.
TOPIC = frozenset("discuss explain highlight recommend reference clarify".split())

#: Verb and preposition whose oblique is what was said: "called for a ceasefire".
OBLIQUE = {
    "call": ("for",),
    "warn": ("of", "about", "against"),
    "complain": ("about", "of"),
    "speak": ("of", "about", "against"),
    "talk": ("about", "of"),
    "boast": ("of", "about"),
    "brag": ("of", "about"),
    "plead": ("for",),
    "press": ("for",),
    "push": ("for",),
    "appeal": ("for",),
    "argue": ("for", "against"),
    "campaign": ("for", "against"),
    "point": ("to",),
    "allude": ("to",),
    "admit": ("to",),
    "confess": ("to",),
    "agree": ("to", "with", "on"),
    "object": ("to",),
    "hint": ("at",),
    "insist": ("on",),
    "advocate": ("for",),
    "ask": ("for", "about"),
    "worry": ("about",),
    "hope": ("for",),
    "plan": ("for", "on"),
    "lobby": ("for", "against"),
    "inquire": ("about",),
    "wish": ("for",),
}

#: Nouns that hold a message: "the claim that …", "a statement saying …". The class is that of the verb.
NOUNS: dict[str, CueClass] = {
    **dict.fromkeys(
        """accusation admission allegation announcement argument assertion assessment assurance charge claim comment complaint
    contention conclusion confession declaration estimate explanation forecast insinuation insistence message notion
    pledge prediction promise pronouncement proposal recommendation remark reminder report rumor rumour ruling
    speculation statement suggestion testimony threat thesis tweet vow warning word demand call""".split(),
        "report",
    ),
    **dict.fromkeys(
        """belief concern confidence conviction expectation fear feeling hope idea impression opinion perception sense sentiment
    suspicion theory view wish worry desire intention plan""".split(),
        "belief",
    ),
    **dict.fromkeys(
        """acknowledgement acknowledgment confirmation finding knowledge proof recognition realisation realization revelation""".split(),
        "factive",
    ),
    **dict.fromkeys("doubt question uncertainty scepticism skepticism".split(), "doubt"),
    **dict.fromkeys("denial rejection dismissal".split(), "denial"),
}

#: Adjectives with a clause: "she is sure that …".
ADJECTIVES: dict[str, CueClass] = {
    **dict.fromkeys("""adamant afraid certain concerned confident convinced fearful hopeful optimistic sure worried""".split(), "belief"),
    **dict.fromkeys(
        """angry aware delighted disappointed dismayed frustrated furious glad grateful outraged pleased proud relieved saddened shocked
    surprised thankful upset""".split(),
        "factive",
    ),
    **dict.fromkeys("sceptical skeptical doubtful unsure uncertain".split(), "doubt"),
}

#: Verbs with a passive that says that something is said, without a speaker: "is believed to have fled".
PASSIVE = frozenset(
    """accuse allege anticipate assume believe claim consider charge confirm describe estimate expect fear find forecast hold
    hope inform know predict presume project prove quote reckon report reveal rumor rumour say see show speculate
    suspect tell think tout understand warn call ask urge tip""".split()
)

#: Verbs that never take a quotation or clause as speech when they carry one of these particles or prepositions.
PARTICLES = {
    ("point", "out"): "point_out",
    ("find", "out"): "find_out",
    ("rule", "out"): "rule_out",
    ("bring", "up"): "bring_up",
    ("spell", "out"): "spell_out",
    ("sum", "up"): "sum_up",
    ("go", "on"): "go_on",
    ("sign", "off"): "sign_off",
    ("set", "out"): "set_out",
    ("lay", "out"): "lay_out",
}


def class_of(lemma: str) -> CueClass:
    """The class of a cue verb, `report` for every verb in no other list."""
    if lemma in FACTIVE:
        return "factive"
    if lemma in DENIAL:
        return "denial"
    if lemma in DOUBT:
        return "doubt"
    return "belief" if lemma in BELIEF else "report"


#: Every verb of the lists above.
VERBS = CLAUSE | QUOTATIVE | INFINITIVE | OBJECT | PASSIVE | BELIEF | DOUBT | DENIAL | FACTIVE | STAND | TOPIC | NAMING | frozenset(OBLIQUE)
