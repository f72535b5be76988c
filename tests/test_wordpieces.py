"""Word pieces of the embedded encoder. What is expected was cut by the `tokenizers` library, from the same `tokenizer.json`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.inference.wordpieces import WordPieces, read
from claimcheck.models import find

FOLDER = find("compact").folder / "encoder"
VOCABULARY: dict[str, int] = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
NAMES = {number: piece for piece, number in VOCABULARY.items()}


@pytest.fixture(scope="module")
def tokenizer() -> WordPieces:
    found = read(FOLDER)
    assert found is not None
    return found


def pieces(tokenizer: WordPieces, *words: str) -> list[str]:
    return [NAMES[number] for number in tokenizer([list(words)], is_split_into_words=True).input_ids[0]][1:-1]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Prices", ["prices"]),
        ("unaffordability", ["una", "##ff", "##ord", "##ability"]),
        ("3.5m", ["3", ".", "5", "##m"]),
        ("$", ["$"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("don't", ["don", "'", "t"]),
        ("Saint-Étienne", ["saint", "-", "etienne"]),
        ("A\u0300bc", ["abc"]),  # a combining accent
        ("İstanbul", ["istanbul"]),
        ("ΑΣ", ["α", "##σ"]),  # in a whole word Python's lower case of the last sigma is another letter
        ("ﬁrst", ["ﬁ", "##rst"]),  # a ligature stays one
        ("北京", ["北", "京"]),
        ("soft\u00adhyphen", ["soft", "##hy", "##ph", "##en"]),
        ("zero\u200bwidth", ["zero", "##wi", "##dt", "##h"]),
        ("a\x0bb", ["ab"]),  # a control character, though it is white space too
        ("tab\tbed", ["tab", "bed"]),
        ("🦖", ["[UNK]"]),
        ("x" * 101, ["[UNK]"]),
        ("\u200b", []),
        ("\ue000", []),
        ("", []),
    ],
)
def test_a_word_is_cut_as_the_tokenizers_library_cuts_it(tokenizer: WordPieces, word: str, expected: list[str]) -> None:
    assert pieces(tokenizer, word) == expected


def test_a_hundred_characters_are_still_a_word(tokenizer: WordPieces) -> None:
    assert "[UNK]" not in pieces(tokenizer, "x" * 100)


def test_marks_in_a_text_are_text(tokenizer: WordPieces) -> None:
    assert pieces(tokenizer, "[SEP]") == ["[", "sep", "]"]


def test_rows_are_as_long_as_the_longest(tokenizer: WordPieces) -> None:
    rows = tokenizer([["Prices", "fell", "."], ["The", "café", "'s", "owners", "paid", "."]], padding="longest", is_split_into_words=True)
    assert rows["input_ids"] == [[101, 7597, 3062, 1012, 102, 0, 0, 0, 0], [101, 1996, 7668, 1005, 1055, 5608, 3825, 1012, 102]]
    assert rows["attention_mask"] == [[1, 1, 1, 1, 1, 0, 0, 0, 0], [1] * 9]
    assert rows.word_ids(batch_index=0) == [None, 0, 1, 2, None, None, None, None, None]
    assert rows.word_ids(batch_index=1) == [None, 0, 1, 2, 2, 3, 4, 5, None]


def test_texts_without_padding_are_each_a_row(tokenizer: WordPieces) -> None:
    rows = tokenizer(["Prices fell.", "\u200b"], is_split_into_words=False)
    assert rows.input_ids == [[101, 7597, 3062, 1012, 102], [101, 102]]
    assert tokenizer([], padding="longest", is_split_into_words=True).input_ids == []


@given(st.lists(st.lists(st.text(st.characters(), max_size=12), max_size=6), max_size=4))
def test_any_words_come_out_as_rows_of_one_length(sentences: list[list[str]]) -> None:
    tokenizer = WordPieces(MODEL, 512)
    rows = tokenizer(sentences, padding="longest", is_split_into_words=True)
    longest = max(map(len, rows.input_ids), default=0)
    for number, sentence in enumerate(sentences):
        ids, mask, words = rows.input_ids[number], rows.attention_mask[number], rows.word_ids(number)
        assert len(ids) == len(mask) == len(words) == longest
        own = [word for word in words if word is not None]
        assert own == sorted(own)
        assert set(own) <= set(range(len(sentence)))
        assert sum(mask) == len(own) + 2
        assert all(ids[position] in NAMES for position in range(longest))


#: Few pieces, so that many words of any alphabet end in the middle of one.
MODEL = {
    "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "##a": 5, "##aa": 6, "ab": 7, "0": 8},
    "unk_token": "[UNK]",
    "continuing_subword_prefix": "##",
    "max_input_chars_per_word": 10,
}


def test_the_longest_piece_is_taken_first_and_a_rest_makes_the_word_unknown() -> None:
    tokenizer = WordPieces(MODEL, 512)
    cut = [row[1:-1] for row in tokenizer([["aaaa"], ["aba"], ["abb"], ["b"], ["a" * 11]], is_split_into_words=True).input_ids]
    assert cut == [[4, 6, 5], [7, 5], [1], [1], [1]]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("normalizer", "lowercase"), False),
        (("normalizer", "type"), "NFC"),
        (("model", "type"), "BPE"),
        (("pre_tokenizer", "type"), "ByteLevel"),
    ],
)
def test_a_tokenizer_of_another_kind_is_left_to_transformers(tmp_path: Path, path: tuple[str, str], value: object) -> None:
    shutil.copy(FOLDER / "config.json", tmp_path)
    content = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    (tmp_path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert read(tmp_path) is not None
    content[path[0]][path[1]] = value
    (tmp_path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert read(tmp_path) is None


def test_a_folder_without_tokenizer_json_is_left_to_transformers(tmp_path: Path) -> None:
    assert read(tmp_path) is None
