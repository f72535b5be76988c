"""Finding and resolving time expressions (TIMEX3). `claimcheck.enrich.time` is the way in.

lexicon (words) -> pattern (how a construction is written) -> grammar modules (one rule per construction)
-> found (what a rule proposes) -> extend (early, late, morning) -> resolve (which day that is) over calendar (arithmetic).
"""
