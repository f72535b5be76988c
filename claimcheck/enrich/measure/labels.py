"""Numbers that count nothing: years, dates, clock times, and numbers that name a thing ("Article 370", "F-16", "Covid-19").

Read from the writing alone; what only a parse can tell is decided in `claimcheck.enrich.quantity`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.enrich.measure import bounds
from claimcheck.enrich.measure.atoms import MONTHS, Atom, digits
from claimcheck.enrich.measure.numerals import HYPHENS, SCALES, Numeral, is_number, word

#: A number right after these is the name of one of them.
DESIGNATORS = frozenset(
    """article section chapter page no no. number nr nr. nos numbers flight route highway interstate motorway phase stage type level
    grade category tier class division room line exit gate platform zone ward district precinct resolution act bill rule form
    figure table volume version model mark season episode part step schedule appendix item paragraph clause title formula windows
    iphone boeing airbus apollo soyuz artemis playstation channel radio studio track area sector unit squadron battalion regiment
    brigade company block house building apartment flat suite box road street avenue a.d. ad bc opus psalm verse john sonata
    symphony group game week day round lap lane heat set day tower reactor pier terminal hall court seat seed plan goal agenda
    pillar question proposition amendment point vision covid sars chernobyl century fy q h ps xbox android ios mp euro expo copa
    usb galaxy agenda catch fortune ps4 msci ftse nikkei s&p russell topix cac dax stoxx sdg sdgs ref isbn issue vol pp studio
    layer carbon cesium caesium iodine uranium plutonium strontium article. tel phone fax extension ext postcode zip p.o. section.
    sec exercises exercise nrs""".split()
)
#: Names of indices and cups carry numbers as well: "the FTSE 100", "the Fortune 500".
CLOCK_AFTER = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m", "o'clock", "o’clock", "gmt", "utc", "bst", "cet", "hrs", "noon"})
ERA_AFTER = frozenset({"bc", "bce", "ad", "ce", "b.c.", "a.d.", "b.c", "a.d", "bce."})
#: A year stands after these.
YEAR_AFTER = frozenset(
    """in since by from until till of during before after for early late mid the this that summer autumn fall winter spring its their his
    her and or to between through fiscal around circa year election elections olympics season q1 q2 q3 q4 h1 h2 's ’s a an back""".split()
)
#: A year before these dates them: "2000 levels", "the 2020 elections".
DATED = frozenset(
    "levels prices standards figures terms rates elections games olympics season seasons protests results championships".split()
)
#: After a four-digit number these show that things are counted.
PLURALS = frozenset({"people", "men", "women", "children", "troops", "police", "personnel", "cattle", "sheep", "fish", "staff"})
ENDING_IN_S = frozenset(
    {"as", "is", "was", "has", "its", "this", "his", "us", "across", "towards", "versus", "plus", "always", "perhaps", "does"}
)


def is_year(atoms: Sequence[Atom], i: int) -> bool:
    """Four digits that can be a year of our time, without separators."""
    return is_number(atoms, i) and len(atoms[i].text) == 4 and atoms[i].text.isdecimal() and 1000 <= digits(atoms[i]) <= 2100


def looks_counted(atoms: Sequence[Atom], i: int) -> bool:
    """Whether a plural stands at atom i, or after one adjective."""
    for j in (i, i + 1):
        text = word(atoms, j)
        if j >= len(atoms) or atoms[j].kind != "word" or text in ENDING_IN_S or atoms[j].text[0].isupper():
            return False
        if text in PLURALS or (text.endswith("s") and not text.endswith("ss")):
            return True
    return False


def attached(atoms: Sequence[Atom], start: int, end: int) -> bool:
    """Whether letters or digits touch the number, so that both are one name: "F-16", "G20", "737F", "mid-1990s"."""
    return attached_before(atoms, start) or attached_behind(atoms, end)


def attached_before(atoms: Sequence[Atom], start: int) -> bool:
    """Whether a name touches the number from the left: "F-16"."""
    before = start - 1
    if before >= 0 and atoms[start].glued:
        left = atoms[before]
        if left.kind in {"word", "opaque"} or left.text in {"_", "@", "&", "#", "№"}:
            return True
        if left.text == "(" and left.glued and before > 0 and atoms[before - 1].kind == "word":
            return True  # VIII(5)
        if left.text in HYPHENS and left.glued and before > 0 and atoms[before - 1].kind in {"word", "number"}:
            return True
        if left.text in {".", "/"} and left.glued and before > 0 and atoms[before - 1].kind == "number":
            return True
        if left.text == ":" and left.glued and before > 0 and atoms[before - 1].kind in {"number", "word"}:
            return True  # a verse, a port
        if left.text == "/" and left.glued and before > 0 and atoms[before - 1].kind == "word":
            return True
    return False


def attached_behind(atoms: Sequence[Atom], end: int) -> bool:
    """Whether letters or digits touch the number from the right, or a capital follows its hyphen: "737F", "24703 L-202"."""
    if end < len(atoms) and atoms[end].glued:
        right = atoms[end]
        if right.kind in {"word", "number", "opaque"} and atoms[end - 1].kind == "number":
            return True
        if right.text in {"/", "_", ":"} and end + 1 < len(atoms) and atoms[end + 1].glued and atoms[end + 1].kind == "number":
            return True
        if right.text in HYPHENS and end + 1 < len(atoms) and atoms[end + 1].glued and re.fullmatch(r"0\d+", atoms[end + 1].text):
            return True  # a telephone number, a code
        if (
            right.text in HYPHENS
            and end + 1 < len(atoms)
            and atoms[end + 1].glued
            and len(atoms[end + 1].text) == 1
            and atoms[end + 1].text.isupper()
        ):
            return True
    return False


