"""Numbers that only the parse shows to be part of a name, and the many uses of "one"."""

from __future__ import annotations

from fractions import Fraction

from claimcheck.enrich.measure.amounts import Amount
from claimcheck.enrich.measure.counted import inside
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word

NAMING = frozenset({"Person", "Location", "Facility", "Organization", "Product", "Misc"})
#: How a name holds the number behind its noun: "Apollo 11", "page 5".
BEHIND = frozenset({"nummod", "nmod", "flat", "compound", "dep", "appos", "amod", "goeswith", "list", "fixed"})
STREETS = frozenset("street st road rd avenue ave lane boulevard drive square place highway way court terrace".split())
#: "one" before these is no count: "one day", "one another", "on the one hand".
IDLE_AFTER = frozenset("more day night morning evening afternoon time another thing way hand side moment reason point fell example".split())
IDLE_BEFORE = frozenset("no any each every this that the which another some one on".split())
#: Who does these is somebody, and how many do them nobody counts: "one analyst said", "with one poster writing".
TELLING = frozenset(
    """say tell write add admit ask report describe recall explain claim post tweet note argue believe think comment warn call state declare
    complain insist suggest reply answer remark remember joke quip""".split()
)
#: Words that set one against more: "only one resident said so".
CONTRASTING = frozenset("only just least most exactly but than".split())
AFTER_ZERO = frozenset("tolerance sum emission emissions carbon hour day gravity".split())
BEFORE_ZERO = frozenset("net near ground patient absolute year sub".split())
STRUCK = frozenset("dead killed injured wounded missing hurt arrested".split())


def part_of_name(sentence: Sentence, number: Span, value: Fraction | None) -> bool:
    """Whether the number is a piece of a name, an address or a title."""
    words = inside(sentence, number)
    if not words:
        return False
    indexes = {w.index for w in words}
    for mention in sentence.mentions:
        others = set(mention.words) - indexes
        if mention.type in NAMING and indexes <= set(mention.words) and others and _inside_name(sentence, words, mention.words):
            return True
    first, last = words[0], words[-1]
    behind = sentence.words[last.index : last.index + 4]
    for word in behind:
        if not word.text[:1].isupper():
            break
        if word.text.lower().rstrip(".") in STREETS and word is not behind[0]:
            return True  # 10 Downing Street
    for word in words:
        head = sentence.head(word)
        if head is None or head.index in indexes:
            continue
        if head.index < first.index and head.upos in {"PROPN", "NOUN"} and word.relation in BEHIND:
            # Apollo 11, page 5: nothing stands between the noun and its number
            between = sentence.words[head.index : first.index - 1]
            if not sentence.child(word, "case") and all(w.upos in {"PROPN", "NOUN"} for w in between) and first.index - head.index <= 3:
                return head.upos == "PROPN" or _bare(sentence, head)
        if word.relation == "conj" and head.upos == "NUM" and head.text.isdecimal() and word.text.isdecimal():
            # posts 542 and 543: the first number is a name, so is the second
            noun = sentence.head(head)
            if noun is not None and noun.index == head.index - 1 and noun.upos in {"NOUN", "PROPN"} and head.relation in BEHIND:
                return True
        if head.index > last.index and head.upos == "PROPN" and word.relation in BEHIND and value != 1 and not sentence.child(word, "case"):
            # 25 Main Street, 50 Cent; but "11 Republicans"
            if (
                head.feats.get("Number") != "Plur"
                and not head.text.lower().endswith("s")
                and not any(w.text.lower() in {"percent"} for w in words)
            ):
                return True
        if head.index > last.index and head.lemma.lower() in STREETS and head.text[:1].isupper():
            return True
    return _capital_word(sentence, words)


def _inside_name(sentence: Sentence, words: tuple[Word, ...], name: tuple[int, ...]) -> bool:
    """A name may begin with a capital number word or hold a number behind its first word; "12 Israeli soldiers" is none."""
    first = words[0]
    if first.index > min(name):
        return True
    return first.text[:1].isupper() and first.index > 1


