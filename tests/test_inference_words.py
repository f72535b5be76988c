"""Words as the networks' own code reads them, beside Stanza's pipeline over the same models."""

from __future__ import annotations

import logging
import random
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck import models
from claimcheck.document import read
from claimcheck.inference.addresses import addresses
from claimcheck.inference.words import Reader, Token

FOLDER = models.find("compact").folder
ARTICLES = sorted(Path("fixtures/articles").glob("*/article.*"))
TAGS = ("NOUN", "VERB", "AUX", "PROPN", "ADJ", "PRON", "PART", "PUNCT", "X", None)
LONG = "Rents rose again in the north of the city, where few can pay them. "
NASTY = (
    " \t ",
    "😀" * 30 + " said “no”, didn’t he? 👩‍👩‍👧",
    "東京は日本の首都です。人口は多い。",
    "x" * 301 + " was too long; " + "y" * 300 + " was not.",
    "A" * 3000,
    "one thing, and then another, " * 130,
    LONG * 40,
    "Tabs\tand\u00a0spaces   of all\u2003kinds.\r\nA line\x1cbreak.",
    "Odd \x97control\x80 characters \x00 \x85 at the end \x97\x97",
    "One.\n\nTwo.\n \t\nThree, Four.\n\x85\n Five",
    'See http://www.a-b.com/x?y=1. Or https://x.org, or me@x.co.uk; "a b"@c.de is none, nor is name.com.',
    "CAN'T, Gonna, y'all, won’t, rock'n'roll's, I'd've, the Joneses', _, *, <UNK> and <PAD>.",
    "Rep. Ann Lee met Dr. No. 5 in Washington, D.C. Prices, e.g. rents, rose, cf. Fig. 3.",
    "." * 60 + "'" * 60,
    "a \ud800 lone surrogate",
)


class Cut:
    """Stands in for the splitter: sentences end at "|", tokens at spaces; those with an apostrophe are contractions."""

    def split(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        found = []
        for text in texts:
            sentences: list[list[Token]] = [[]]
            for match in re.finditer(r"[^ |]+|\|", text):
                if match[0] == "|":
                    sentences.append([])
                else:
                    sentences[-1].append(Token(match[0], *match.span(), "'" in match[0]))
            found.append([sentence for sentence in sentences if sentence])
        return found


class Listed:
    """Stands in for the expander."""

    def expand(self, tokens: Sequence[str]) -> list[tuple[str, ...]]:
        return [{"don't": ("do", "n't"), "ain't": ("is", "not")}.get(token, (token,)) for token in tokens]


def forms(text: str) -> list[list[tuple[str, int, int, int]]]:
    [sentences] = Reader(Cut(), Listed()).words_of([text])  # type: ignore[arg-type]
    return [[tuple(word) for word in sentence.words] for sentence in sentences]


def test_the_words_of_a_contraction_lie_where_their_letters_do() -> None:
    assert forms("We don't know") == [[("We", 0, 2, 0), ("do", 3, 5, 1), ("n't", 5, 8, 1), ("know", 9, 13, 2)]]


def test_words_that_are_not_in_the_token_have_its_place() -> None:
    assert forms("It ain't so") == [[("It", 0, 2, 0), ("is", 3, 8, 1), ("not", 3, 8, 1), ("so", 9, 11, 2)]]


def test_a_marked_token_that_is_one_word_stays_as_it_is() -> None:
    assert forms("the boys' club") == [[("the", 0, 3, 0), ("boys'", 4, 9, 1), ("club", 10, 14, 2)]]


def test_sentences_cut_behind_an_abbreviation_are_one() -> None:
    [sentence] = forms("So said Rep.|Ann Lee")
    assert [word[0] for word in sentence] == ["So", "said", "Rep.", "Ann", "Lee"]
    assert len(forms("So said the rep.|Ann left")) == 2, "a title is written with a capital"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to me.too@x.co.uk, or call.", ["me.too@x.co.uk"]),
        ('Or to "a!b"@[127.0.0.1] now', ['"a!b"@[127.0.0.1]']),
        ("See www.a-b.com/x and https://c.org/?d=e", ["www.a-b.com/x", "https://c.org/?d=e"]),
        ("bbc.co.uk is one", ["bbc.co.uk"]),
        ("example.com is none by itself, nor is me@home, nor ann@", []),
        ("http://x", []),
    ],
)
def test_addresses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in addresses(text)] == expected


