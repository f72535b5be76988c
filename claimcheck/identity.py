"""Names for claims that outlive edits.

A claim's id is a hash of what would be checked, and of nothing else: no offset, no neighbour, no date of publication. So a
claim keeps its id while the draft changes around it, and gets a new one as soon as its words, polarity, modality, source or
times change. The idea is that of fingerprints in SARIF (2.1.0, section 3.27.16).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from unicodedata import normalize

from claimcheck.model import Attribution, Claim, Modality, Polarity, TimeExpression

#: Hexadecimal digits of the hash: 64 bits, enough for the claims of one document by far.
_DIGITS = 16


def claim_id(
    text: str,
    polarity: Polarity,
    modality: Modality,
    attribution: Sequence[Attribution] = (),
    occurrence: int = 1,
    *,
    times: Sequence[TimeExpression] = (),
) -> str:
    """The id of a claim: "c-" and 16 hexadecimal digits, with "-2" after them for the second claim with the same core.

    The core is the text, polarity, modality, the sources and cue classes of the attribution, outermost first, and the words of
    the times (not their values, which move with the date of publication). Case, white space and Unicode normal form do not
    matter. `occurrence` counts from 1, in source order. Raises ValueError when it is below 1.
    """
    if occurrence < 1:
        raise ValueError(f"occurrence counts from 1, not {occurrence}")
    core = [
        _plain(text),
        polarity,
        modality,
        [[_plain(hop.source or ""), hop.cue_class] for hop in attribution],
        [_plain(time.text) for time in times],
    ]
    digest = sha256(json.dumps(core, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()
    return f"c-{digest[:_DIGITS]}" + (f"-{occurrence}" if occurrence > 1 else "")


def identify(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims of one document, in source order, each with its id; whatever ids they had are dropped."""
    seen: Counter[str] = Counter()
    named = []
    for claim in claims:
        base = claim_id(claim.text, claim.polarity, claim.modality, claim.attribution, times=claim.times)
        seen[base] += 1
        named.append(replace(claim, claim_id=base if seen[base] == 1 else f"{base}-{seen[base]}"))
    return tuple(named)


def _plain(words: str) -> str:
    """Canonical caseless form (Unicode Standard, section 3.13), NFC, white space collapsed."""
    return " ".join(normalize("NFC", normalize("NFC", words).casefold()).split())
