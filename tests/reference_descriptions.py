"""Cases of `reference_cases` in which a noun with "the" or "this" takes something up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    text: str
    readings: tuple[tuple[str, int, str | None], ...]
    why: str


DESCRIPTIONS = {
    "this-itself": Case(
        "Critics attacked the government's performance. This is the government's performance.",
        (("This", 0, None),),
        "says no more than its predicate",
    ),
    "country-passed-through": Case(
        "Chile drew more visitors. Many tourists came from Peru, and hotels opened in the country.",
        (("the country", 0, None),),
        "another country is named beside it",
    ),
    "museum-in": Case(
        "The Ulm Museum sold a painting. John Brown called the director of the museum in Bonn.",
        (("the museum", 0, None),),
        "a museum in another town",
    ),
    "same-attack": Case(
        "Police described an arson attack on Acme Ltd in Ulm. The arson attack on the company began at noon. Four people died in the attack.",
        (("the attack", 0, "the arson attack on Acme Ltd in Ulm"),),
        "the second says no more of it than the first",
    ),
    "other-attack": Case(
        "Police described an attack on a bank. The attack on the embassy began at noon. Four people died in the attack.",
        (("the attack", 1, None),),
        "two attacks",
    ),
    "told-by-verb": Case(
        "Hackers attacked the website of the museum on Monday. The attack lasted two hours. Police said the attack came from abroad.",
        (
            ("The attack", 0, "The attack on the website of the museum by hackers"),
            ("the attack", 1, "the attack on the website of the museum by hackers"),
        ),
        "a verb told it, and the noun takes it up twice",
    ),
    "told-by-two-verbs": Case(
        "Police arrested Maria Costa and later arrested John Brown. The arrest was filmed.",
        (("The arrest", 0, None),),
        "two were arrested",
    ),
    "not-told-by-verb": Case(
        "The museum did not close the café. The closure would cost money.",
        (("The closure", 0, None),),
        "nothing was closed",
    ),
    "who-decided": Case(
        "The council decided to close the old library. The decision led to protests.",
        (("The decision", 0, "The decision by the council to close the old library"),),
        "an infinitive says what was decided",
    ),
    "who-resigned": Case(
        "Finance Minister Maria Costa resigned on Monday. The resignation surprised the party.",
        (("The resignation", 0, "The resignation of Maria Costa"),),
        "who resigned",
    ),
    "incident-told-by-verb": Case(
        "Two men attacked a bus in Ulm on Monday. Police are investigating the incident.",
        (("the incident", 0, "the attack on a bus by two men"),),
        "a general noun for what the verb told",
    ),
    "owner-told-already": Case(
        "The owners of the old towers met on Friday. They lost their homes.",
        (("They", 0, "The owners of the old towers"),),
        "whose homes is told by the subject",
    ),
}