def _bare(sentence: Sentence, head: Word) -> bool:
    """A noun right before the number, without an article, that is written like a label: "page 5", "bus 12", "posts 542"."""
    return not sentence.child(head, "det", "nmod:poss") and head.relation != "root"


def _capital_word(sentence: Sentence, words: tuple[Word, ...]) -> bool:
    """A number word with a capital beside a name, inside a sentence: "Group of Seven", "Big Four", "Seven Network"."""
    word = words[0]
    if not word.text[:1].isupper() or not word.text.isalpha() or word.index < 3 or title_case(sentence):
        return False
    before = sentence.words[word.index - 2]
    follower = sentence.words[words[-1].index] if words[-1].index < len(sentence.words) else None
    near = [before.text, follower.text if follower else ""]
    if before.text in {'"', "“", "'", "‘", ":", "(", "—", "–", "."}:
        return False
    return any(t[:1].isupper() for t in near) or before.lemma.lower() in {"of", "the"}


def title_case(sentence: Sentence) -> bool:
    """Whether nearly all words are capitalised, as in a headline, so that capitals say nothing."""
    long = [w for w in sentence.words if len(w.text) > 3 and w.text.isalpha()]
    return len(long) >= 3 and sum(w.text[0].isupper() for w in long) >= 0.7 * len(long)


def idle_one(sentence: Sentence, amount: Amount, number: Span) -> bool:
    """Whether "one" is a pronoun or an idiom rather than a count, or "zero" a word of one: "zero-tolerance"."""
    words = inside(sentence, number)
    if not words or amount.value != 1 or words[0].text.lower() != "one":
        zero = bool(words) and words[0].text.lower() == "zero"
        return zero and (
            _next(sentence, words[-1]) in AFTER_ZERO | {"-", "‐", "‑"} or sentence.words[words[0].index - 2].text.lower() in BEFORE_ZERO
        )
    word = words[0]
    if _next(sentence, word) in {"another", "’s", "'s"} or amount.noun:
        return True
    if amount.comparator != "eq":
        return False
    before = sentence.words[word.index - 2].text.lower() if word.index > 1 else ""
    after = _next(sentence, word)
    if after in STRUCK and before not in IDLE_BEFORE:
        return False
    if before in IDLE_BEFORE or after in IDLE_AFTER or after in {"of", "-", "'s", "’s"}:
        return True
    head = sentence.head(word)
    counts = head is not None and head.index > word.index and word.relation == "nummod" and head.upos in {"NOUN", "PROPN"}
    if counts and head is not None and _tells(sentence, word, head):
        return True
    return not counts and not any(w.upos == "NUM" and w.relation == "conj" for w in sentence.children(word))


def _tells(sentence: Sentence, one: Word, noun: Word) -> bool:
    """Whether "one" only introduces who speaks, and nothing sets it against more.

    One resident said that …: said -nsubj-> resident -nummod-> One
    """
    verb = sentence.head(noun)
    if verb is None or noun.relation != "nsubj" or verb.lemma.lower() not in TELLING or sentence.children(one, "advmod"):
        return False
    if one.index > 1 and sentence.words[one.index - 2].text.lower() in CONTRASTING:
        return False
    same = {noun.lemma.lower(), "other", "another"}
    return not sentence.children(noun, "conj") and not any(w.lemma.lower() in same for w in sentence.words if w is not noun)


def _next(sentence: Sentence, word: Word) -> str:
    return sentence.words[word.index].text.lower() if word.index < len(sentence.words) else ""


def before_name(sentence: Sentence, span: Span) -> bool:
    """Whether an amount begins a name: "100% Noticias", of which the tagger sees more than the amount."""
    follower = next((w for w in sentence.words if w.start >= span.end), None)
    return (
        follower is not None
        and follower.text[:1].isupper()
        and any(m.type in NAMING and span in m.span and follower.span in m.span for m in sentence.mentions)
    )