def is_date(atoms: Sequence[Atom], start: int, end: int) -> bool:
    """A day beside its month, a year, a time of the clock."""
    if not is_number(atoms, start):
        return word(atoms, end) in {"o'clock", "o’clock"}
    before, after = _bare(atoms, start - 1), _bare(atoms, end)
    if before == "." and start > 1:
        before = _bare(atoms, start - 2)
    value = digits(atoms[start])
    whole = value.denominator == 1 and "," not in atoms[start].text
    if (
        after in CLOCK_AFTER
        and value < 2500
        or (word(atoms, end) in {"p", "a"} and word(atoms, end + 1) == "." and word(atoms, end + 2) == "m")
    ):
        return True
    if after in ERA_AFTER:
        return True
    if whole and before in MONTHS and (atoms[start - 1].text[0].isupper() or before != "may") and (value <= 31 or is_year(atoms, start)):
        return True
    if whole and value <= 31:
        if after in MONTHS and (before not in {"in", "than"} or atoms[end].text[0].isupper()):
            return True
        if after == "of" and _bare(atoms, end + 1) in MONTHS:
            return True
        # "May 6-7", "6 and 7 May", "6-7 May": the day at the other end of a dash
        if before in {"-", "–", "—", "and", "to", "&"} and is_number(atoms, start - 2) and _bare(atoms, start - 3) in MONTHS:
            return True
        if after in {"-", "–", "—", "and", "to", "&"} and is_number(atoms, end + 1) and _bare(atoms, end + 2) in MONTHS:
            return word(atoms, end + 2) != "may" or atoms[end + 2].text[0].isupper()
    return is_year(atoms, start) and end == start + 1 and _year(atoms, start)


def _bare(atoms: Sequence[Atom], i: int) -> str:
    return word(atoms, i).rstrip(".") if word(atoms, i).rstrip(".") in MONTHS else word(atoms, i)


def _year(atoms: Sequence[Atom], i: int) -> bool:
    before = word(atoms, i - 1)
    bound = bounds.before(atoms, i)
    if bound and bound[1] != "approx" and before not in {"over", "to"}:
        return False
    if before in {"than", "least", "nearly", "almost", "approximately", "roughly", "estimated", "some", "over", "only"}:
        return not looks_counted(atoms, i + 1)
    if not looks_counted(atoms, i + 1) or word(atoms, i + 1) in DATED:
        return digits(atoms[i]) >= 1400 or before in YEAR_AFTER
    return (
        before in YEAR_AFTER - {"for", "to", "or", "and", "of", "by", "after"}
        or digits(atoms[i]) % 10 != 0
        or before.endswith(("'s", "’s"))
    )


def is_name(atoms: Sequence[Atom], start: int, end: int) -> bool:
    """A number that follows what it numbers: "Article 370", "No. 5", "Day One", "#1"."""
    before = start - 1
    if (
        before >= 0
        and atoms[before].text == "."
        and before > 0
        and atoms[before - 1].low in {"no", "nr", "art", "sec", "vol", "p", "pp", "ch", "nrs"}
    ):
        return True
    text = word(atoms, before)
    if text in {"#", "№", "§"}:
        return True
    if (
        text in {"and", "or", ",", "to", "-", "&"}
        and start > 2
        and is_number(atoms, start - 2)
        and word(atoms, start - 3) in _PLURAL_DESIGNATORS
    ):
        return True
    if text in _PLURAL_DESIGNATORS:
        return True
    if text not in DESIGNATORS:
        return False
    if text in {
        "no",
        "point",
        "goal",
        "set",
        "road",
        "unit",
        "house",
        "class",
        "group",
        "act",
        "line",
        "seat",
        "plan",
        "company",
        "number",
    }:
        # everyday words: only where they are written as a name, or number something by themselves
        return atoms[before].text[0].isupper() or text in {"number", "group", "class"}
    return (
        atoms[before].text[0].isupper() or is_number(atoms, start) or word(atoms, start) in {"one", "two", "three", "four", "five", "zero"}
    )


_PLURAL_DESIGNATORS = frozenset(
    "articles sections chapters pages nos flights routes highways rooms lines exits gates phases items paragraphs figures".split()
)


def is_enumerator(atoms: Sequence[Atom], start: int, end: int) -> bool:
    """The number of a list item: "1) explains", "2. Wash", "(3) Serve" at the beginning."""
    if word(atoms, end) == ")" and not any(a.text == "(" for a in atoms[max(0, start - 6) : start]):
        return True
    begins = start == 0 or (start == 1 and atoms[0].text in "([")
    if begins and is_number(atoms, start) and word(atoms, end) in HYPHENS and atoms[end].glued and end + 1 < len(atoms):
        return not atoms[end + 1].glued and atoms[end + 1].text[:1].isupper()  # "1- Improving the system"
    return begins and is_number(atoms, start) and word(atoms, end) in {".", ")", "]"} and atoms[end].glued


def label(atoms: Sequence[Atom], numeral: Numeral) -> str | None:
    """Why the number is not an amount: "code", "attached", "date", "name", "enumerator"; None when it may be one."""
    start, end = numeral.start, numeral.end
    if is_number(atoms, start) and len(atoms[start].text) > 1 and atoms[start].text[0] == "0" and atoms[start].text.isdecimal():
        return "code"
    if attached(atoms, start, end):
        return "attached"
    scaled = end - start > 1 and word(atoms, end - 1) in SCALES
    if not scaled and is_date(atoms, start, end):
        return "date"
    if not scaled and is_name(atoms, start, end):
        return "name"
    if is_enumerator(atoms, start, end):
        return "enumerator"
    return None
