"""Words that tell an opinion, a feeling or a mere address from a statement of fact. Data only: what they mean where is code.

Lists of lemmas, drawn up by hand after what the literature calls subjective elements (Wiebe et al., "Learning Subjective Language",
2004): evaluative adjectives and nouns, verbs that judge what they report, adverbs that comment on the sentence.
"""

from __future__ import annotations

#: Adjectives that judge. Whether somebody is rich, poor or ill can be looked up; whether he is generous cannot.
EVALUATIVE = frozenset(
    """absurd abysmal adequate admirable aggressive alarming amazing annoying anxious apathetic apocalyptic apoplectic appalling
    appropriate arrogant ashamed astonishing astounding atrocious attractive awesome awful awkward bad baseless beautiful beloved
    beneficial best better biased bitter bizarre blatant bleak blessed bogus bold boring brave brazen bright brilliant brutal
    callous careful careless cautionary charming cheerful clever clueless colossal comfortable committed compassionate compelling
    confident confusing considerable contemptible convincing cool corrupt cosy courageous cowardly cozy crowded crass crazy credible
    critical crucial cruel cunning curious cute cynical dangerous daring dear decent dedicated deep delicious delighted delightful
    delusional dense deplorable deranged desirable desperate despicable destructive determined devastating diligent dire
    disappointed disappointing disastrous disgraceful disgusting dishonest dismal distasteful disturbing divisive doomed draconian
    dramatic dreadful dull dumb dynamic eager earnest easy eerie effective efficient egregious elegant elusive embarrassing
    eminent encouraging endless enormous enthusiastic epic essential evil exasperating excellent excessive excited exciting
    exemplary exhausting exhilarating exquisite extraordinary extravagant extreme fabulous fair famous fanatical fantastic
    fascinating fateful fearless feeble fierce fine flawed flawless flimsy foolish formidable fortunate fragile frantic
    frightening frivolous frustrating fun funny furious futile generous gentle genuine ghastly gifted gigantic glad gloomy
    glorious good gorgeous graceful gracious grand grateful grave great greedy grim gross grotesque gruesome gutless happy hard
    hard-working hardworking harmful harsh hateful heartbreaking heartening heartfelt heartless heinous hellish helpful heroic
    hilarious hollow honest honored honoured hopeful hopeless horrendous horrible horrid horrific hostile huge humane humble
    humbling humiliating hypocritical hysterical ideal idiotic ignorant illuminating immature immense immoral impatient impeccable
    imperative important impossible impressive improper imprudent inadequate inane inappropriate incoherent incompetent
    inconvenient incredible indefensible indispensable ineffective inept inescapable inevitable inexcusable inexplicable infamous
    inferior inhumane innovative insane insensitive insidious insightful inspirational inspired inspiring instructive insufferable
    insufficient insulting interesting intolerable intriguing invaluable irrational irrelevant irresponsible joyful joyous just
    key kind kooky lackluster lame lamentable laudable laughable lavish lax lazy legendary legitimate lousy lovely loving loyal
    lucky ludicrous luminous lush mad magical magnificent malicious marvellous marvelous masterful mean meaningful meaningless
    measured mediocre memorable merciful merciless mere messy mighty mindless miserable misguided misleading modest momentous
    monstrous monumental mordant muddled naive nasty necessary needless nice noble non-escalatory nonsensical notable noteworthy
    notorious obnoxious obscene obsessed obvious odd odious ominous optimistic outlandish outraged outrageous outstanding
    overblown overdue overwhelming painful paltry paranoid passionate pathetic patriotic peaceful peculiar perfect perilous
    pernicious perplexing perverse pessimistic petty phenomenal phony pitiful pivotal plausible pleasant pleased pleasing
    pleasurable poignant pointless popular positive powerful powerless precious predictable preposterous pretty priceless
    principled privileged proactive problematic productive profound promising proper proportionate prosperous proud prudent puny
    puzzling questionable radical rational real reasonable reassuring rebellious reckless refreshing regrettable relentless
    reliable remarkable reprehensible repressive repugnant repulsive resilient resolute respectable respected revolutionary
    rewarding rich ridiculous right righteous rigorous risky robust romantic rosy rotten rude ruthless sad sane savage scandalous
    scary scathing self-righteous selfish selfless senseless sensible sensitive serious severe shabby shady shaky shallow shameful
    shameless sharp shocked shocking shoddy sick significant silly simple simplistic sincere sinister skilful skillful sleazy
    sloppy smart smug sober solid sorry sound specious spectacular spineless spiteful splendid staggering stale stark steadfast
    stellar strange strategic striking strong stubborn stunning stupid sublime subtle successful suitable super superb superficial
    superior supreme surprised surprising surreal suspicious sweet swift sympathetic tame tasteless tasty tedious terrible
    terrific terrifying thankful thorough thoughtful thoughtless thrilled thrilling timeless timid tireless tiresome touching
    tough toxic tragic transformational transformative treacherous tremendous tricky trivial troubled troubling trusted
    trustworthy ugly ultimate unacceptable unbearable unbelievable uncanny uncomfortable undeniable understandable uneasy unfair
    unforgettable unforgivable unfortunate unhappy unhinged unimaginable unique unjust unjustifiable unnecessary unparalleled
    unpleasant unprincipled unrealistic unreasonable unrelenting unscrupulous unsettling unthinkable unwavering unwelcome unwise
    unworthy upbeat uplifting uppity upset urgent useful useless utopian vague vain valiant valuable vast vibrant vicious vigorous
    vile virtuous visionary vital vivid vocal wasteful weak weary weird welcome well-meaning whimsical wicked wild willing wise
    witty woeful wonderful wondrous worried worrying worse worst worthless worthwhile worthy wretched wrong xenophobic""".split()
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
    """able absent accessible active alive annual available away back bankrupt based binding blind born broken classified closed
    common complete compulsory constitutional reachable unconstitutional unlawful unreachable
    contagious dead deaf diplomatic down dry due early elected eligible empty entitled equal exempt extinct false federal final
    flooded free full guilty high higher home homeless identical ill illegal immune independent infected injured innocent
    insolvent insured intact invalid known late lawful legal liable licensed likely lit local located low lower main mandatory
    married medical military missing national native new nuclear obsolete off on open operational optional out over owned partial
    permanent pregnant present private public ready resident responsible reusable secret separate shut silent similar single solar
    solvent stable subject tax-free temporary tied true unable unanimous unarmed unaware unchanged unclear unconscious uncontested
    undecided under underage underway unemployed unfinished unhurt uninjured uninsured unknown unlikely unmarried unopposed unpaid
    unpublished unregistered unsigned unsolved up vacant valid visible void voluntary vulnerable well-known widespread worth
    wounded""".split()
)
#: Nouns that judge what they name.
EVALUATIVE_NOUNS = frozenset(
    """abomination absurdity adoration apathy arrogance audacity backbone beacon betrayal bigot bigotry bliss blunder boon bravery
    brilliance brutality bully busybody charade charlatan cliche cliché clown compassion courage coward cowardice craziness
    cruelty crybaby cynicism deadbeat debacle decency defiance delusion demagogue demagoguery dignity disgrace dishonesty
    disrespect elegance embarrassment envy evil excellence excuse fairness fanatic fanaticism fantasy farce fiasco fluff folly
    fool foolishness foresight gem genius gibberish glory glue goodness grandeur gratitude greatness greed grief guts hallmark
    happiness harmony hatred havoc heroism hogwash honesty horror humiliation humility hypocrisy hypocrite hysteria idiocy idiot
    ignorance impertinence incompetence indecency indifference indignity ineptitude inhumanity injustice insanity insult integrity
    joke joy kindness lackey lie linchpin lunacy lunatic madness magnificence malice marvel masterpiece meddling menace mercy mess
    mindset misery mistake mockery monstrosity myth naivety nastiness nightmare nobility nonsense nous nuisance nuttiness
    obsession ordeal outrage panacea pandemonium paradise paranoia passion patience perseverance pitfall plutocrat pretence
    pretense pride prowess puppet quagmire racket recklessness resilience resolve rhetoric ridicule righteousness rubbish sanity
    savior saviour scapegoat scourge selfishness sham shame shenanigan silliness sincerity smear splendor stain stupidity tenacity
    thug tragedy travesty treachery treasure trickery triumph tyranny ugliness uproar utopia valor valour vanity venom victimhood
    villain virtue wisdom wit wonder zeal zealot""".split()
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
    """afflict alienate bask bedevil bemoan besmirch betray bewilder bloviate bludgeon brainwash bully bungle butcher cave cherish
    clamor clobber coddle concoct condescend conflate cower crave crow dabble dazzle debase defile degrade delude demean demonise
    demonize denigrate desecrate deserve despise disgrace disgust dither dodge dupe embolden enrage enshrine epitomise epitomize
    espouse exacerbate exemplify fawn fester flatter flaunt flounder flout fret fumble gaslight glamorize gloat glorify gush gut
    harangue harp haunt hoodwink humiliate idolize infuriate jostle jubilate kowtow lament legitimize loathe malign mangle
    manipulate marginalize masquerade mishandle mislead mock muse nag obfuscate obsess oppress outrage outshine pamper pander
    parrot patronize peddle perplex pervert pillory plague pontificate prattle preach prey rant ravage reek regurgitate relish
    revel ridicule romanticize ruin scapegoat scoff scold shirk shriek sleepwalk smear sneak sneer snub spew spin squander squirm
    stifle stink stoke stonewall subvert sully symbolize taint tarnish terrorize tout trample trivialize trumpet underestimate
    undermine vilify wallow weaponize whine whitewash worship wreck""".split()
)
#: Adverbs that comment on the sentence, or that load it.
COMMENTS = frozenset(
    """absolutely absurdly admittedly alas amazingly anyway astonishingly badly bizarrely blatantly blindly bravely brazenly
    brilliantly certainly clearly conveniently courageously crucially curiously cynically definitely deliberately desperately
    disgracefully disturbingly easily eloquently enormously exactly excessively extremely faithfully famously foolishly
    fortunately frankly fundamentally happily heroically honestly hopefully hopelessly horribly hugely hysterically incredibly
    indeed inevitably inexplicably inherently insanely instinctively interestingly intimately ironically joyfully justly kindly
    laughably literally luckily magnificently massively maybe meaningfully mercifully merely mindlessly miraculously miserably
    mordantly naively naturally needlessly nicely nobly notoriously obsessively obviously oddly outrageously painfully
    paradoxically passionately pathetically perfectly plainly precisely predictably proudly quite rather readily really recklessly
    refreshingly regrettably relentlessly remarkably ridiculously rightfully rightly ruthlessly sadly sensibly seriously
    shamefully shamelessly shockingly simply sincerely smugly somehow startlingly strangely stubbornly stunningly stupidly
    supposedly surely surprisingly terribly thankfully thoroughly thoughtfully totally tragically tremendously truly unabashedly
    unbelievably undeniably undoubtedly unfairly unfortunately unjustly unquestionably utterly vastly vehemently vigorously
    wholeheartedly wildly wisely wonderfully wrongly""".split()
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
FIRST_PERSON = frozenset("i me my we us our mine ours myself ourselves".split())
#: Words for anybody at all.
ANYBODY = frozenset("you one people everyone everybody anyone anybody nobody someone somebody folk folks man".split())
