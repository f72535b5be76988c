"""Words that decide what type a claim is of. Data only, lemmas in lower case, drawn up by hand: what they mean where is code in `types`."""

from __future__ import annotations

#: All types, in the order of the schema's list.
TYPES = (
    "event date duration quantity count-ordinal comparison superlative change part-of-total causal identity-role location quote rule "
    "prediction pledge existence-negative opinion other"
).split()
#: Verbs of a scale. With one of them a thing moves on a scale; what moves is a change, not an event.
CHANGE_VERBS = frozenset(
    "rise fall increase decrease grow shrink drop climb soar plunge surge jump slump double halve triple quadruple decline gain lose "
    "rebound slide slip tumble swell widen narrow expand contract cut raise lower reduce boost slow accelerate dwindle deteriorate worsen "
    "improve".split()
)
MULTIPLYING = frozenset("double halve triple quadruple".split())
#: Of those, verbs that mean other things as well ("lost the match", "cut a ribbon", "fell from a roof"): they need an amount.
NEED_AN_AMOUNT = frozenset("lose cut gain raise drop fall jump climb slide slip tumble contract expand boost improve slow lower".split())
#: Whom or what a product, a party or a place gains and loses: with them a number moves.
BACKERS = frozenset(
    "customer follower inhabitant job listener member reader resident seat student subscriber supporter user viewer visitor vote voter".split()
)
#: What can only move on a scale.
SCALES = frozenset(
    """amount attendance benefit birthrate bond budget capacity concentration consumption cost crime currency debt deficit demand
    deposit earnings emission employment enrollment enrolment export exposure fare fee fertility growth import income index inflation
    inventory investment lending level likelihood majority membership morale mortality number output ozone pollution popularity
    population poverty premium pressure price production productivity profit rainfall rate rating rent revenue risk salary sale score
    share shortage speed spending stock supply support tax temperature tension tourism trade traffic turnout unemployment usage use
    value violence visibility volume wage wealth workload yield""".split()
)
#: Nouns that say that something moved on a scale: "this is a decrease".
CHANGE_NOUNS = frozenset("increase decrease rise fall drop decline growth reduction surge gain jump slump".split())
CAUSE_VERBS = frozenset("cause trigger spark prompt provoke lead result force enable prevent produce propel drive stem avert help".split())
CAUSE_FRAMES = frozenset({("lead", "to"), ("result", "in"), ("stem", "from"), ("bring", "about"), ("give", "rise")})
#: Verbs that are causal only where what does it is no person or body: "ozone harms crops", "the storm delayed the flight".
EFFECT_VERBS = frozenset(
    """affect impact influence harm damage hurt improve worsen threaten endanger stimulate fuel exacerbate alleviate boost reduce
    increase decrease lower raise limit delay disrupt destroy kill injure ruin devastate bring contribute""".split()
)
EFFECT_NOUNS = frozenset("effect impact influence consequence repercussion".split())
#: What happens of itself: as the agent of a passive it is a cause ("was swamped by the event").
HAPPENINGS = frozenset(
    """accident avalanche blast blaze blizzard bomb collapse crash crisis cyclone disaster downturn drought earthquake epidemic eruption
    event explosion fire flood flooding hurricane landslide lightning outage outbreak pandemic quake rain recession shortage storm strike
    tornado tsunami typhoon virus war weather wildfire wind""".split()
)
#: What somebody is put into, or leaves: with a person or an office as its object.
ROLE_VERBS = frozenset("appoint elect name nominate crown inaugurate oust succeed resign become".split())
#: Of these only "as", "to" or a complement makes an office: "confirmed as minister", not "confirmed the report".
ROLE_VERBS_WITH_OFFICE = frozenset("confirm promote install dismiss sack replace serve".split())
#: Verbs whose passive gives a name with "as".
NAMING_PARTICIPLES = frozenset("announce establish found introduce launch list register reveal unveil".split())
#: Words for words: what one of them "means" is what it stands for.
WORDS_FOR_WORDS = frozenset("abbreviation acronym expression name phrase term word".split())
NAMING_VERBS = frozenset("call name know refer rename dub title entitle style".split())
NAMING_NOUNS = frozenset("name title nickname alias centrepiece centerpiece".split())
PLEDGE_VERBS = frozenset("vow pledge promise commit undertake guarantee".split())
#: Verbs and nouns of a plan with its infinitive: what somebody commits himself to.
PLAN_VERBS = frozenset("plan intend aim mean".split())
PLAN_NOUNS = frozenset("goal aim plan intention objective target ambition".split())
RULE_VERBS = frozenset("require forbid prohibit ban oblige mandate entitle allow permit authorise authorize outlaw".split())
#: Nouns that "first" belongs to as a name, not as a rank.
NO_RANK = frozenset("lady minister responder aid class degree name amendment hand place half quarter person gentleman family".split())
#: Comparatives beside a noun that only say which one is meant: "newer versions".
ONLY_DISTINGUISHES = frozenset("new young old early late upper lower inner outer elder senior junior far near high low major minor".split())
STATIVE = frozenset(
    "be have know believe think want like love hate need seem belong contain consist own possess include involve mean matter depend exist "
    "remain stay deserve hope fear feel reserve lack cost weigh account comprise constitute represent symbolize symbolise signify resemble "
    "favor favour prefer doubt suspect understand expect intend concern tend differ suffice span cover range total measure "
    "live reside exceed outnumber appear hold face".split()
)
#: Objects with which a stative verb tells what was done: "held a telephonic call", "had a meeting".
DONE = frozenset(
    """ballot briefing call ceremony competition concert conference consultation contest conversation debate dialogue dinner discussion
    election event exchange exercise festival funeral hearing inquiry interview inquest lottery march meeting negotiation poll primary
    procession protest rally referendum session summit talk trial vigil visit vote""".split()
)
#: Verbs that hold one amount against another.
COMPARING_VERBS = frozenset("exceed outnumber outpace outperform outrank outstrip outweigh overtake surpass".split())
#: Prepositions of place, and nouns that are places without being names.
PLACE_CASES = frozenset(
    """in at on near inside outside across through around over under behind beside between beneath below above along off onto into within
    from to toward towards throughout""".split()
)
PLACE_NOUNS = frozenset(
    """airport apartment area avenue bank base beach border bridge building bus cafe camp campus capital car castle cathedral cemetery centre
    center church city classroom clinic coast conservatory consulate continent corner cottage countryside country county court courthouse
    courtroom crossing dam desert district dock downtown embassy entrance estate exit facility factory farm field floor forest garage garden
    gate ground grounds gym hall harbor harbour headquarters highway hill home hospital hostel hotel house island jail junction kitchen lake
    library market memorial mine monument mosque motorway mountain museum neighborhood neighbourhood ocean office palace park pavement
    pier pitch plant platform playground plaza pool port prison province quarter region restaurant river road roof room school sea shelter
    shop shore shrine site square stadium stage station store street suburb supermarket synagogue temple terminal territory theater theatre
    tower town track trail trench tunnel university valley venue village wall warehouse water waters yard zone""".split()
)
