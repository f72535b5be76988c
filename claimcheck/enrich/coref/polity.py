"""Places and states by their noun: "the city" for the one city of an article, "the nation" and "the government" for its one country."""

from __future__ import annotations

from claimcheck.enrich.coref.lexicon import Country, countries, country_named, nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.titles import Title
from claimcheck.enrich.coref.wording import name_of, possessive
from claimcheck.tree import Sentence, Word

#: What a city is called, and what it has: "the city of Ulm", "Ulm's mayor", "downtown Ulm".
_CITY = frozenset("city town capital metropolis municipality".split())
_OF_A_CITY = frozenset("mayor downtown suburb neighbourhood neighborhood district outskirts resident residents airport street".split())
#: Words of the names of regions and waters.
_REGION = frozenset(
    """river sea ocean province state county district region island islands mountain mountains lake bay gulf peninsula coast north south east west
    northern southern eastern western central middle strip bank strait territory territories republic valley desert governorate prefecture oblast
    street road avenue airport africa asia europe america antarctica oceania union kingdom canal border delta horn basin square park house
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana
    maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas
    utah vermont virginia wisconsin wyoming carolina dakota hampshire jersey ontario quebec alberta manitoba saskatchewan columbia scotia brunswick
    newfoundland labrador queensland victoria tasmania england scotland wales balkans caribbean kashmir kurdistan crimea siberia bavaria""".split()
)
_BEHIND = frozenset("province state county district region island river governorate prefecture department".split())
_REACH = 12  # sentences


def city_noun(
    discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None, kinds: dict[str, set[Title]]
) -> Resolution | None:
    """ "the city": the only one that the text shows to be a city; where it shows none, the only place it has named that may be one."""
    if words is None or len(words) != 2 or word.lemma.lower() not in ("city", "town") or word.feats.get("Number") == "Plur":
        return None
    named: dict[str, Phrase] = {}
    shown: dict[str, Phrase] = {}
    for phrase in discourse.before(sentence.index, words[0].index, _REACH):
        if phrase.kind != "name" or phrase.sort != "location" or phrase.country or not _may_be_city(discourse, phrase):
            continue
        named.setdefault(phrase.key, phrase)
    for key, phrase in named.items():
        if any(t.noun in _CITY for t in kinds.get(key, ())) or _is_city(discourse, key):
            shown[key] = phrase
    stayed = {key: phrase for key, phrase in named.items() if _stayed_in(discourse, key)}
    for pool in (shown, stayed if len(stayed) == len(named) else {}):
        if len(pool) == 1:
            return Resolution(words, "city_noun", next(iter(pool.values())))
        for window in (0, 1) if pool is shown else ():
            near = [p for p in pool.values() if p.sentence >= sentence.index - window]
            if len(near) == 1 and not any(p.sentence >= sentence.index - 3 for p in pool.values() if p != near[0]):
                return Resolution(words, "city_noun", near[0])
        if pool:
            return unsettled(words, "city_noun", names_of(discourse, list(pool.values()))[:4])
    return None


def _stayed_in(discourse: Discourse, key: str) -> bool:
    """Does something happen "in" it?"""
    for index in sorted(discourse.phrases):
        sentence = discourse.sentences[index]
        for phrase in discourse.phrases[index]:
            if (
                phrase.kind == "name"
                and phrase.key == key
                and any(w.lemma == "in" for w in sentence.children(sentence[phrase.anchor], "case"))
            ):
                return True
    return False


def _may_be_city(discourse: Discourse, phrase: Phrase) -> bool:
    sentence = discourse.sentences[phrase.sentence]
    tokens = {t.strip(".,").lower() for t in (*phrase.text.split(), *sentence.slice(phrase.span).split())}
    after = sentence.words[phrase.head : phrase.head + 1]
    if tokens & _REGION or any(t in nouns("place") and t not in _CITY for t in tokens) or any(t in nouns("group") for t in tokens):
        return False
    return not any(w.lemma.lower() in _BEHIND for w in after) and country_named(phrase.text) is None


