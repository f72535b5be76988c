"""Quotations without a cue of their own: whose speaker stands beside them or before them.

The steps, in order: a quotation without a cue is given the verb of speech right behind or before it; one that still has
none goes to the speaker of the sentence before it in the paragraph, or of the quotation right behind it; where it fills
its paragraph, to the last speaker of the paragraph before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.enrich.speech.content import cue_lemma, letters, outside_of, record
from claimcheck.enrich.speech.cues import CLAUSE, QUOTATIVE
from claimcheck.enrich.speech.kinds import source_kind
from claimcheck.enrich.speech.nearby import Nearby
from claimcheck.enrich.speech.quotes import Quotation, around, touching
from claimcheck.enrich.speech.sources import is_passive, source_of
from claimcheck.enrich.speech.verbs import verb_group
from claimcheck.enrich.speech.widening import merge, with_content
from claimcheck.model import Attribution, Span
from claimcheck.tree import Sentence, Word

_SIGNATURE = re.compile(r"[^\S\n]*\n?(?P<dash>―|—|–|--|-)[^\S\n]*(?P<name>[^\W\d_][^\n,;:.!?\"“”(]{1,60})")
#: Words between a quotation and its verb of speech: "…," the minister for trade and industry of Ghana told …
_REACH = 14


class Linker:
    """Gives quotations without a cue a speaker. One use: `Linker(...).link()`."""

    def __init__(self, found: Sequence[Attribution], sentences: Sequence[Sentence], text: str, quotes: Sequence[Quotation]):
        self.found = Nearby(found)
        self.sentences = [s for s in sentences if s.words]
        self.text = text
        self.quotes = [q for q in quotes if q.level == 0]
        self.all_quotes = quotes
        self.starts = [s.start for s in self.sentences]
        self.position = {s.index: n for n, s in enumerate(self.sentences)}
        self.number = {q.outer: n for n, q in enumerate(self.quotes)}
        self.blocks: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            self.blocks.setdefault(sentence.block, []).append(sentence)

    def link(self) -> list[Attribution]:
        pending = []
        for quote in self.quotes:
            if (
                self._owner(quote) is None
                and not self._holds_cue(quote)
                and self._speech(quote)
                and not self._signed(quote)
                and not self._beside(quote)
            ):
                pending.append(quote)
        waiting = []
        for quote in pending:
            if not self._goes_on(quote):
                waiting.append(quote)
        for quote in reversed(waiting):
            self._comes_before(quote)
        return self.found.all()

    # -- what a quotation is ------------------------------------------------------------------------------------

    def _owner(self, quote: Quotation) -> int | None:
        """Index of the attribution, with its cue outside, that holds most of the quotation."""
        size = letters(self.text, quote.inner.start, quote.inner.end)
        for index, one in self.found.near(quote.inner):
            if quote.outer.start <= one.cue_span.start < quote.outer.end:
                continue
            held = sum(letters(self.text, max(p.start, quote.inner.start), min(p.end, quote.inner.end)) for p in one.content)
            if held * 2 > size:
                return index
        return None

    def _holds_cue(self, quote: Quotation) -> bool:
        """A mark without partner has swallowed the cue: `"It was close, he said.`"""
        if quote.closed or quote.continues:
            return False
        return any(quote.outer.start <= one.cue_span.start < quote.outer.end for _, one in self.found.near(quote.inner))

    def _speech(self, quote: Quotation) -> bool:
        """A clause or a sentence, no title and no word held at arm's length."""
        inner = self.text[quote.inner.start : quote.inner.end].strip()
        words = inner.split()
        if len(words) < 3 and not (words and inner[-1] in ",.!?…" and self._alone(quote)):
            return False
        if _is_title(words) and not self._alone(quote):
            return False
        ends = inner[-1] in ".,!?…—–" or (quote.outer.end < len(self.text) and self.text[quote.outer.end] in ",.")
        finite = any(w.feats.get("VerbForm") == "Fin" or w.xpos in ("VBD", "VBZ", "VBP", "MD") for w in self._words(quote.inner))
        return finite or (ends and (self._alone(quote) or inner[-1] in ",!?"))

    def _words(self, span: Span) -> list[Word]:
        return [w for s in self._sentences(span) for w in s.words if span.start <= w.start < span.end]

    def _sentences(self, span: Span) -> list[Sentence]:
        first = max(0, bisect_right(self.starts, span.start) - 1)
        last = bisect_left(self.starts, span.end)
        return [s for s in self.sentences[first:last] if s.end > span.start]

    def _alone(self, quote: Quotation) -> bool:
        """The quotation is one or more whole sentences."""
        held = self._sentences(quote.outer)
        if not held:
            return False
        start, end = held[0].start, held[-1].end
        return letters(self.text, start, quote.outer.start) == 0 and letters(self.text, min(quote.outer.end, end), end) == 0

    # -- the three ways to a speaker ------------------------------------------------------------------------------

    def _beside(self, quote: Quotation) -> bool:
        """A verb of speech right behind or before the quotation, outside of all quotations."""
        candidates: list[tuple[int, int, Sentence, Word]] = []
        beside = self._sentences(Span(max(0, quote.outer.start - 1), min(len(self.text), quote.outer.end + 1)))
        for sentence in (*beside, *self._tag(quote, beside)):
            for word in sentence.words:
                if word.upos != "VERB" or cue_lemma(sentence, word) not in QUOTATIVE or around(self.quotes, word.start):
                    continue
                behind = word.start >= quote.outer.end
                gap = Span(quote.outer.end, word.start) if behind else Span(word.end, quote.outer.start)
                between = self.text[gap.start : gap.end]
                if gap.start > gap.end or len(between.split()) > _REACH or any(q != quote for q in touching(self.quotes, gap)):
                    continue
                if not behind and len(between.split()) > 3 and not between.rstrip().endswith((":", ",")):
                    continue
                if behind and not self._set_off(quote):
                    continue
                if cue_lemma(sentence, word) not in CLAUSE and not self._worded(quote):
                    continue  # "launched and started "Ten Years Together""
                candidates.append((len(between.split()), int(not behind), sentence, word))
        for _, _, sentence, word in sorted(candidates, key=lambda c: (c[0], c[1], c[3].start)):
            if is_passive(sentence, word):
                continue
            source = source_of(sentence, word, outside_of(sentence, word))
            if source is None or quote.inner.start <= source.start < quote.inner.end:
                continue
            made = self._make(sentence, word, source, quote)
            if made is not None:
                self._put(made)
                return True
        return self._announced(quote)

    def _worded(self, quote: Quotation) -> bool:
        """The quotation predicates, or ends as a sentence does, so that a verb that says little of speaking will do."""
        finite = any(w.feats.get("VerbForm") == "Fin" or w.xpos == "MD" for w in self._words(quote.inner))
        return finite or self.text[quote.inner.end - 1 : quote.inner.end] in ("!", "?", ",")

    def _tag(self, quote: Quotation, beside: Sequence[Sentence]) -> list[Sentence]:
        """`"Why?"  Reed asked.`: a mark that ends a sentence made a sentence of the words that say who spoke."""
        position = self.position[beside[-1].index] + 1 if beside else len(self.sentences)
        if position >= len(self.sentences) or self.text[quote.inner.end - 1 : quote.inner.end] not in ("?", "!", "…", ",", "—", "–"):
            return []
        after = self.sentences[position]
        if after.block != beside[-1].block or letters(self.text, quote.outer.end, after.start):
            return []
        root = after.root
        alone = cue_lemma(after, root) in QUOTATIVE and after.child(root, "ccomp", "xcomp", "obj", "conj", "parataxis") is None
        return [after] if alone and root.index <= _REACH else []

    def _signed(self, quote: Quotation) -> bool:
        """A name behind a dash that signs the quotation: "…" — Maria Lopez, teacher."""
        match = _SIGNATURE.match(self.text, quote.outer.end)
        if match is None or not self._alone_before(quote) or self.text[quote.inner.end - 1] not in ".!?…":
            return False  # a title in a list of sources has no full stop
        name = Span(*match.span("name"))
        words = self._words(name)
        if (
            not words
            or any(w.feats.get("VerbForm") == "Fin" for w in words)
            or not all(w.text[0].isupper() for w in words if len(w.text) > 3)
        ):
            return False
        pieces = merge(self.text, [quote.inner])
        sentence = self._sentences(name)[0]
        if not pieces:
            return False
        dash = Span(*match.span("dash"))
        made = Attribution(
            cue="—",
            cue_span=dash,
            cue_class="report",
            form="direct",
            content=pieces,
            source=name.slice(self.text),
            source_span=name,
            source_kind=source_kind(sentence, words[0], tuple(words)),
            rule="dash_signature",
        )
        for place, one in tuple(self.found.near(dash)):
            if one.cue_span.overlaps(dash):
                self.found.drop(place)
        self.found.add(made)
        return True

    def _alone_before(self, quote: Quotation) -> bool:
        """Nothing but space stands before the quotation in its line, or in its sentence."""
        held = self._sentences(quote.outer)
        line = self.text.rfind("\n", 0, quote.outer.start) + 1
        return bool(held) and letters(self.text, max(line, held[0].start), quote.outer.start) == 0

    def _set_off(self, quote: Quotation) -> bool:
        """The quotation ends a clause: with a comma, a full stop or the like inside or right behind its mark."""
        last = self.text[quote.inner.end - 1 : quote.inner.end]
        return last in ",.!?…—–-" or self.text[quote.outer.end : quote.outer.end + 1] in (",", "—", "–") or self._alone(quote)

    def _announced(self, quote: Quotation) -> bool:
        """The sentence before ends with a colon and has a verb of speech: "She gave this answer: …"."""
        held = self._sentences(quote.outer)
        if not held:
            return False
        position = self.position[held[0].index]
        before = self.text[held[0].start : quote.outer.start].strip()
        sentence = held[0] if before.endswith(":") else None
        if sentence is None and not before and position > 0:
            previous = self.sentences[position - 1]
            sentence = previous if previous.text.rstrip().endswith(":") and held[0].block - previous.block <= 1 else None
        if sentence is None:
            return False
        for word in reversed(sentence.words):
            if (
                word.start < quote.outer.start
                and word.upos == "VERB"
                and cue_lemma(sentence, word) in QUOTATIVE
                and not is_passive(sentence, word)
            ):
                source = source_of(sentence, word)
                made = self._make(sentence, word, source, quote) if source is not None else None
                if made is not None:
                    self._put(made)
                    return True
        return False

    def _make(self, sentence: Sentence, verb: Word, source: Word, quote: Quotation) -> Attribution | None:
        pieces = merge(self.text, [quote.inner])
        if not pieces:
            return None
        made = record(sentence, verb, pieces, "direct", "quotation_beside", source=source, cue_words=verb_group(sentence, verb))
        return with_content(made, pieces, self.text, self.all_quotes) if made is not None else None

    def _put(self, made: Attribution) -> None:
        """A cue that has content already keeps it: the quotation is added."""
        for place, one in tuple(self.found.near(made.cue_span)):
            if one.cue_span.overlaps(made.cue_span):
                pieces = merge(self.text, [*one.content, *made.content], [one.cue_span])
                self.found.replace(place, with_content(one, pieces, self.text, self.all_quotes))
                return
        self.found.add(made)

    def _goes_on(self, quote: Quotation) -> bool:
        """The last speaker: of the sentence before in the same paragraph, or of a paragraph that was left open or is all quotation."""
        held = self._sentences(quote.outer)
        if not held or not self._alone(quote):
            return False
        position = self.position[held[0].index]
        if position == 0:
            return False
        before = self.sentences[position - 1]
        opened = any(q.continues and q.outer.end <= quote.outer.start for q in touching(self.quotes, before.span))
        if before.block != held[0].block and not (held[0].block - before.block == 1 and (opened or self._fills_block(quote))):
            return False
        owner = self._last_speaker(before)
        if owner is None:
            return False
        one = self.found[owner]
        if one.form in ("direct", "mixed"):
            pieces = merge(self.text, [*one.content, quote.inner], [one.cue_span])
            self.found.replace(owner, with_content(one, pieces, self.text, self.all_quotes))
            return True
        if before.block != held[0].block and not self._sole_speaker(before, owner):
            return False
        pieces = merge(self.text, [quote.inner])
        if pieces:
            self.found.add(replace(one, content=pieces, form="direct", rule="quotation_goes_on"))
        return bool(pieces)

    def _sole_speaker(self, sentence: Sentence, owner: int) -> bool:
        """The sentence tells in the paragraph's last words what one speaker said, who goes on in the next: "…, she said."  "But …" """
        one = self.found[owner]
        spoken = [other for _, other in self.found.near(sentence.span) if sentence.start <= other.cue_span.start < sentence.end]
        outer = [other for other in spoken if other is not one and not any(other.cue_span in p for p in one.content)]
        return (
            one.cue_class == "report" and one.source_kind == "named" and one.cue in ("say", "add", "tell", "explain", "argue") and not outer
        )

    def _last_speaker(self, sentence: Sentence) -> int | None:
        """The attribution, with its cue outside of quotations, that reaches last into a sentence."""
        reach: list[tuple[int, int]] = []
        for index, one in self.found.near(sentence.span):
            if one.form == "according-to" or one.source is None or one.cue_class == "belief" or around(self.quotes, one.cue_span.start):
                continue
            if one.form == "indirect" and not (sentence.start <= one.cue_span.start < sentence.end):
                continue
            if (
                any(p.start < sentence.end and p.end > sentence.start for p in one.content)
                or sentence.start <= one.cue_span.start < sentence.end
            ):
                outer = sum(
                    1 for _, other in self.found.near(one.cue_span) if other is not one and any(one.cue_span in p for p in other.content)
                )
                reach.append((outer, index))
        return min(reach)[1] if reach else None

    def _fills_block(self, quote: Quotation) -> bool:
        blocks = {s.block for s in self._sentences(quote.outer)}
        inside = [s for b in blocks for s in self.blocks[b]]
        return all(s.start >= quote.outer.start - 1 and s.end <= quote.outer.end + 1 for s in inside)

    def _comes_before(self, quote: Quotation) -> None:
        """The quotation right behind has a speaker: `"One. "  "Two," she said.`"""
        position = self.number[quote.outer]
        if position + 1 >= len(self.quotes) or not self._alone(quote):
            return
        after = self.quotes[position + 1]
        owner = self._owner(after)
        if owner is None or letters(self.text, quote.outer.end, after.outer.start):
            return
        held, following = self._sentences(quote.outer), self._sentences(after.outer)
        if not held or not following or held[-1].block != following[0].block:
            return
        one = self.found[owner]
        pieces = merge(self.text, [quote.inner, *one.content], [one.cue_span])
        self.found.replace(owner, with_content(one, pieces, self.text, self.all_quotes))


def _is_title(words: Sequence[str]) -> bool:
    """ "Living in the Shadow": all long words begin with a capital, so it is the name of a work."""
    long = [w for w in words if len(w.strip(".,!?'’")) > 3]
    return len(words) > 2 and len(long) > 1 and all(w[0].isupper() for w in long) and words[-1][-1] not in ",!?" and not words[-1].isupper()
