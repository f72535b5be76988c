"""What an amount is an amount of, by the tree: "people" in "23 people", "oil" in "500 barrels of oil", "us" in "six of us"."""

from __future__ import annotations

from claimcheck.model import Span
from claimcheck.tree import Sentence, Word

MODIFYING = frozenset({"nummod", "amod", "det", "advmod", "nmod", "compound", "obl", "dep", "quantmod"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "SYM", "X"})
TIME_NOUNS = frozenset(
    """second minute hour day night week weekend fortnight month quarter year decade century millennium season semester morning evening
    afternoon hr min yr""".split()
)
#: What a rate can be "a" something of: "$98 a share", "20 flights a day". Other nouns after "a" begin something new.
PER_NOUNS = frozenset(
    """second minute hour day night week month year quarter share barrel gallon litre liter ton tonne kilo kilogram kg pound ounce head
    piece unit person household family student ticket bottle bushel carat season game match session mile kilometre kilometer metre
    meter square-foot dozen pop vote seat shift trip ride head cup decade weekend""".split()
)
PAST_PER = frozenset({"ago", "earlier", "later", "before", "after", "old", "early", "late", "and"})


def inside(sentence: Sentence, span: Span) -> tuple[Word, ...]:
    """Words that share characters with the span."""
    return tuple(w for w in sentence.overlapping(span) if w.upos != "PUNCT")


def item_of(sentence: Sentence, span: Span, *, unit: bool) -> tuple[Word, tuple[Word, ...]] | None:
    """The noun that is counted and its words in the text. With `unit`, only what follows in an of-phrase."""
    words = inside(sentence, span)
    numbers = {w.index for w in words}
    for word in words:
        if unit:
            break
        head = sentence.head(word)
        if head is None or head.index in numbers or head.start < span.end or head.upos not in NOUNS:
            continue
        # 23 people: people -nummod-> 23; 1.2 million people: people -nummod-> million -compound-> 1.2
        if (
            word.relation in MODIFYING
            and not any(c.end <= span.start for c in sentence.children(word, "case"))
            and head.upos in {"NOUN", "PROPN"}
            and not _split(sentence, word, head)
        ):
            other = _measured(sentence, word, head)
            return (other, (other,)) if other is not None else (head, _phrase(sentence, head, span))
    for word in words:
        # dozens of people, six of them, 25% of voters, 9 of the 15 members: dozens -nmod-> people -case-> of
        for child in sentence.children(word, "nmod", "obl"):
            case = sentence.child(child, "case")
            if child.index in numbers or case is None or case.lemma.lower() != "of":
                continue
            if child.upos == "SYM":
                return None  # "25 percent of $8.4 million"
            if child.upos == "PRON" and child.xpos.startswith("W") and case.start >= span.end:
                return None  # "76% of what was paid"
            if case.start >= span.end and not sentence.slice(Span(span.end, case.start)).strip():
                return child, _phrase(sentence, child, Span(span.start, case.end))
            if not unit and case.end <= span.start and child.index == word.index - 1:  # "of whom five"
                return child, (child,)
    return None


def _measured(sentence: Sentence, number: Word, head: Word) -> Word | None:
    """What is so long or high: "two 1,600 feet tall buildings" are two buildings, since the feet have a number of their own."""
    if not any(number.index < c.index < head.index for c in sentence.children(head, "nummod")):
        return None
    if number.relation != "nummod" or sentence[number.index + 1].upos != "NUM":
        return None
    # buildings -amod-> tall -obl-> feet -nummod-> two
    tall = sentence.head(head)
    thing = sentence.head(tall) if tall is not None and tall.upos == "ADJ" and tall.index == head.index + 1 else None
    return thing if thing is not None and thing.upos == "NOUN" and thing.index > head.index else None


def _split(sentence: Sentence, number: Word, head: Word) -> bool:
    """Whether a comma and another number stand between a number and its noun: in "say the 23, five states", 23 are no states."""
    between = sentence.words[number.index : head.index - 1]
    return any(w.text == "," for w in between) and any(w.upos == "NUM" for w in between) and not sentence.children(number, "conj")


def _phrase(sentence: Sentence, head: Word, after: Span) -> tuple[Word, ...]:
    """The noun with the compounds and adjectives that stand between the amount and it, and a name's later parts."""
    parts = {head.index}
    for child in sentence.children(head, "compound", "amod", "flat", "goeswith"):
        if child.start >= after.end and (child.index < head.index or child.relation in {"flat", "goeswith"}):
            parts |= {w.index for w in sentence.subtree(child, without=("punct", "conj", "cc"))}
    parts -= {i for i in parts if sentence[i].text.lower() == "more"}  # 15 more people: people
    first = head.index
    while first - 1 in parts or (first - 2 in parts and sentence[first - 1].text in {"-", "–", ","}):
        first -= 1 if first - 1 in parts else 2
    last = head.index
    while last + 1 in parts:
        last += 1
    # men and women: women -conj-> men, with nothing of its own before it
    for other in sentence.children(head, "conj"):
        link = sentence.child(other, "cc")
        if (
            other.upos == head.upos
            and other.index == last + 2
            and link is not None
            and link.index == last + 1
            and link.lemma in {"and", "or"}
        ):
            last = other.index
    return tuple(w for w in sentence.words[first - 1 : last] if w.start >= after.end)


def per(sentence: Sentence, *ends: int) -> str | None:
    """What a rate is measured against, from the words right after one of the offsets: "day", "capita", "100,000 people"."""
    for end in ends:
        rest = [w for w in sentence.words if w.start >= end][:12]
        closing = next((k for k, w in enumerate(rest) if w.text == ")"), None)
        if rest and rest[0].text == "(" and closing:
            rest = rest[closing + 1 :]  # 150,000 yuan ($22,200) a day
        elif rest and rest[0].text == ")":
            rest = rest[1:]
        if rest and rest[0].text in {"-", "–"} and rest[0].start == end:
            rest = [rest[0], *rest[2:]] if len(rest) > 2 and rest[1].text in {"-", "–"} else rest[1:]
        found = _per(sentence, rest)
        if found:
            return found
    return None


def _per(sentence: Sentence, rest: list[Word]) -> str | None:
    if len(rest) < 2:
        return None
    first, second = rest[0], rest[1]
    after = rest[2].lemma.lower() if len(rest) > 2 else ""
    if first.lemma.lower() == "per" or first.text == "/":
        if second.text[:1].isdigit() or second.upos == "NUM":
            number = [second]
            for word in rest[2:]:
                number.append(word)
                if word.upos in {"NOUN", "PROPN"}:
                    break
            return sentence.text_of(number)
        return (
            second.text.rstrip(".")
            if second.upos in {"NOUN", "PROPN", "X", "ADV", "ADP", "ADJ", "SYM"} and second.text[:1].isalpha()
            else None
        )
    if first.text.lower() in {"a", "an", "each", "every"} and second.lemma.lower() in PER_NOUNS and after not in PAST_PER:
        return second.text
    if first.lemma.lower() in {"annually", "yearly"}:
        return "year"
    return None
