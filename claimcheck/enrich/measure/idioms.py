"""Turns of phrase in which a number counts nothing: "a thousand times", "zero tolerance", "one hundred percent sure"."""

from __future__ import annotations

import re
from functools import lru_cache

_HUNDRED = r"(?:100|110|a hundred|one hundred|a hundred and ten|one hundred and ten)"
#: What is wholly so, wholly is so: no share of anything.
_WHOLLY = (
    "accurate against agree assured aware behind certain clear committed confident confirmed convinced correct dedicated determined focused focussed "
    "genuine guilty happy honest innocent legit legitimate normal positive ready right satisfied serious supportive sure true untrue "
    "willing with wrong"
)

#: Each as a pattern over the sentence in lower case; a space stands for white space, a hyphen for a hyphen or white space.
_TURNS = (
    r"(?:a|one|ten) (?:hundred|thousand|million|billion) (?:flowers?|cuts|stars|suns|deaths|apologies|thanks|reasons|ways)\b(?! of\b)",
    r"worth a (?:hundred|thousand|million) (?:words|pictures)",
    r"(?:a|one) (?:hundred|thousand|million) (?:times|miles) (?:better|worse|over|again|before|no|yes|away|ahead|from)",
    r"(?:not )?in a (?:hundred|thousand|million) years",
    r"(?:one|1)-in-a-million",
    r"(?:a|one) in a (?:hundred|thousand|million|billion)(?: chance)?",
    r"thanks a million",
    r"(?:million|billion|64,000|sixty-four-thousand)-dollar questions?",
    r"a dime a dozen",
    r"six of one,? (?:and )?half a dozen of the other",
    rf"{_HUNDRED} ?(?:percent|per cent|%) (?:{'|'.join(_WHOLLY.split())})",
    rf"(?:agree|agreed|agrees|support|supported|supports)(?: \w+){{0,3}} {_HUNDRED} ?(?:percent|per cent|%)",
    rf"(?:give|gives|giving|given|gave) (?:it |their |my |our |your |his |her )?(?:all )?{_HUNDRED} ?(?:percent|per cent|%)(?! of\b)",
    r"zero-(?:tolerance|sum)",
    r"(?:ground|absolute|patient)-zero",
    r"zero-hour",
    r"square one",
    r"cloud nine",
    r"(?:the )?whole nine yards",
    r"nine times out of (?:ten|10)",
    r"dressed to the nines",
    r"nine lives",
    r"(?:at )?sixes and sevens",
    r"two-(?:way|faced|edged)",
    r"two (?:sides|faces) of the same coin",
    r"(?:put|putting|puts) two and two together",
    r"two birds with one stone",
    r"two steps forward,?(?: and)? one step back",
    r"two wrongs",
    r"my two cents",
    r"on all fours",
    r"(?:the )?seven seas",
    r"forty winks",
    r"six feet under",
    r"one-size-fits-all",
    r"one-(?:way|off|sided|stop|dimensional)",
    r"24/7",
    r"catch-22",
)
_TURN = re.compile(
    r"(?<![\w-])(?:" + "|".join(t.replace("-", r"[-‑–\s]\s?").replace(" ?", r"\s?").replace(" ", r"\s+") for t in _TURNS) + r")(?![\w])",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def turns_in(text: str) -> tuple[tuple[int, int], ...]:
    """Begin and end of each such turn in a text, in order."""
    return tuple((found.start(), found.end()) for found in _TURN.finditer(text))
