"""Which `appos` says who or what somebody is, and which the parser only uses to string nouns together."""

from __future__ import annotations

from itertools import pairwise

from claimcheck.clauses.marking import DATES, PERSON, PLACES_AND_BODIES, QUOTES, is_set_off, mention_type
from claimcheck.clauses.misparse import place_before_dash, splits_name
from claimcheck.tree import Sentence, Word, kept

#: Adverbs that pick out a part of what stands before: no identity.
FOCUS = frozenset("especially particularly notably mainly mostly chiefly primarily largely even only including such namely".split())
#: What a place or a body is, and a person is not.
BODY_NOUNS = frozenset(
    "agency alliance arm association bank body brand broadcaster capital charity city club coalition college commune company corporation "
    "country council county daily department district division firm foundation giant group hospital institute institution island magazine maker "
    "ministry movement network newspaper ngo organisation organization outlet party province publication region school site state subsidiary "
    "suburb tank team territory town union unit university village website".split()
)
#: What a person is, and a place or a body is not.
PERSON_NOUNS = frozenset(
    "actor actress aunt author boy brother cousin daughter father founder girl grandson granddaughter husband journalist lawyer man "
    "mayor minister mother nephew niece player president professor singer sister son spokesman spokesperson spokeswoman uncle widow widower "
    "wife winner woman writer".split()
)


@kept
def is_identity(sentence: Sentence, word: Word) -> bool:
    """Whether an `appos` says what its noun is: not a list, not a date, not an example, not another person."""
    noun = described(sentence, word)
    if word.relation != "appos" or noun is None or noun.upos not in {"NOUN", "PROPN"}:
        return False
    if word.upos not in {"NOUN", "PROPN", "ADJ"} and not _one_of(sentence, word):
        return False
    if is_other_name(sentence, word) or (noun.relation == "appos" and _lists(sentence, noun)):
        return False
    if splits_name(sentence, word) or place_before_dash(sentence, noun):
        return False
    if _lists(sentence, word) or _is_date(sentence, noun) or _is_date(sentence, word):
        return False
    if not is_set_off(sentence, word) and not is_named_by(sentence, word) or sentence.children(word, "nsubj", "cop"):
        return False
    phrase = sentence.subtree(word)
    spoken = [w for w in phrase if any(c.isalnum() for c in w.text)]
    if word.text[:1].isdigit() or (len(spoken) < 2 and is_set_off(sentence, word) and word.upos != "PROPN"):
        return False  # an amount in another unit, or a bare word
    if _ends_a_quote(sentence, noun, phrase):
        return False
    if spoken and spoken[0].upos in {"ADP", "SCONJ", "CCONJ", "ADV"}:  # "as well as a bill", "among them Ann Lee"
        return False
    kinds = mention_type(sentence, noun), mention_type(sentence, word)
    if any(w.lemma.lower() in FOCUS for w in phrase if w.index < word.index):
        return False
    if kinds[0] in PERSON and any(w.text in QUOTES for w in phrase[:2]):  # a nickname, or a book
        return False
    if kinds[0] in PERSON and kinds[1] in PERSON:
        return False
    if kinds[0] in PERSON and (word.lemma.lower() in BODY_NOUNS or kinds[1] in PLACES_AND_BODIES):
        return False
    if kinds[0] in PLACES_AND_BODIES and kinds[1] in PLACES_AND_BODIES and word.upos == "PROPN" and not sentence.child(word, "det"):
        return False  # "between Acme, Initech and Hooli", "in Kimironko, Kigali"
    return not (kinds[0] in PLACES_AND_BODIES and (kinds[1] in PERSON or word.lemma.lower() in PERSON_NOUNS))


def named_with_age(sentence: Sentence, word: Word) -> tuple[int, ...]:
    """The words of the person's name that a number between commas gives the age of, else nothing: "Ann Lee, 42, was jailed"."""
    if word.upos != "NUM" or word.index < 3 or not word.text.isdecimal() or not 0 < int(word.text) <= 120:
        return ()
    after = sentence.words[word.index : word.index + 1]
    if sentence[word.index - 1].text != "," or (after and after[0].text not in {",", ".", ";"}):
        return ()
    return next((m.words for m in sentence.mentions if m.type in PERSON and max(m.words) == word.index - 2), ())