def _is_city(discourse: Discourse, key: str) -> bool:
    """Does the text show anywhere that it is a city: "the city of Ulm", "Ulm City", "Ulm's mayor", "Ulm, Germany"?"""
    for index in sorted(discourse.phrases):
        sentence = discourse.sentences[index]
        for phrase in discourse.phrases[index]:
            if phrase.kind != "name" or phrase.key != key:
                continue
            first = min((i for i in phrase.words if sentence[i].span.overlaps(phrase.span)), default=1)
            before = [w.text.lower() for w in sentence.words[max(0, first - 3) : first - 1]]
            after = [w.text.lower() for w in sentence.words[phrase.head : phrase.head + 2]]
            if before[-1:] == ["of"] and before[0] in _CITY | _OF_A_CITY or before[-1:] and before[-1] in _CITY | {"downtown"}:
                return True
            if after and (after[0] in ("city", "mayor") or after[0] in ("'s", "’s") and after[-1] in _OF_A_CITY):
                return True
            rest = sentence.text[phrase.span.end - sentence.start :]
            if rest.startswith(", ") and any(
                p.kind == "name" and p.country and p.span.start == phrase.span.end + 2 for p in discourse.phrases[index]
            ):
                return True
    return False


#: How many times as often as all others together the country of an article is named.
_PREDOMINANCE = 4


def main_country(discourse: Discourse, sentence: Sentence) -> Country | None:
    """The only country that the document names, also by an adjective; or by far the most frequent, while no other is near."""
    told: dict[str, int] = {}
    near: set[str] = set()
    for index, names in enumerate(discourse.countries_told):
        for name in names:
            told[name] = told.get(name, 0) + 1
        if 0 <= sentence.index - index <= 1:
            near.update(names)
    best = _predominant(told)
    return countries()[best] if best is not None and (len(told) == 1 or not near - {best}) else None


def _predominant(told: dict[str, int]) -> str | None:
    if not told:
        return None
    best = min(told, key=lambda name: (-told[name], name))
    return best if told[best] >= _PREDOMINANCE * (sum(told.values()) - told[best]) else None


def national_body(discourse: Discourse, sentence: Sentence, word: Word, words: tuple[Word, ...] | None) -> Resolution | None:
    """ "the nation", "the government", "the parliament" in an article that is about one country only."""
    lemma = word.lemma.lower()
    if words is None or len(words) != 2 or words[0].text.lower() != "the" or word.feats.get("Number") == "Plur":
        return None
    if lemma not in ("nation", "country", "government", "parliament"):
        return None
    country = main_country(discourse, sentence)
    before = [
        p
        for p in discourse.before(sentence.index, words[0].index, sentence.index)
        if country is not None and p.kind == "name" and p.country and country_named(p.text) == country
    ]
    if not before:
        return None
    if lemma in ("nation", "country"):
        return Resolution(words, "national_body", before[0])
    return Resolution(words, "national_body", before[0], f"{possessive(name_of(discourse, before[0]))} {lemma}")


def of_its_country(discourse: Discourse, found: Resolution) -> Resolution:
    """ "The country" for another than the one that the whole article is about is not settled."""
    if found.antecedent is None:
        return found
    told = discourse.countries_by_word
    best = _predominant(told)
    meant = countries().get(found.antecedent.text)
    there = discourse.sentences[found.antecedent.sentence]
    on_the_way = found.antecedent.role in ("oblique", "modifier") and there.children(there[found.antecedent.anchor], "case")
    if best is None and meant is not None and on_the_way:
        # "tourists from Peru" in an article about Chile: named on the way
        best = next((name for name, times in sorted(told.items()) if times >= told.get(meant.names[0], 0) and name != meant.names[0]), None)
    if best is None or meant is None or meant.names[0] == best:
        return found
    return unsettled(found.words, found.rule, (name_of(discourse, found.antecedent), best))
