"""The words of time expressions, as data. Grammar modules hold constructions, this one holds vocabulary."""

from __future__ import annotations

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}

#: Monday is 1, as in ISO 8601.
WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat", "sunday sun"), 1
    )
    for name in names.split()
}

SEASONS: dict[str, str] = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}

PARTS_OF_DAY: dict[str, str] = {
    "morning": "MO",
    "dawn": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "lunchtime": "MI",
}

#: unit -> ISO 8601 designator, with its time part where it has one. TIMEX3 adds DE (decade), CE (century).
UNITS: dict[str, str] = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}

NUMBERS: dict[str, int] = {
    name: value
    for value, name in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
} | {name: value for value, name in zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True)}

SCALES: dict[str, int] = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

ORDINALS: dict[str, int] = {
    name: value
    for value, name in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        1,
    )
} | {"twenty-first": 21}

DECADES: dict[str, int] = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

#: holiday -> "-MM-DD", or "easter+days", or "month/nth/weekday" (nth -1: the last). Only where the English-speaking press
#: means one day; Independence Day, Mother's Day or Labour Day move from country to country and are left out.
HOLIDAYS: dict[str, str] = {
    "christmas eve": "-12-24",
    "christmas day": "-12-25",
    "christmas": "-12-25",
    "boxing day": "-12-26",
    "new year's eve": "-12-31",
    "new year's day": "-01-01",
    "valentine's day": "-02-14",
    "saint patrick's day": "-03-17",
    "st. patrick's day": "-03-17",
    "st patrick's day": "-03-17",
    "april fools' day": "-04-01",
    "april fool's day": "-04-01",
    "international women's day": "-03-08",
    "earth day": "-04-22",
    "anzac day": "-04-25",
    "may day": "-05-01",
    "juneteenth": "-06-19",
    "canada day": "-07-01",
    "fourth of july": "-07-04",
    "4th of july": "-07-04",
    "july fourth": "-07-04",
    "bastille day": "-07-14",
    "halloween": "-10-31",
    "guy fawkes night": "-11-05",
    "bonfire night": "-11-05",
    "armistice day": "-11-11",
    "remembrance day": "-11-11",
    "veterans day": "-11-11",
    "australia day": "-01-26",
    "waitangi day": "-02-06",
    "shrove tuesday": "easter-47",
    "ash wednesday": "easter-46",
    "palm sunday": "easter-7",
    "maundy thursday": "easter-3",
    "good friday": "easter-2",
    "easter sunday": "easter+0",
    "easter": "easter+0",
    "easter monday": "easter+1",
    "ascension day": "easter+39",
    "whit monday": "easter+50",
    "martin luther king jr. day": "1/3/1",
    "martin luther king day": "1/3/1",
    "presidents' day": "2/3/1",
    "presidents day": "2/3/1",
    "memorial day": "5/-1/1",
    "labor day": "9/1/1",
    "columbus day": "10/2/1",
}

#: Names with a weekday in them that are not that day, or not a day at all.
WEEKDAY_NAMES_BEFORE = frozenset({"black", "super", "bloody", "sheffield", "cyber", "giving", "blue", "ruby", "orthodox", "casual"})
WEEKDAY_NAMES_AFTER = frozenset(
    "times telegraph mirror express mail post herald tribune world independent people star sun club standard live football".split()
)

#: Nouns that a plain number counts: "2025 people" is no year.
COUNTED = frozenset(
    """people person man men woman women child children student soldier troop officer worker employee job migrant refugee asylum
    resident citizen voter vote seat house home household building unit case death casualty victim patient injury infection vehicle
    car ton tonne kilogram kg gram kilometre kilometer km mile metre meter foot feet hectare acre litre liter gallon barrel dollar
    euro pound rupee yuan yen peso franc rouble ruble cent percent point page word passenger visitor fan spectator member delegate
    participant protester demonstrator prisoner detainee inmate hostage survivor animal bird fish tree copy ticket share company firm
    school hospital village town square megawatt mw watt hour day minute second week month calorie degree year
    decade century time""".split()
)

#: Events that bear their year behind their name: "World Cup 2018".
DATED_EVENTS = frozenset(
    """cup expo games olympics paralympics euro championship championships festival awards award election elections summit conference
    congress open prix census convention biennale fair marathon tour league agenda forum eurovision budget report act con""".split()
)

#: Nouns that a year compares with, also in the plural: "2000 levels".
COMPARED = frozenset({"level", "price", "figure", "season", "edition", "standard", "border", "total", "baseline"})

#: Verbs of amounts: what follows their "from" and "to" is as likely a number as a year.
CHANGES = frozenset(
    "rise fall increase decrease grow drop climb decline jump cut reduce raise shrink swell expand double go range vary".split()
)

#: Verbs whose present tense speaks of what is scheduled: "the show opens on Friday".
SCHEDULED = frozenset(
    """open begin start run launch end close resume return meet play face kick vote hold take go leave arrive visit host travel
    expire continue premiere air release come plan expect""".split()
)

#: What is so for a day lies ahead of it, in the past tense too: "was due on Friday", "a rally planned for Friday".
PLANNED = frozenset({"due", "slate", "schedule", "plan", "set", "expect", "bill"})

#: Governors of an infinitive (or adjectives and participles) that put it into the future.
PROSPECTIVE = frozenset(
    """go be set due schedule plan expect intend hope want slate aim agree promise vow pledge prepare decide need ready likely bind
    propose threaten seek ought have offer""".split()
)
