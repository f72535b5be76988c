"""The stretches of text that a cue attributes, and the record made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from claimcheck.enrich.speech.channels import channel_of
from claimcheck.enrich.speech.cues import IRREGULAR, PARTICLES, VERBS, class_of
from claimcheck.enrich.speech.kinds import source_kind
from claimcheck.enrich.speech.negation import negation
from claimcheck.enrich.speech.quotes import DOUBLE, MARKS, Quotation, around, quotations, touching
from claimcheck.enrich.speech.sources import source_of, source_words
from claimcheck.model import Attribution, CueClass, Span
from claimcheck.tree import Sentence, Word

#: Who speaks for himself or to us, or is nobody in particular.
_SELF = frozenset("i we you one anyone anybody everyone everybody nobody no none nothing".split())
#: Words that are no piece of content by themselves when the cue has cut them off.
_CONNECTIVES = frozenset("that and but or which who if whether while though because so as of to in on for with".split())
#: "This shows that …", an unresolved "who said": no source that could be asked.
_POINTING = frozenset("this that these those which who whom whose what".split())
#: What becomes of a cue under negation: "does not believe that" is a denial, "did not confirm that" leaves it open.
_NEGATED: dict[CueClass, CueClass] = {"belief": "denial", "factive": "doubt", "report": "doubt", "doubt": "belief", "denial": "report"}
#: Verbs of thought that are verbs of speech beside a quotation.
_CONCLUDED = frozenset({"agree", "conclude"})
_EDGE = " \t\n\r\f\v\u00a0\u200b,;:–—―-(" + MARKS


def cue_lemma(sentence: Sentence, verb: Word) -> str:
    """The verb's lemma, with its particle where the two mean one thing: `point_out`."""
    for particle in sentence.children(verb, "compound:prt"):
        joined = PARTICLES.get((verb.lemma.lower(), particle.lemma.lower()))
        if joined:
            return joined
    return _base(verb.lemma.lower())


@lru_cache(maxsize=4096)
def _base(lemma: str) -> str:
    lemma = IRREGULAR.get(lemma, lemma)
    return lemma if lemma in VERBS else next((base for base in _bases(lemma) if base in VERBS), lemma)