@pytest.fixture(scope="module")
def ours() -> Any:
    """The package's splitter, expander and lemmatizer."""
    from claimcheck.inference.checkpoint import content
    from claimcheck.inference.contractions import Contractions
    from claimcheck.inference.lemmas import Lemmas
    from claimcheck.inference.splitting import Splitter

    tokenizer, expander, lemmatizer = (content(FOLDER / "en" / kind / "compact.pt") for kind in ("tokenize", "mwt", "lemma"))
    return Splitter(tokenizer), Contractions(expander), Lemmas(lemmatizer)


@pytest.fixture(scope="module")
def stanza_s() -> Any:
    """Stanza's pipeline as far as the lemmas, for words that have tags."""
    import stanza

    logging.getLogger("stanza").setLevel(logging.ERROR)
    package = dict.fromkeys(("tokenize", "mwt", "lemma"), "compact")
    settings = {"download_method": None, "verbose": False, "device": "cpu", "lemma_pretagged": True}
    return stanza.Pipeline("en", dir=str(FOLDER), package=package, processors="tokenize,mwt,lemma", **settings)


def by_stanza(pipeline: Any, texts: Sequence[str]) -> list[list[Any]]:
    """Per sentence: tokens, and words as (text, start, end, token, tag, lemma), of texts that stand below each other.

    The tags are any: the lemmas of other words than verbs with a verb's tag are to be the same, too.
    """
    import stanza

    from claimcheck.stanza_models import rejoined

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        documents = pipeline.processors["tokenize"].bulk_process([stanza.Document([], text=text) for text in texts])
        documents = pipeline.processors["mwt"].bulk_process([rejoined(document) for document in documents])
        chance = random.Random(7)
        for document in documents:
            for word in document.iter_words():
                word.upos = chance.choice(TAGS)
        documents = pipeline.processors["lemma"].bulk_process(documents)
    return [[_sentence(sentence) for sentence in document.sentences] for document in documents]


def _sentence(sentence: Any) -> Any:
    words = []
    for number, token in enumerate(sentence.tokens):
        for word in token.words:
            start, end = (token.start_char, token.end_char) if word.start_char is None else (word.start_char, word.end_char)
            words.append((word.text, start, end, number, word.upos, word.lemma or word.text))
    return [(token.text, token.start_char, token.end_char) for token in sentence.tokens], words


def by_us(ours: Any, texts: Sequence[str], expected: list[list[Any]]) -> list[list[Any]]:
    """The same of our own, with the tags of Stanza's."""
    splitter, contractions, lemmas = ours
    found: list[list[Any]] = []
    tags = iter([word[4] for text in expected for _, words in text for word in words])
    for text in Reader(splitter, contractions).words_of(texts):
        found.append([])
        for sentence in text:
            tagged = [(*word, tag, lemmas.lemma(word.text, tag)) for word, tag in ((word, next(tags, None)) for word in sentence.words)]
            found[-1].append(([tuple(token[:3]) for token in sentence.tokens], tagged))
    return found


@pytest.mark.e2e
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.parent.name)
def test_articles_are_read_as_stanza_reads_them(ours, stanza_s, path: Path) -> None:
    from claimcheck.parse import _parts

    document = read(path)
    texts = [span.slice(document.text) for _, span in _parts(document)]
    expected = by_stanza(stanza_s, texts)
    assert sum(len(words) for text in expected for _, words in text) > 50
    assert by_us(ours, texts, expected) == expected


@pytest.mark.e2e
@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
def test_odd_texts_are_read_as_stanza_reads_them(ours, stanza_s, text: str) -> None:
    """Between others: what Stanza makes of blank lines at the very start or end of all texts is something else."""
    texts = ["Before it.", text, "After it."]
    expected = by_stanza(stanza_s, texts)
    assert by_us(ours, texts, expected) == expected


PIECES = st.sampled_from(
    [
        "a",
        "I",
        "don't",
        "Ann's",
        "cannot",
        "Dr.",
        "No.",
        "3.5",
        "$5",
        ".",
        ",",
        "“",
        "”",
        "'",
        "(",
        "—",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\t",
        "\x97",
        "é",
        "中",
    ]
)


