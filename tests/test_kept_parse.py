"""Kept parses: the same sentences as the parser's, and only what changed is parsed again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.document import from_text
from claimcheck.kept_parse import KIND, KeptParses
from claimcheck.model import Document, ParserInfo
from claimcheck.store import Store
from claimcheck.tree import Sentence
from tests.frozen import article_names, document_of, sentences_of

INFO = ParserInfo("frozen", "compact", "0" * 64)


class Recording:
    """A parser that knows the blocks of one article, and notes which it is asked for."""

    info = INFO

    def __init__(self, name: str):
        self.document, self.sentences = document_of(name), sentences_of(name)
        self.asked: list[str] = []

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        known = {block.span.slice(self.document.text): n for n, block in enumerate(self.document.blocks)}
        found: list[Sentence] = []
        for number, block in enumerate(document.blocks):
            text = block.span.slice(document.text)
            self.asked.append(text)
            origin = self.document.blocks[known[text]]
            by = block.span.start - origin.span.start
            for sentence in self.sentences:
                if sentence.block == known[text]:
                    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in sentence.words)
                    mentions = tuple(
                        replace(m, span=replace(m.span, start=m.span.start + by, end=m.span.end + by)) for m in sentence.mentions
                    )
                    found.append(
                        replace(sentence, index=len(found), start=sentence.start + by, words=words, mentions=mentions, block=number)
                    )
        return tuple(found)


def never() -> Recording:
    raise AssertionError("the parser is not needed")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept.sqlite")


@pytest.mark.parametrize("name", article_names())
def test_the_first_and_the_second_time_give_the_parsers_sentences(store: Store, name: str) -> None:
    document, parser = document_of(name), Recording(name)
    assert KeptParses(lambda: parser, INFO, store).parse(document) == sentences_of(name)
    assert KeptParses(never, INFO, store).parse(document) == sentences_of(name)


def test_one_changed_paragraph_is_parsed_alone(store: Store) -> None:
    document, parser = document_of("seed"), Recording("seed")
    dropped = document.blocks[2]
    KeptParses(lambda: parser, INFO, store).parse(replace(document, blocks=tuple(b for b in document.blocks if b != dropped)))
    parser.asked.clear()
    assert KeptParses(lambda: parser, INFO, store).parse(document) == sentences_of("seed")
    assert parser.asked == [dropped.span.slice(document.text)]


def test_a_paragraph_that_stands_twice_is_parsed_once(store: Store) -> None:
    parser = Recording("seed")
    words = parser.document.blocks[1].span.slice(parser.document.text)
    twice = from_text(f"{words}\n\n{words}")
    sentences = KeptParses(lambda: parser, INFO, store).parse(twice)
    assert parser.asked == [words]
    assert [sentence.block for sentence in sentences] == sorted(sentence.block for sentence in sentences)
    assert {sentence.block for sentence in sentences} == {0, 1}
    assert all(sentence.text == twice.text[sentence.start : sentence.end] for sentence in sentences)
    assert [sentence.index for sentence in sentences] == list(range(len(sentences)))


def test_other_models_have_other_parses(store: Store) -> None:
    document, parser = document_of("seed"), Recording("seed")
    KeptParses(lambda: parser, INFO, store).parse(document)
    parser.asked.clear()
    KeptParses(lambda: parser, replace(INFO, sha256="1" * 64), store).parse(document)
    assert len(parser.asked) == len({b.span.slice(document.text) for b in document.blocks})


@pytest.mark.parametrize("value", [b"\xff\xfe", b"# text = other\n# start_char = 0\n1\tother\n", b"", b"# start_char = x\n1\ta"])
def test_what_is_no_parse_of_the_text_is_parsed_again(store: Store, value: bytes) -> None:
    document, parser = document_of("seed"), Recording("seed")
    kept = KeptParses(lambda: parser, INFO, store)
    kept.parse(document)
    keys = [kept._key(block.span.slice(document.text)) for block in document.blocks]
    store.put(KIND, {keys[1]: value})
    parser.asked.clear()
    assert KeptParses(lambda: parser, INFO, store).parse(document) == sentences_of("seed")
    assert parser.asked == [document.blocks[1].span.slice(document.text)]


def test_known_paragraphs_need_no_torch(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.sqlite")
    KeptParses(lambda: Recording("seed"), INFO, store).parse(document_of("seed"))
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.test_kept_parse import INFO, never\nfrom tests.frozen import document_of\n"
        "from claimcheck.kept_parse import KeptParses\nfrom claimcheck.store import Store\n"
        f"assert KeptParses(never, INFO, Store(Path({str(store.path)!r}))).parse(document_of('seed'))\n"
        "sys.exit(str({'torch', 'stanza', 'transformers'} & set(sys.modules) or ''))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) in ((0, ""), (1, "")), done.stderr


@pytest.mark.e2e
def test_paragraphs_alone_are_parsed_as_in_the_whole_article(store: Store) -> None:
    from claimcheck.parse import load

    parser = load()
    document = document_of("wikinews-korea")
    whole = parser.parse(document)
    kept = KeptParses(lambda: parser, parser.info, store)
    for block in document.blocks:
        kept.parse(replace(document, blocks=(block,)))
    assert KeptParses(never, parser.info, store).parse(document) == whole
