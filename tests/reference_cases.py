"""Short texts with what each mention in them stands for; their parses are frozen in `fixtures/references/cases.conllu`.

    python -m tests.reference_cases      freeze the parses again with the real parser

A reading is (mention, its place among the same words, what it must read as); None: it must be left open, because two fit or
nothing does.
"""

from __future__ import annotations

from pathlib import Path

from claimcheck.tree import Sentence, read_conllu, write_conllu
from tests.reference_descriptions import DESCRIPTIONS, Case

FROZEN = Path(__file__).parent.parent / "fixtures" / "references" / "cases.conllu"


CASES = {
    "woman-and-man": Case(
        "Maria Costa met John Brown on Monday. She thanked him.",
        (("She", 0, "Maria Costa"), ("him", 0, "John Brown")),
        "gender decides",
    ),
    "two-men": Case(
        "Peter Hall met John Brown. Reporters followed him.",
        (("him", 0, None),),
        "two men fit alike",
    ),
    "name-before-its-noun": Case(
        "An Ontario Court of Appeal justice rejected the law, saying it was unfair.",
        (("it", 0, "the law"),),
        "the court only says which justice",
    ),
    "possessive": Case(
        "Maria Costa resigned on Friday. Her deputy will lead the ministry.",
        (("Her", 0, "Maria Costa's"),),
        "possessive, with a capital only where the name has one",
    ),
    "announced": Case(
        "When he was told of the vote, John Brown smiled.",
        (("he", 0, "John Brown"),),
        "a clause that leans on the one with the name",
    ),
    "below-the-verb": Case(
        "Peter Hall arrived early. He said that the donation went to the children of John Brown.",
        (("He", 0, "Peter Hall"),),
        "a name below the verb of which he is the subject is someone else",
    ),
    "relative": Case(
        "The award went to Maria Costa, with whom she had worked.",
        (("she", 0, None),),
        "not the one whom the relative pronoun stands for",
    ),
    "judged": Case(
        "John Brown praised Peter Hall for his speech.",
        (("his", 0, "Peter Hall's"),),
        "who is praised for a speech gave it",
    ),
    "title-is-no-person": Case(
        "Prime Minister John Brown spoke in Leeds. The prime minister said he would not resign.",
        (("The prime minister", 0, "John Brown"), ("he", 0, "John Brown")),
        "the office is the man, not a second one",
    ),
    "former-holder": Case(
        "Former chancellor John Brown spoke in Leeds. The chancellor will answer on Tuesday.",
        (("The chancellor", 0, None),),
        "a former chancellor is not the chancellor",
    ),
    "country-acts": Case(
        "Kenya closed the border on Monday. It will reopen the crossing in June, the ministry said.",
        (("The ministry", 0, None),),
        "no ministry was named",
    ),
    "two-countries": Case(
        "Kenya and Uganda signed an agreement on Monday. Both countries will lower their tariffs.",
        (("Both countries", 0, "Kenya and Uganda"), ("their", 0, "Kenya and Uganda's")),
        "the two that are joined, and not one of them",
    ),
    "three-countries": Case(
        "Kenya, Uganda and Rwanda signed an agreement on Monday. The two countries will lower tariffs.",
        (("The two countries", 0, None),),
        "two of three: which?",
    ),
    "dispute": Case(
        "Kenya and Uganda went to court on Monday. Their four-year dispute is about a lake.",
        (("Their", 0, "Kenya and Uganda's"),),
        "a dispute has two sides",
    ),
    "ministers-of-two": Case(
        "Kenya and Uganda went to court on Monday. John Brown met the ministers before they flew home.",
        (("they", 0, "the ministers"),),
        "the nearer several",
    ),
    "short-verb": Case(
        "The ministers came home on Friday. Maria Costa said they're ready to sign.",
        (("they're", 0, "the ministers are"),),
        "no plural noun before 're",
    ),
    "has-been": Case(
        "Peter Hall left in May. He's been waiting for an answer.",
        (("He's", 0, "Peter Hall has"),),
        "not is: a participle of the perfect follows",
    ),
    "speaker-again": Case(
        '"I never thought this would happen to me," Maria Costa said.',
        (("I", 0, "I (Maria Costa)"), ("me", 0, "Maria Costa")),
        "a name in the place of I would leave the verb with another person than me",
    ),
    "degree": Case(
        "Peter Hall has a master's degree in law. His thesis was about lakes.",
        (("His", 0, "Peter Hall's"),),
        "a master's degree is of no master",
    ),
    "amount": Case(
        "At least 324 children were taken to the coast. They never came back.",
        (("They", 0, "The 324 children"),),
        "taken up without the words about the number",
    ),
    "one-is-not-they": Case(
        "John Brown left the meeting early. They had discussed the budget.",
        (("They", 0, None),),
        "one man is not they",
    ),
    "weather": Case(
        "The company closed the factory. It was raining when the workers left.",
        (("It", 0, None),),
        "stands for nothing",
    ),
    "dummy": Case(
        "The bank published a report. It is clear that prices will rise.",
        (("It", 0, None),),
        "stands for the clause behind it",
    ),
    "company": Case(
        "The Nokia Corporation bought the factory in March. The company said it would keep all workers.",
        (("The company", 0, "The Nokia Corporation"), ("it", 0, "the Nokia Corporation")),
        "the only private body nearby",
    ),
    "speaker": Case(
        '"John Brown stood by us," he said.',
        (("he", 0, None),),
        "who speaks does not call himself by name",
    ),
    "gloss": Case(
        "Maria Costa said the guards took him (Peter Hall) to Leeds. John Brown came later.",
        (("him", 0, None),),
        "the text itself says who, so nothing is put in its place",
    ),
    "film": Case(
        "Maria Costa appeared in Some Like It Hot at the theatre.",
        (("It", 0, None),),
        "a word of a title",
    ),
    "there": Case(
        "John Brown flew to Nairobi on Monday. He met Maria Costa there.",
        (("there", 0, "in Nairobi"), ("He", 0, "John Brown")),
        "the only place",
    ),
    "surname": Case(
        "Maria Costa opened the bridge. Costa said the work took four years.",
        (("Costa", 1, "Maria Costa"),),
        "the only Costa",
    ),
    "two-of-a-name": Case(
        "Maria Costa and Pedro Costa opened the bridge. Costa said the work took four years.",
        (("Costa", 2, None),),
        "two bear the name",
    ),
    "owner-is-told": Case(
        "The voters will choose their flag in May.",
        (("their", 0, None),),
        "the subject of the clause says whose flag",
    ),
    "video-again": Case(
        "The church tried to remove a promotional video featuring Maria Costa. Other sites still host the video.",
        (("the video", 0, "the promotional video featuring Maria Costa"),),
        "taken up with what tells which one, but for the article",
    ),
    "two-videos": Case(
        "The church removed a promotional video. The club published a training video. Other sites still host the video.",
        (("the video", 0, None),),
        "two videos fit",
    ),
    "another-video": Case(
        "The church removed a promotional video. Another video followed. Other sites still host the video.",
        (("the video", 0, None),),
        "another is a second one",
    ),
    "site-of-the-owner": Case(
        "Hackers attacked the council's website on Monday. They shut the site down.",
        (("the site", 0, "the council's website"),),
        "a site is a website",
    ),
    "pages-of-a-report": Case(
        "A secret police report was found on Monday. The 131-page report was lying in a street.",
        (("The 131-page report", 0, "The 131-page secret police report"),),
        "what the description adds is kept",
    ),
    "memorial": Case(
        "Thousands visited the Dalton Memorial on Friday. Flowers covered the memorial.",
        (("the memorial", 0, "the Dalton Memorial"),),
        "the noun of its name",
    ),
    "event-of-the-name": Case(
        "The Ulm Film Festival opened on Friday. The event drew 4,000 visitors.",
        (("The event", 0, "The Ulm Film Festival"),),
        "a festival is an event",
    ),
    "particular": Case(
        "The town likes this particular event. Thousands attended the event.",
        (("the event", 0, None),),
        "an adjective that says nothing of which one",
    ),
    "previous-election": Case(
        "The previous general election was held in May. The election fills 70 seats.",
        (("The election", 0, None),),
        "what is past is not what is now",
    ),
    "election-before": Case(
        "The 2023 general election filled 70 seats. Turnout rose from 51 percent in the previous election.",
        (("the previous election", 0, None),),
        "the one before is another one",
    ),
    "area-around": Case(
        "A shell hit the area near the school. Soldiers searched the area.",
        (("the area", 1, None),),
        "areas are whatever stands around",
    ),
    "the-city": Case(
        "The mayor of Munich opened the market on Friday. Visitors praised the city.",
        (("the city", 0, "Munich"),),
        "what has a mayor is a city",
    ),
    "two-cities": Case(
        "The mayor of Munich met the mayor of Hamburg. Visitors praised the city.",
        (("the city", 0, None),),
        "two are cities",
    ),
    "region-is-no-city": Case(
        "Soldiers were seen in Northern Province. Visitors left the city.",
        (("the city", 0, None),),
        "a province is no city",
    ),
    "government-of-the-country": Case(
        "Prices in Kenya rose in May. The government lowered the tax, and the government paid farmers.",
        (("The government", 0, "Kenya's government"), ("the government", 1, "Kenya's government")),
        "the only country, and not the country itself",
    ),
    "government-of-two": Case(
        "Prices in Kenya rose faster than prices in Uganda. The government lowered the tax.",
        (("The government", 0, None),),
        "two countries have a government",
    ),
    "spokeswoman": Case(
        '"We will pay the fine," Siemens spokeswoman Maria Costa said.',
        (("We", 0, "Siemens"),),
        "she speaks for the firm",
    ),
    "calling-them": Case(
        "The ministers avoided a debate by calling them isolated.",
        (("them", 0, None),),
        "the ministers act, so they are not what is called isolated",
    ),
    "initials": Case(
        "The firm hired Maria Costa. An IT manager praised the choice.",
        (("IT", 0, None),),
        "in capitals it is no pronoun",
    ),
    "nobody": Case(
        "No one in the family remembered where it came from.",
        (("it", 0, None),),
        "who does not exist is not taken up",
    ),
    "said-at-the-end": Case(
        "The ministry briefed lawmakers on Monday. The army has enough fuel for a year, it said.",
        (("it", 0, "the ministry"),),
        "who speaks at the end is not named in what was said",
    ),
    "told-they": Case(
        "Maria Costa told the lawmakers that they had arrested three men.",
        (("they", 0, None),),
        "those who are told, or those for whom the speaker speaks",
    ),
    "they-people": Case(
        "The developers face serious problems. They want more money.",
        (("They", 0, "The developers"),),
        "problems want nothing",
    ),
    "it-an-issue": Case(
        "A retailer told Maria Costa that it was not a paint issue.",
        (("it", 0, None),),
        "a retailer is no issue",
    ),
    "its-members": Case(
        "A delay would be costly for the union and its members.",
        (("its", 0, "the union's"),),
        "a delay has no members",
    ),
    "announced-noun": Case(
        "The students met the teachers in May. Although they came late, several farmers joined the march.",
        (("they", 0, None),),
        "the farmers who follow fit as well as the students",
    ),
    "it-was-resolved": Case(
        "The union met in May, and it was resolved that the strike must continue.",
        (("it", 0, None),),
        "stands for nothing",
    ),
    "owner-with-place": Case(
        "The owners of the old towers met on Friday. They wrote to Maria Costa. Their homes were searched.",
        (("Their homes", 0, "The homes of the owners of the old towers"),),
        "the owner's own words go on behind its noun",
    ),
    "owner-told-once": Case(
        "Maria Costa announced her meeting with her sister on Monday. Reporters were not admitted to the meeting.",
        (("the meeting", 0, "Maria Costa's meeting with her sister"),),
        "a name once is enough",
    ),
    "they-design": Case(
        "Web developers face serious problems. They design pages for new browsers.",
        (("They", 0, "The web developers"),),
        "developers are people",
    ),
    "somebody-nearer": Case(
        "Kerrin Lee went missing in May. Police told the victim's family that they knew where her car was.",
        (("her", 0, None),),
        "a name that tells no gender, against somebody of whom the sentence itself speaks",
    ),
    "nobody-nearer": Case(
        "Kerrin Lee went missing in May. Police told the family that they knew where her car was.",
        (("her", 0, "Kerrin Lee's"),),
        "a family is not one person",
    ),
    **DESCRIPTIONS,
}


def read_cases() -> dict[str, tuple[Sentence, ...]]:
    """The frozen parses by case."""
    found: dict[str, tuple[Sentence, ...]] = {}
    for part in FROZEN.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        name, _, rest = part.partition("\n")
        found[name] = read_conllu(rest)
    return found


def main() -> None:
    from claimcheck.document import from_text
    from claimcheck.parse import load

    parser = load()
    FROZEN.parent.mkdir(exist_ok=True)
    FROZEN.write_text(
        "".join(f"# newdoc id = {name}\n" + write_conllu(parser.parse(from_text(case.text))) + "\n" for name, case in CASES.items()),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