@pytest.mark.e2e
@settings(max_examples=60)
@given(texts=st.lists(st.lists(PIECES | st.characters(), max_size=30).map("".join), max_size=4))
def test_any_texts_are_read_as_stanza_reads_them(ours, stanza_s, texts: list[str]) -> None:
    texts = ["Before it.", *texts, "After it."]
    expected = by_stanza(stanza_s, texts)
    assert by_us(ours, texts, expected) == expected


@pytest.mark.e2e
@given(
    st.text(alphabet='a1 .@"[]:/-wht\\psA2', max_size=40)
    | st.lists(st.sampled_from(["www.", "http://", "a", "@", ".com.", "1", '"'])).map("".join)
)
def test_addresses_are_those_that_stanza_takes_for_one(text: str) -> None:
    from stanza.models.tokenization.utils import MASK_RE

    assert list(addresses(text)) == [match.span() for match in MASK_RE.finditer(text)]


@pytest.mark.e2e
def test_texts_do_not_see_one_another(ours) -> None:
    splitter = ours[0]
    texts = [*NASTY, LONG * 60, "Short.", ""]
    assert splitter.split(texts) == [splitter.split([text])[0] for text in texts]


@pytest.mark.e2e
def test_tokens_lie_where_their_letters_do(ours) -> None:
    for text, sentences in zip(NASTY, ours[0].split(NASTY), strict=True):
        tokens = [token for sentence in sentences for token in sentence]
        assert all(one.end <= other.start for one, other in zip(tokens, tokens[1:], strict=False))
        plain = re.compile(r"[\s\x80-\x9f]+")
        assert all(token.text in ("<UNK>", plain.sub(" ", text[token.start : token.end])) for token in tokens)
        assert plain.sub("", text) == "".join(plain.sub("", text[token.start : token.end]) for token in tokens)


@pytest.mark.e2e
@pytest.mark.parametrize(
    "changed", [{"hierarchical": False}, {"rnn_layers": 2}, {"feat_funcs": ["currency"]}, {"lang": "zh"}, {"conv_res": "1,9"}]
)
def test_a_tokenizer_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    from claimcheck.inference.checkpoint import UnsupportedError, content
    from claimcheck.inference.splitting import Splitter

    checkpoint = content(FOLDER / "en" / "tokenize" / "compact.pt")
    with pytest.raises(UnsupportedError):
        Splitter({**checkpoint, "config": {**checkpoint["config"], **changed}})


@pytest.mark.e2e
def test_expanders_and_lemmatizers_of_another_shape_are_refused() -> None:
    from claimcheck.inference.checkpoint import UnsupportedError, content
    from claimcheck.inference.contractions import Contractions
    from claimcheck.inference.lemmas import Lemmas

    expander, lemmatizer = (content(FOLDER / "en" / kind / "compact.pt") for kind in ("mwt", "lemma"))
    with pytest.raises(UnsupportedError):
        Contractions({**expander, "config": {**expander["config"], "force_exact_pieces": False}})
    with pytest.raises(UnsupportedError):
        Lemmas({**lemmatizer, "config": {**lemmatizer["config"], "dict_only": False}})
    with pytest.raises(UnsupportedError):
        Lemmas({**lemmatizer, "dicts_version": 1})


@pytest.mark.e2e
@settings(max_examples=30)
@given(
    lengths=st.lists(st.integers(1, 40), min_size=1, max_size=12).map(lambda found: sorted(found, reverse=True)), seed=st.integers(0, 99)
)
def test_two_layers_compute_what_torch_s_own_do(lengths: list[int], seed: int) -> None:
    import torch
    from torch.nn.utils.rnn import pack_sequence, unpack_sequence

    from claimcheck.inference.recurrence import Recurrence, Stepwise

    torch.manual_seed(seed)
    lstm, table = torch.nn.LSTM(5, 6, num_layers=2, bidirectional=True), torch.randn(9, 5)
    weights = {f"x.{name}": weight for name, weight in lstm.state_dict().items()}
    items = torch.randint(0, 9, (sum(lengths),))
    order = Stepwise(lengths)
    stored = torch.empty_like(items)
    stored[order.places] = items
    with torch.inference_mode():
        states = Recurrence(weights, "x", 0, table=table).halves(stored, order)
        found = 2 * Recurrence(weights, "x", 1, halved=True).halves(states, order)[order.places]
        expected = torch.cat(unpack_sequence(lstm(pack_sequence(torch.split(table[items], lengths)))[0]))
    assert torch.allclose(found, expected, atol=1e-6)