@kept
def described(sentence: Sentence, word: Word) -> Word | None:
    """What an `appos` describes: its governor; but "an NGO" after "a coordinator at Reach" is the body named right before."""
    noun = sentence.head(word)
    first = sentence.subtree(word)[0]
    if noun is None or word.lemma.lower() not in BODY_NOUNS or not is_set_off(sentence, word):
        return noun
    end = first.index if first.upos == "PUNCT" else first.index - 1
    name = next((m for m in sentence.mentions if m.type in PLACES_AND_BODIES and max(m.words) == end - 1), None)
    if name is None:
        return _untagged_name(sentence, noun, end - 1) or noun
    if noun.index in name.words:
        return noun
    return next((sentence[i] for i in name.words if sentence[i].head not in name.words), noun)


def _untagged_name(sentence: Sentence, noun: Word, last: int) -> Word | None:
    """The head of a name inside the noun's phrase that ends with this word, where the tagger did not know it for one."""
    head: Word | None = sentence[last]
    while head is not None and head.relation in {"flat", "compound"} and head.upos == "PROPN":
        head = sentence.head(head)
    inside = head is not None and head != noun and head.upos == "PROPN" and head.relation == "nmod" and head in sentence.subtree(noun)
    return head if inside else None


def _ends_a_quote(sentence: Sentence, noun: Word, phrase: tuple[Word, ...]) -> bool:
    """Whether a quotation ends between the two: "… is violence,” lawyer Ann Lee said"."""
    first = next((w.index for w in phrase if any(c.isalnum() for c in w.text)), phrase[0].index)
    between = sentence.words[min(noun.index, first) : max(noun.index, first) - 1]
    closes = (w.text in QUOTES and w.start == before.end and before.text == "," for before, w in pairwise(between))
    return any(w.text == "”" for w in between) or any(closes)


def is_named_by(sentence: Sentence, word: Word) -> bool:
    """Whether an `appos` without a comma is the name of what is described before it: "the historian Ann Lee", not "the journal Nature".

    A description of anything but a person needs more than an article and a noun, or it says nothing to check.
    """
    noun = sentence.head(word)
    if noun is None or word.upos != "PROPN" or noun.upos != "NOUN" or noun.index > word.index:
        return False
    if mention_type(sentence, word) in PERSON:
        return True
    return bool(sentence.children(noun, "amod", "compound", "nmod")) and mention_type(sentence, word) != ""


@kept
def is_other_name(sentence: Sentence, word: Word) -> bool:
    """An abbreviation or the like: "the Ministry of Defence (MoD)", "the conference (COP 15)"."""
    words = [w for w in sentence.subtree(word) if any(c.isalnum() for c in w.text) and w.xpos != "POS"]
    capitals = sum(c.isupper() for w in words for c in w.text)
    letters = sum(c.isalpha() for w in words for c in w.text)
    if any(w.upos in {"SYM"} or "$" in w.text for w in sentence.subtree(word)):
        return False
    if words and not any(c.isascii() for w in words for c in w.text):
        return True  # the same name in another script
    return 0 < len(words) <= 2 and capitals > 1 and capitals * 2 >= letters and (len(words) == 1 or words[1].upos == "NUM" or letters < 6)


def _lists(sentence: Sentence, word: Word) -> bool:
    """Whether the parser took the members of a list for appositions: "the party, the press, even the state"."""
    noun = sentence.head(word)
    if noun is None or sentence.children(word, "cc"):
        return True
    if sentence.child(word, "conj") and noun.upos != "PROPN" and not sentence.child(word, "det", "nmod:poss"):
        return True
    bare = noun.upos == "NOUN" and not sentence.child(noun, "det", "nmod:poss")
    if bare and any(c.index > word.index and not sentence.children(c, "cc") for c in sentence.children(noun, "conj")):
        return True  # "high waves, hours of rain, flooding and wind"
    siblings = [w for w in sentence.children(noun, "appos") if not is_other_name(sentence, w) and is_set_off(sentence, w)]
    return len(siblings) > 1 and noun.upos != "PROPN" and mention_type(sentence, noun) not in PERSON


def _is_date(sentence: Sentence, word: Word) -> bool:
    return mention_type(sentence, word) in DATES or (word.upos == "NUM" and not _one_of(sentence, word))


def _one_of(sentence: Sentence, word: Word) -> bool:
    """ "Alan, one of the crew"."""
    return word.upos == "NUM" and any(c.lemma == "of" for n in sentence.children(word, "nmod") for c in sentence.children(n, "case"))
