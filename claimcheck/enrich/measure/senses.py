"""Words that are units in one sentence and something else in another, decided by the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimcheck.enrich.measure.amounts import Amount
from claimcheck.enrich.measure.units import Unit, families
from claimcheck.tree import Sentence

WEIGHING = frozenset(
    """weigh weight weights weighed weighing weighs baby babies heavy heavier lift lifted lbs overweight bomb bombs warhead payload
    cocaine heroin marijuana meth drugs drop dropped shed gained birth birthweight ton tons tonne tonnes kg kilo kilos kilogram
    kilograms thrust explosive explosives ounce ounces""".split()
)
PAYING = frozenset(
    """pay pays paid paying cost costs price prices priced worth fine fined profit profits revenue sales spend spent spending budget
    salary salaries wage wages earn earned debt debts tax taxes loan loans fund funds funding bank million billion euros dollars
    sterling bill bills fee fees compensation damages bought sold buy sell invest invested investment savings saved pence penny
    stolen award awarded donated raised""".split()
)
TEMPERED = frozenset(
    """temperature temperatures heat heatwave cold weather warm warmer warming cool cooler hot hotter thermostat thermometer freezing
    frost climate fahrenheit celsius warmest hottest coldest highs lows mercury forecast summer winter ice sea ocean preindustrial
    pre-industrial""".split()
)
TURNED = frozenset(
    "angle angles rotate rotated rotation turn turned tilt tilted latitude longitude slope north south east west view".split()
)


def pounds(amount: Amount, written: str, rest: Sequence[str], around: frozenset[str]) -> Unit | None:
    """Mass or money for an amount in pounds that no sign or country decides; None when nothing does."""
    weighs = bool(WEIGHING & around)
    pays = bool(PAYING & around) or (amount.value or amount.low or 0) >= 10**6
    of = rest[:1] == ["of"] and rest[1:2] not in (["debt"], ["savings"], ["damage"], ["taxpayers"])
    if written.endswith(("-pound", "- pound")) and not pays or (of and not pays) or (weighs and not pays):
        return Unit("[lb_av]", "mass")
    if pays and not weighs:
        return Unit("GBP", "money")
    return None


def degrees(rest: Sequence[str], around: frozenset[str]) -> Unit | None:
    """Temperature or angle for "degrees" alone; None when they may be a university's."""
    if TEMPERED & around:
        return Unit("deg", "temperature")
    if TURNED & around or rest[:1] in (["north"], ["south"], ["east"], ["west"]):
        return Unit("deg", "angle")
    return None


def known_currencies(sentences: Iterable[Sentence]) -> Mapping[str, str]:
    """The currency of each family that has exactly one of its countries in the text: {"rupee": "INR"}."""
    text = " ".join(" ".join(w.text for w in s.words if w.text[:1].isupper()) for s in sentences)
    padded = f" {text.lower()} "
    known = {}
    for family, members in families().items():
        named = sorted(code for code, words in members.items() if any(f" {word} " in padded for word in words))
        if len(named) == 1:
            known[family] = named[0]
    return known
