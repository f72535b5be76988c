"""Words that tell an opinion, a feeling or a mere address from a statement of fact. Data only: what they mean where is code.

Lists of lemmas, drawn up by hand after what the literature calls subjective elements (Wiebe et al., "Learning Subjective Language",
2004): evaluative adjectives and nouns, verbs that judge what they report, adverbs that comment on the sentence.
"""

from __future__ import annotations

#: Adjectives that judge. Whether somebody is rich, poor or ill can be looked up; whether he is generous cannot.
EVALUATIVE = frozenset(
    """abject abrasive absurd abysmal acrimonious adequate admirable aggressive aimless alarming alluring amazing annoying antiquated
    anxious apathetic apocalyptic apoplectic appalling appealing appropriate arcane archaic ardent arduous arrogant ashamed asinine
    astonishing astounding astute atrocious attractive audacious avaricious awesome awful awkward bad baffling banal barbaric baseless
    beautiful beleaguered belligerent beloved beneficial best better bewildering biased bitter bizarre blatant bleak blessed bloated
    blundering bogus bold bombastic boorish boring brash brave brazen breathtaking bright brilliant brutal bungled calamitous callous
    captivating careful careless cautionary charismatic charming cheerful chilling clever clueless clumsy colossal comfortable
    commendable committed compassionate compelling complacent conceited condescending confident confusing conniving considerable
    contemptible contemptuous contrived convincing convoluted cool corrupt cosy counterproductive courageous cowardly cozy crass craven
    crazy credible creepy crippling critical crooked crowded crucial crude cruel crumbling cumbersome cunning curious cute cutthroat
    cynical dangerous daring dazzling dear deceitful decent deceptive dedicated deep degenerate deleterious delicious delighted
    delightful delusional demented demoralising demoralizing dense deplorable depraved deranged desirable desperate despicable despotic
    destructive determined detestable detrimental devastating devious dignified diligent dingy dire disappointed disappointing
    disastrous disgraceful disgruntled disgusting dishonest dishonorable dishonourable disingenuous dismal dismissive disreputable
    distasteful disturbing divisive docile dodgy dogged dogmatic doomed draconian dramatic dreadful dreary dubious dull dumb dynamic
    dysfunctional eager earnest easy ecstatic eerie effective efficient egregious elegant eloquent elusive embarrassing eminent
    enchanting encouraging endless enhanced enlightened enormous enthusiastic enviable epic essential evil exasperating excellent
    excessive excited exciting exemplary exhausting exhilarating exorbitant exploitative exquisite extortionate extraordinary
    extravagant extreme fabulous facile fair famous fanatical fantastic farcical fascinating fateful fatuous faultless fearless fearsome
    feckless feeble ferocious fervent fickle fierce filthy fine flagrant flashy flawed flawless flimsy flippant foolish formidable
    fortunate fragile frantic frenzied frightening frightful frivolous fruitless frustrating fun funny furious futile garish gaudy
    generous gentle genuine ghastly ghoulish gifted gigantic glad glaring glib gloomy glorious good gorgeous graceful gracious grand
    grandiose grateful gratuitous grave great greedy grievous grim gross grotesque groundless grueling gruelling gruesome gullible
    gutless half-baked half-hearted haphazard hapless happy hard hard-working hardworking harmful harsh hateful haughty haunting heady
    heartbreaking heartening heartfelt heartless heavy-handed heedless heinous hellish helpful heroic high-handed high-minded hilarious
    hollow honest honored honoured hopeful hopeless horrendous horrible horrid horrific hostile huge humane humble humbling humiliating
    hyperbolic hypocritical hysterical ideal idiotic ignorant ill-advised ill-conceived ill-fated ill-informed illogical illuminating
    illusory imaginative immaculate immature immense immoral impatient impeccable imperative implacable important impossible impressive
    improper imprudent inadequate inane inappropriate incendiary incessant incoherent incompetent incomprehensible inconvenient
    incredible indefatigable indefensible indiscriminate indispensable ineffective inept inescapable inevitable inexcusable inexorable
    inexplicable infamous inferior infuriating ingenious inglorious inhumane iniquitous innovative insane insatiable insensitive
    insidious insightful insipid insolent inspirational inspired inspiring instructive insufferable insufficient insulting interesting
    intolerable intransigent intriguing invaluable invidious irksome irrational irredeemable irrelevant irresponsible jarring jingoistic
    joyful joyous just juvenile key kind kooky lackluster lacklustre lame lamentable laudable laughable lavish lax lazy legendary
    legitimate loathsome lofty lopsided lousy lovely loving loyal lucky ludicrous lukewarm luminous lurid lush macabre mad magical
    magnificent malevolent malicious maniacal manipulative marvellous marvelous masterful masterly mawkish mean meaningful meaningless
    measured meddlesome mediocre memorable menacing mendacious merciful merciless mere meritless mesmerising mesmerizing messy mighty
    mind-blowing mind-boggling mindblowing mindless misbegotten miserable misguided misleading misplaced modest momentous monstrous
    monumental morbid mordant moribund moronic muddled murky myopic naive narcissistic narrow-minded nasty nauseating nebulous necessary
    needless nefarious nice noble non-escalatory nonsensical notable noteworthy notorious objectionable obnoxious obscene obsequious
    obsessed obstinate obtuse obvious odd odious ominous opportunistic oppressive optimistic opulent ostentatious outlandish outraged
    outrageous outstanding overbearing overblown overdue overheated overrated overwhelming overwrought painful paltry paranoid parasitic
    passionate pathetic patriotic patronising patronizing peaceful peculiar pedantic peerless perfect perfunctory perilous pernicious
    perplexing perverse pessimistic petty petulant phenomenal phony pious pitiable pitiful pitiless pivotal plausible pleasant pleased
    pleasing pleasurable plucky poignant pointless pompous ponderous popular positive powerful powerless precious predatory predictable
    preposterous pretentious pretty priceless principled privileged proactive problematic productive profligate profound promising
    proper proportionate prosperous proud prudent puerile pugnacious puny putrid puzzling quaint questionable quintessential quixotic
    rabid radical ragtag rampant rancid rapacious rational ravenous reactionary real reasonable reassuring rebellious reckless
    redoubtable refreshing regrettable relentless reliable remarkable repellent reprehensible repressive repugnant repulsive resilient
    resolute resounding respectable respected retrograde revolutionary rewarding rich ridiculous rigged right righteous rigorous risible
    risky robust romantic rosy rotten rude ruinous ruthless sad sanctimonious sane sardonic savage scandalous scary scathing scurrilous
    seedy self-absorbed self-congratulatory self-defeating self-evident self-important self-indulgent self-proclaimed self-righteous
    self-satisfied self-serving self-styled selfish selfless sensational senseless sensible sensitive serious severe shabby shady shaky
    shallow shambolic shameful shameless sharp shocked shocking shoddy short-sighted shortsighted shrewd shrill sick significant silly
    simple simplistic sincere sinister skilful skillful slanderous slapdash slavish sleazy slick sloppy smart smug sneaky snobbish sober
    solid sordid sorry soulless sound specious spectacular spellbinding spineless spiteful splendid spurious squalid staggering staid
    stale stark steadfast stellar sterling stifling stilted stingy strange strategic strident striking strong stubborn stultifying
    stunning stupid sublime subservient subtle successful suitable sumptuous super superb superficial superior supine supreme surly
    surprised surprising surreal suspicious sweet swift sycophantic sympathetic tacky tame tasteless tasty tawdry tedious tenuous tepid
    terrible terrific terrifying thankful thankless thorough thoughtful thoughtless thrilled thrilling timeless timid tireless tiresome
    tone-deaf tortuous touching tough toxic tragic traitorous transformational transformative treacherous tremendous trenchant tricky
    trite trivial troubled troubling trusted trustworthy tumultuous turgid two-faced tyrannical ugly ultimate unacceptable unapologetic
    unbearable unbelievable unbridled uncanny uncomfortable unconscionable unconvincing undeniable underhand underhanded understandable
    undignified uneasy unedifying unfair unflappable unflinching unforgettable unforgivable unfortunate unhappy unhinged unimaginable
    unimpressive uninspired uninspiring unique unjust unjustifiable unmitigated unnecessary unpalatable unparalleled unpleasant
    unprincipled unrealistic unreasonable unrelenting unremarkable unsavory unsavoury unscrupulous unseemly unsettling unspeakable
    unstoppable untenable unthinkable untold unwarranted unwavering unwelcome unwise unworthy upbeat uplifting uppity upset urgent
    useful useless utopian vacuous vague vain valiant valuable vapid vast venal venerable venomous vibrant vicious vigorous vile
    vindictive virtuous visceral visionary vital vitriolic vivid vocal voracious wacky wanton warmongering wasteful wayward weak weary
    weird welcome well-meaning whimsical whiny wicked wild willing wily wise witless witty woeful wonderful wondrous worried worrying
    worse worst worthless worthwhile worthy wretched wrong xenophobic zany""".split()
)
#: Of those, adjectives that news copy uses beside a noun in plain reports ("a devastating fire"): they judge only as predicates.
ONLY_AS_PREDICATE = frozenset(
    """smart aggressive alarming amazing bad beautiful best better blatant bleak bright brutal careful cautionary clear committed confident
    considerable credible critical crucial dangerous dedicated deep dense determined devastating difficult dire disastrous
    disturbing dramatic dynamic eager easy effective efficient elegant embarrassing encouraging endless enormous epic essential
    excessive exciting extraordinary extreme fair famous fierce fine frightening genuine good grand grave great gruesome happy
    hard harsh heinous heroic horrendous horrific hostile huge humble ideal immature immense important impressive inadequate
    inappropriate ineffective infamous innovative inspiring insufficient interesting key kind legendary legitimate loyal lucky
    measured memorable merciful mighty modest momentous monumental necessary notable notorious ominous optimistic outraged overdue
    overwhelming painful peaceful perfect pessimistic pleasant poignant popular positive powerful pretty privileged productive
    promising proper prosperous radical real reasonable reliable remarkable repressive resilient respected revolutionary rich
    right rigorous risky robust scandalous scathing senior sensitive serious severe sharp shocking sick significant simple sober
    solid sound spectacular staggering strategic striking strong stunning successful suitable superior supreme surprised
    suspicious sweet swift terrible terrifying thorough touching tough toxic tragic tremendous troubled ultimate unique
    unprecedented upset urgent useful valuable vast vibrant vital vocal weak wild willing worried worrying worse worst wrong""".split()
)
#: Adjectives whose truth can be looked up, though no number stands beside them.
FACTUAL = frozenset(
    """able absent accessible active alive annual available aware away back bankrupt based binding blind born broken classified closed
    common complete compulsory constitutional contagious dead deaf different diplomatic down dry due early elected eligible empty
    entitled equal exempt extinct false federal final flooded free frequent full guilty high higher home homeless identical ill illegal
    immune independent infected infrequent injured innocent insolvent insured intact invalid known late lawful legal liable licensed
    likely lit local located low lower main mandatory married medical military missing national native new nuclear obsolete off on open
    operational optional out over owned partial permanent pregnant present prevalent private public rare reachable ready resident
    responsible reusable secret separate shut silent similar single solar solvent stable subject tax-free temporary tied true unable
    unanimous unarmed unaware unchanged unclear unconscious unconstitutional uncontested undecided under underage underway unemployed
    unfinished unhurt uninjured uninsured unknown unlawful unlikely unmarried unopposed unpaid unpublished unreachable unregistered
    unsigned unsolved up vacant valid visible void voluntary vulnerable well-known widespread worth wounded""".split()
)
#: Adjectives that judge alone, and state a relation with their preposition: "unique to Norway", "critical of the plan".
RELATIONAL = {"critical": "of", "hostile": "to", "sensitive": "to", "superior": "to", "unique": "to"}
#: Nouns that judge what they name.
EVALUATIVE_NOUNS = frozenset(
    """abomination absurdity adoration apathy arrogance audacity backbone balderdash beacon betrayal bigot bigotry bliss blunder bluster
    bombast bonanza boon boondoggle bravery brilliance brutality buffoon bully bunk busybody cabal cant charade charlatan chicanery
    claptrap cliche cliché clown compassion complacency conceit courage coward cowardice crackpot craziness crony cronyism crook cruelty
    crybaby cynicism deadbeat debacle decadence deceit decency defiance delusion demagogue demagoguery despotism dignity disgrace
    dishonesty disrespect dogma doublespeak doublethink drivel dupe egotism elegance embarrassment envy evil excellence excuse
    extravagance fairness fanatic fanaticism fantasy farce fearmongering fiasco flattery fluff folly fool foolishness foresight frenzy
    gem genius gibberish gimmick glory glue gluttony goodness grandeur gratitude greatness greed grief grifter guts half-truth hallmark
    happiness harmony hatred havoc heroism hogwash honesty horror hubris humiliation humility hype hyperbole hypocrisy hypocrite
    hysteria idiocy idiot ignominy ignorance imbecile impertinence incompetence indecency indifference indignity indoctrination
    ineptitude infamy inhumanity injustice insanity insolence insult integrity intransigence jingoism joke joy kindness lackey
    laughingstock lie linchpin lunacy lunatic machination madness magnificence malevolence malice mantra marvel masterpiece meddling
    mediocrity megalomania menace mercy mess mindset misery mistake mockery monstrosity moron myth naivete naivety narcissism nastiness
    naïveté nightmare nitwit nobility nonsense nous nuisance nuttiness obsession ordeal outrage panacea pandemonium pandering paradise
    paranoia pariah passion patience perseverance pettiness pitfall platitude ploy plutocrat pomposity poppycock posturing pretence
    pretense pride profligacy prowess puppet quack quagmire quisling racket rascal recklessness resilience resolve rhetoric ridicule
    righteousness rubbish ruse sanctimony sanity savagery savior saviour scapegoat scaremongering scoundrel scourge selfishness sell-out
    sham shambles shame shenanigan shill silliness sincerity sleaze smear smugness snob snobbery sophistry spite splendor squalor stain
    stooge stranglehold stupidity sycophant tantrum temerity tenacity thug toady tragedy travesty treachery treasure trickery tripe
    triumph twaddle tyranny tyrant ugliness uproar usefulness uselessness utopia valor valour vanity venality vendetta venom victimhood
    villain virtue vitriol warmonger weakling windbag wisdom wit witch-hunt wonder worthlessness zeal zealot zealotry""".split()
)
#: Verbs that leave what is said to their object.
LIGHT_VERBS = frozenset(
    "have make do take give face pose provide offer raise play bring deliver present create represent show send carry get mean".split()
)
#: What makes of "a problem" more than a mention of one.
SIZES = frozenset("big great huge major massive enormous real true serious growing".split())
#: Verbs that put a label on their object.
LABELLING_VERBS = frozenset(
    """characterise characterize portray depict brand dub hail denounce deride decry lambast slam praise dismiss paint stylise
    stylize tout""".split()
)
#: Verbs of what somebody takes to be so.
BELIEVING_VERBS = frozenset("believe consider deem feel find judge think".split())
#: Nouns that only frame an opinion when something "is" them: "the problem is", "a danger", "the key".
ASSESSING_NOUNS = frozenset(
    """answer asset barrier benefit blessing burden challenge chance choice commitment concern consequence cornerstone cure curse
    danger demand difficulty disaster doubt dream duty essence exception excuse fact failure foundation future goal good hero hope
    idea ingredient instrument issue key kind lesson lie matter meaning measure menace message moment need obligation obstacle
    opportunity option pillar pity point possibility potential principle priority problem promise proof purpose question reality
    reason recipe reminder responsibility result risk root secret sense shame sign solution sort source step strength success
    symbol symptom task testament testimony thing threat time tool topic truth value victory virtue waste way weakness weapon""".split()
)
#: Verbs that judge what they report, or claim to look into a mind.
LOADED_VERBS = frozenset(
    """afflict alienate bamboozle bask bedevil belittle bellyache bemoan bemuse berate besmirch betray bewilder blather bleat bloviate
    bludgeon brainwash browbeat brutalise brutalize bully bungle butcher cajole cave cherish clamor clobber coddle concoct condescend
    conflate connive cower crave crow crucify dabble daydream dazzle debase defile degrade deify delude demean demonise demonize
    denigrate desecrate deserve despise disgrace disgust disparage dither dodge dumbfound dupe embolden enrage enshrine epitomise
    epitomize espouse eviscerate exacerbate excoriate exemplify fawn fearmonger fester fetishise fetishize fib finagle flatter flaunt
    flounder flout foist fret fumble fume gaslight glamorize gloat glorify gnash goad grandstand grovel grumble gush gut harangue harp
    haunt hector hoodwink humiliate hype idolize infuriate jeer jostle jubilate kowtow kvetch lament languish legitimize lionise lionize
    loathe lurch malign mangle manipulate marginalize masquerade matter meddle mesmerise mesmerize mishandle mislead moan mock
    mollycoddle mope moralise moralize muse nag obfuscate obsess oppress outrage outshine overhype pamper pander panhandle parrot
    patronize peddle perplex pervert pilfer pillory plague pontificate pout prattle preach prey quibble rant ravage rave reek
    regurgitate relish revel ridicule romanticize ruin salivate sanctify scapegoat scoff scold seethe shill shirk shriek simper skulk
    sleepwalk slither smear smirk snarl sneak sneer snivel snub spew spin squabble squander squirm steamroll stifle stink stoke
    stonewall subvert sulk sully swagger swindle taint tarnish terrorize tout traduce trample trivialize trumpet underestimate undermine
    vilify wail wallow weaponize wheedle whimper whine whinge whitewash worship wreck yammer yap""".split()
)
#: Adverbs that comment on the sentence, or that load it.
COMMENTS = frozenset(
    """absolutely absurdly admittedly alas amazingly anyway appallingly arrogantly astonishingly badly begrudgingly bizarrely blatantly
    blindly blithely bravely brazenly brilliantly callously carelessly certainly clearly clumsily conveniently courageously crucially
    cruelly curiously cynically definitely deliberately desperately disappointingly disgracefully dishonestly disturbingly dutifully
    easily effortlessly egregiously eloquently endlessly enormously exactly excessively extremely faithfully famously ferociously
    feverishly flagrantly foolishly fortunately frankly fundamentally glaringly gleefully gratuitously grossly grotesquely haphazardly
    happily heartlessly heroically honestly hopefully hopelessly horribly hugely hypocritically hysterically improbably incessantly
    incredibly indeed inevitably inexorably inexplicably ingeniously inherently insanely instinctively interestingly intimately
    invariably ironically joyfully justly kindly laughably literally luckily ludicrously magnificently massively maybe meaningfully
    mercifully merely mindlessly miraculously miserably mockingly mordantly naively nakedly naturally needlessly nicely nobly
    notoriously obsessively obviously oddly outrageously painfully paradoxically passionately patently pathetically perfectly perversely
    piously pitifully plainly precisely predictably preposterously proudly quite rather readily really recklessly refreshingly
    regrettably relentlessly remarkably ridiculously rightfully rightly ruthlessly sadly scandalously self-righteously sensibly
    seriously shamefully shamelessly shockingly shrewdly simply sincerely slavishly smugly somehow spectacularly startlingly strangely
    stubbornly stunningly stupidly supposedly surely surprisingly tellingly terribly thankfully thoroughly thoughtfully tirelessly
    totally tragically tremendously truly unabashedly unbelievably uncannily undeniably undoubtedly unfairly unfortunately unjustly
    unquestionably unsurprisingly utterly vainly valiantly vastly vehemently viciously vigorously wantonly wholeheartedly wildly wisely
    woefully wonderfully wrongly""".split()
)
#: Comments of more than one word, as they are written.
COMMENT_PHRASES = (
    "of course",
    "no doubt",
    "in my view",
    "in our view",
    "to be sure",
    "needless to say",
    "let alone",
    "so-called",
    "for once",
)
#: Verbs and their objects that read an event as a sign.
STRESSING_VERBS = frozenset(
    """demonstrate emphasise emphasize expose highlight illustrate prove reveal show signal stress underline underscore""".split()
)
STRESSED = frozenset(
    """absurdity danger failure folly futility hypocrisy importance limit limitation necessity need power relevance significance strength
    threat urgency usefulness uselessness value weakness wisdom""".split()
)
#: Idioms, as their lemmas follow each other: pictures, which nobody can look up.
IDIOMS = tuple(
    " ".join(idiom.split())
    for idiom in """
    a far cry from; a long way to go; a recipe for disaster; a slap in the face; add fuel to the fire; add insult to injury; at a
    crossroads; back to square one; bear the brunt; beat a dead horse; bite the bullet; blur the line; break the bank; breaking point; burn
    bridge; call the shot; charm offensive; come a long way; come home to roost; common ground; cross the line; cut both way; do its part;
    do our part; do the right thing; do their part; dodge a bullet; double standard; drag its foot; drag their foot; fall on deaf ear; fan
    the flame; fly in the face of; free pass; gather steam; get the job do; go above and beyond; go down the drain; go off the rail; go the
    extra mile; have blood on; heavy lifting; hit the nail on the head; house of card; in the driver 's seat; in the right direction; in the
    wrong direction; jump on the bandwagon; jump the shark; kick the can; lay bare; lead the way; level the playing field; like wildfire;
    lip service; make a difference; make great progress; make progress; make real progress; march in lockstep; miss the boat; miss the
    point; move ahead; move forward; move the goalpost; on borrow time; on the back burner; on the right track; on the wrong side of
    history; on the wrong track; open the door; open the floodgate; out of the bag; out of the wood; paint a picture; pass the buck; pave
    the way; pay the price; play with fire; pour cold water; pull the rug; pull together; push the envelope; raise the bar; rise to the
    challenge; rise to the occasion; roll up our sleeve; roll up their sleeve; rub salt; save face; second to none; see the light; set the
    stage; slippery slope; speak volume; stand tall; stand the test of time; stand together; stay the course; step up to the plate; stick to
    their gun; sweep under the rug; take a stand; take a toll; take center stage; take centre stage; take its toll; the be-all and end-all;
    the bottom line; the devil be in the detail; the elephant in the room; the end of the road; the last straw; the lion 's share; the time
    have come; the tip of the iceberg; the writing be on the wall; think outside the box; throw in the towel; throw the baby out; tip of the
    iceberg; tip the scale; turn a blind eye; turn back the clock; turn the corner; turn the page; turn the tide; up in arm; wake-up call;
    walk a tightrope; wear thin; witch hunt""".split(";")
)
#: What goes on in a mind: in the first person it is nobody else's to check.
PRIVATE_VERBS = frozenset(
    """admire adore applaud appreciate believe care cherish commend congratulate cry desire dislike doubt dread dream enjoy envy
    fancy fear feel figure forgive grieve guess hate hope imagine know like loathe love marvel mean mind miss mourn need ponder
    pray prefer pride realise realize reckon recognise recognize regret rejoice remember remind respect salute sense suppose
    suspect sympathize thank think treasure trust understand value want welcome wish wonder worry""".split()
)
#: What a first person says by saying it: no more is stated than that it is said.
PERFORMATIVES = frozenset(
    """applaud ask beg call challenge commend congratulate encourage honor honour implore introduce invite plead pray promise propose
    recommend remind request salute say speak stress submit suggest talk tell thank urge welcome""".split()
)
#: Of those, what asks the hearers for something.
APPEALS = frozenset("ask beg call challenge encourage implore invite plead propose recommend request suggest urge".split())
#: Acts of a first person that leave a public record.
PUBLIC_ACTS = frozenset(
    """abolish allocate appoint approve arrest authorise authorize ban build cancel cast close create cut declare deliver deploy
    elect eliminate employ enact endorse establish expand extend fire found fund hire implement increase inherit introduce invest
    issue join launch lead leave lose lower nominate open oppose order pass pay privatise privatize publish raise ratify receive
    recruit reduce reform release repeal resign run secure sell send serve settle sign spend sponsor sue support testify veto
    visit vote win withdraw write""".split()
)
#: What a speaker may have done before others, who can tell.
ACTS_OF_OFFICE = frozenset(
    """address announce assemble assign attend begin bring commission commit convene direct end give grant help hold host instruct make
    meet name offer outline pledge present propose put restore share show sit stand start submit swear talk tell tour travel warn
    work""".split()
)
FIRST_PERSON = frozenset("i me my we us our mine ours myself ourselves".split())
#: Words for anybody at all.
ANYBODY = frozenset("you one people everyone everybody anyone anybody nobody someone somebody folk folks man".split())