def _bases(form: str) -> Iterator[str]:
    """Dictionary forms that a regular ending may hide: lemmatisers leave rare verbs and headlines as they stand."""
    for ending, replacements in (("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("e", "")), ("ing", ("e", ""))):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]


def proposal(
    sentence: Sentence,
    cue: Word,
    words: Iterable[Word],
    rule: str,
    *,
    lemma: str | None = None,
    cue_words: Sequence[Word] = (),
    cue_class: CueClass | None = None,
    source: Word | None = None,
    find_source: bool = True,
    according: bool = False,
    channel: str | None = None,
) -> Attribution | None:
    """An Attribution of one sentence, or None when no content is left.

    Without `source` the subject that the cue has or shares is looked for, unless `find_source` is False.
    """
    quotes = quotes_of(sentence.text)
    shift = sentence.start
    inside = clip(sentence.text, (_moved(p, -shift) for p in content_spans(sentence, words)), cue.start - shift, quotes)
    if not inside:
        return None
    if source is None and find_source:
        source = source_of(sentence, cue, outside_of(sentence, cue))
    form = "according-to" if according else form_of(sentence.text, inside, cue.start - shift, quotes)
    made = record(
        sentence,
        cue,
        [_moved(p, shift) for p in inside],
        form,
        rule,
        lemma=lemma,
        cue_words=cue_words,
        cue_class=cue_class,
        source=source,
        channel=channel,
    )
    if made is not None and made.source_span is not None and any(made.source_span in p for p in made.content):
        return None  # nobody is quoted inside of his own words
    return made


def record(
    sentence: Sentence,
    cue: Word,
    pieces: Sequence[Span],
    form: str,
    rule: str,
    *,
    lemma: str | None = None,
    cue_words: Sequence[Word] = (),
    cue_class: CueClass | None = None,
    source: Word | None = None,
    channel: str | None = None,
) -> Attribution | None:
    """The Attribution for content that is known. None where the speaker only hedges: "I think", "you know"."""
    words = source_words(sentence, source) if source is not None else ()
    verb = cue_lemma(sentence, cue)
    kind = cue_class or class_of(verb)
    if cue in words:  # "the motion asking schools to pay": the source is the motion
        words = tuple(w for w in words if w.index < min(cue.index, *(b.index for b in sentence.subtree(cue))))
        if source not in words:
            return None
    if source is not None and source.lemma.lower() in _POINTING and source.upos in ("PRON", "DET"):
        return None
    if source is not None and kind in ("belief", "doubt", "factive") and source.lemma.lower() in _SELF:
        return None
    if form == "direct" and verb in _CONCLUDED:
        kind = "report"
    if cue.upos in ("VERB", "AUX", "ADJ") and negation(sentence, cue) is not None:
        kind = _NEGATED[kind]
    span = sentence.span_of(words) if words else None
    return Attribution(
        cue=lemma or verb.replace("_", " "),
        cue_span=sentence.span_of(cue_words or (cue,)),
        cue_class=kind,
        form=form,  # type: ignore[arg-type]
        content=tuple(pieces),
        source=" ".join(sentence.slice(span).split()) if span is not None else None,
        source_span=span,
        source_kind=source_kind(sentence, source, words),
        channel=channel or channel_of(sentence, cue, source, pieces),
        rule=rule,
    )


@lru_cache(maxsize=512)
def quotes_of(text: str) -> tuple[Quotation, ...]:
    """Quotations of one sentence's text, counted from its start."""
    return quotations(text, [Span(0, len(text))], excerpt=True)


def outside_of(sentence: Sentence, cue: Word) -> frozenset[int]:
    """Numbers of the words in quotations that do not hold the cue: its source cannot be one of them."""
    if not any(mark in sentence.text for mark in DOUBLE):
        return frozenset()
    quotes = quotes_of(sentence.text)
    holders = around(quotes, cue.start - sentence.start)
    barred = [q.inner for q in quotes if q not in holders and q.level <= len(holders) and q.inner.end - q.inner.start > 12]
    return frozenset(
        w.index for b in barred for w in sentence.overlapping(_moved(b, sentence.start)) if w.start >= b.start + sentence.start
    )


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)


def content_spans(sentence: Sentence, words: Iterable[Word]) -> tuple[Span, ...]:
    """The words as few stretches: gaps without a letter or digit are closed, marks and commas at the ends left off."""
    merged: list[Span] = []
    for piece in sentence.pieces(words):
        if merged and not any(c.isalnum() for c in sentence.slice(Span(merged[-1].end, piece.start))):
            merged[-1] = Span(merged[-1].start, piece.end)
        else:
            merged.append(piece)
    short = (trimmed(sentence.text, _moved(p, -sentence.start), sentence.start) for p in merged)
    return tuple(s for s in short if s is not None and (len(merged) == 1 or sentence.slice(s).lower() not in _CONNECTIVES))


def trimmed(text: str, span: Span, shift: int = 0) -> Span | None:
    """The span without white space, quotation marks and commas at its ends and without a full stop that ends a sentence."""
    start, end = span.start, span.end
    while start < end and (text[start] in _EDGE or text[start].isspace() or text[start] in ".!?)"):
        if text[start] in "‘’'" and start + 1 < end and text[start + 1].isdigit():
            break  # '90s
        start += 1
    while start < end:
        last = text[end - 1]
        if last in _EDGE or last.isspace() or (last == ")" and "(" not in text[start:end]):
            end -= 1
        elif last == "." and not _abbreviated(text[start:end]):
            end -= 1
        else:
            break
    if not any(c.isalnum() for c in text[start:end]):
        return None
    return Span(start + shift, end + shift)


def _abbreviated(text: str) -> bool:
    """Ends with "U.S." or "p.m.", whose full stop belongs to the word."""
    word = text.split()[-1] if text.split() else ""
    return len(word) >= 4 and word[-3] == "."


def clip(text: str, pieces: Iterable[Span], cue: int, quotes: Sequence[Quotation]) -> tuple[Span, ...]:
    """Content stays inside of the quotation in which its cue stands."""
    holders = around(quotes, cue)
    if not holders:
        return tuple(pieces)
    bound = holders[-1].inner
    kept = []
    for piece in pieces:
        low, high = max(piece.start, bound.start), min(piece.end, bound.end)
        short = trimmed(text, Span(low, high)) if low < high else None
        if short is not None:
            kept.append(short)
    return tuple(kept)


def form_of(text: str, pieces: Iterable[Span], cue: int, quotes: Sequence[Quotation]) -> str:
    """`direct`: all of it stands between marks; `mixed`: some does; `indirect`: none. Marks around the cue do not count."""
    pieces = tuple(pieces)
    if not any(touching(quotes, piece) for piece in pieces):
        return "indirect"
    holders = {q.outer for q in around(quotes, cue)}
    marked = plain = False
    for piece in pieces:
        position = piece.start
        for quote in touching(quotes, piece):
            if quote.outer in holders or quote.inner.end <= position:
                continue
            low, high = max(quote.inner.start, position), min(quote.inner.end, piece.end)
            plain = plain or any_letter(text, position, low)
            marked = marked or any_letter(text, low, high)
            position = max(position, high)
        plain = plain or any_letter(text, position, piece.end)
    if not marked:
        return "indirect"
    return "mixed" if plain else "direct"


def letters(text: str, start: int, end: int) -> int:
    """How many letters and digits stand there."""
    return sum(map(str.isalnum, text[start:end])) if start < end else 0


def any_letter(text: str, start: int, end: int) -> bool:
    """Whether a letter or digit stands there."""
    return any(map(str.isalnum, text[start:end]))
