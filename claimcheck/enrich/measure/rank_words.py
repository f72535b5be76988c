"""Words beside ordinals: what is numbered in a row, and what only looks so."""

from __future__ import annotations

#: The noun after an ordinal is no member of a row: idioms, places, parts of a game or a year.
NOT_RANKED = frozenset(
    """floor party hand aid name class person lady degree rate language thought nature opinion sight glance line base division grade tier
    world chance wind half quarter inning innings minute hour second century millennium cousin responder instance gear baseman
    fiddle storey story string row reading amendment avenue street precinct district circuit battalion regiment brigade legion
    fleet army corps estate guess read look dose-rate gentleman minister secretary mate sergeant officer lieutenant
    secretary-general vice-president""".split()
)
TIME_NOUNS = frozenset("day night week weekend fortnight month year decade season semester term-time morning evening afternoon".split())
VAGUE_ITEMS = frozenset({"one", "thing", "few", "bit"})
STREAK = frozenset("straight consecutive successive".split())
#: Names of meetings and games are numbered: "the 22nd Fan Expo"; other names with figures are not ("42nd Street").
EDITIONS = frozenset(
    """expo congress olympics games cup summit conference awards award festival session assembly championship championships convention forum
    symposium fair biennale oscars grammys parliament plenum anniversary prix open tournament marathon edition""".split()
)
#: In "-est" without being superlatives.
NOT_SUPERLATIVE = frozenset(
    """interest forest west test guest request contest arrest protest quest rest harvest honest modest tempest conquest manifest nest
    pest vest jest crest chest priest midwest southwest northwest digest invest unrest behest zest bequest inquest""".split()
)
SUPERLATIVE = frozenset({"most", "least", "best", "worst"})
LASTS = {"last": -1, "final": -1, "penultimate": -2}
#: What can clearly be the last of its kind: games, works, acts. "His last name" or "the last thing" is another sense.
LASTING = frozenset(
    """match game mission flight concert film album novel book speech interview meeting visit trip tour performance race fight bout
    appearance election launch conversation season-game survivor king emperor president address show episode edition letter test
    exam battle execution journey voyage broadcast goal attack strike start finish victory win defeat title tournament album
    record play poem recital service mass""".split()
)
#: Verbs of being at a place in an order, or getting there: "climbed to number 3".
CLIMBING = frozenset(
    """rank place reach hit debut climb rise increase jump move drop fall slip land sit stay remain come finish peak return enter go list
    rate seed""".split()
)
#: "Number 3" of these is a name and no rank: "the number 3 bus", "reactor No. 4".
NAMED_BY_NUMBER = frozenset(
    """bus tram train line route road highway street reactor flight room house platform gate bed car engine plant unit well battery shirt
    jersey jumper flat order resolution article rule law act bill case file shop shed mine camp battalion squadron""".split()
)
FINISHING = frozenset("finish come rank place end qualify stand sit".split())
