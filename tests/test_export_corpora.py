"""CoNLL-U and TIMEX3: read back by the `conllu` package, by our own reader, and by lxml against a RELAX NG grammar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import conllu
import pytest
from lxml import etree

from claimcheck.enrich.time import times
from claimcheck.export import Annotated
from claimcheck.model import Document
from claimcheck.tree import Sentence, Word, read_conllu
from tests.exported import annotated, hostile, text_of
from tests.frozen import article_names

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "fixtures" / "standards" / "timex3.rng"))


# -- CoNLL-U ------------------------------------------------------------------------------------------------------


def words(tokens: conllu.TokenList) -> list[Any]:
    return [token for token in tokens if isinstance(token["id"], int)]


@pytest.mark.parametrize("name", article_names())
def test_the_parse_comes_back_whole(name: str) -> None:
    article = annotated(name)
    read = conllu.parse(text_of("conllu", article))
    assert len(read) == len(article.sentences)
    assert read[0].metadata["newdoc id"] == article.document["uri"]
    assert [tokens.metadata["sent_id"] for tokens in read] == [str(n) for n in range(1, len(read) + 1)]
    for tokens, sentence in zip(read, article.sentences, strict=True):
        assert tokens.metadata["text"] == " ".join(sentence.text.split())
        for token, word in zip(words(tokens), sentence.words, strict=True):
            assert (token["id"], token["head"], token["deprel"], token["upos"]) == (word.index, word.head, word.deprel, word.upos)
            assert (token["feats"] or {}) == word.feats
        assert tokens.to_tree().token["deprel"] == "root"


@pytest.mark.parametrize("name", article_names())
def test_each_claim_stands_in_misc_at_its_words_and_nowhere_else(name: str) -> None:
    article = annotated(name)
    assert article.article is not None
    marked: dict[str, list[tuple[int, int]]] = {}
    predicates: dict[str, set[str]] = {}
    for tokens in conllu.parse(text_of("conllu", article)):
        for token in words(tokens):
            misc = token["misc"]
            place = (int(misc["start_char"]), int(misc["end_char"]))
            for claim_id in filter(None, misc.get("Claim", "").split(",")):
                marked.setdefault(claim_id, []).append(place)
            for claim_id in filter(None, misc.get("ClaimPredicate", "").split(",")):
                predicates.setdefault(claim_id, set()).add(article.article.source[place[0] : place[1]])
    assert set(marked) == {claim["claim_id"] for claim in article.claims}
    for claim in article.claims:
        inside = [any(p["start"] <= s and e <= p["end"] for p in claim["pieces"]) for s, e in marked[claim["claim_id"]]]
        assert all(inside)
        first, last = claim["pieces"][0], claim["pieces"][-1]
        assert min(s for s, _ in marked[claim["claim_id"]]) == first["start"]
        assert max(e for _, e in marked[claim["claim_id"]]) == last["end"]
        assert any(word in claim["predicate"]["text"] for word in predicates[claim["claim_id"]])


@pytest.mark.parametrize("name", article_names())
def test_the_text_can_be_put_together_from_its_tokens(name: str) -> None:
    """Universal Dependencies asks that of a treebank: forms and SpaceAfter=No give the sentence."""
    for tokens in conllu.parse(text_of("conllu", annotated(name))):
        covered: set[int] = set()
        text = ""
        for token in tokens:
            if isinstance(token["id"], tuple):
                covered = set(range(token["id"][0], token["id"][2] + 1))
            elif token["id"] in covered:
                continue
            text += token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ")
        assert text.strip() == tokens.metadata["text"]


def test_the_words_of_one_token_get_a_line_for_it() -> None:
    def word(index: int, text: str, head: int, deprel: str, start: int, end: int) -> Word:
        return Word(index, text, text, "X", "", {}, head, deprel, start, end)

    text = "Can't\tgo."
    tree = (
        word(1, "Ca", 3, "aux", 0, 5),
        word(2, "n't", 3, "advmod", 0, 5),
        word(3, "go", 0, "root", 6, 8),
        word(4, ".", 3, "punct", 8, 9),
    )
    document = Document("a.txt", "0" * 64, text, text, (), "text")
    article = Annotated({"uri": "a.txt", "sha256": "0" * 64, "lang": "en"}, (), document, (Sentence(0, text, 0, tree),))
    rows = text_of("conllu", article).splitlines()
    assert rows[2] == "# text = Can't go."
    assert rows[3] == "1-2\tCan't\t_\t_\t_\t_\t_\t_\t_\t_"
    assert rows[4].startswith("1\tCa\tCa\tX\t_\t_\t3\taux\t_\t")
    assert rows[6].endswith("|SpaceAfter=No")
    assert len(conllu.parse("\n".join(rows) + "\n\n")[0]) == 5


# -- TIMEX3 -------------------------------------------------------------------------------------------------------


def parsed(article: Annotated) -> Any:
    tree = etree.fromstring(text_of("timex3", article).encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    return tree


@pytest.mark.parametrize("name", article_names())
def test_the_xml_is_valid_and_holds_the_article(name: str) -> None:
    article = annotated(name)
    tree = parsed(article)
    assert "".join(tree.find("TEXT").itertext()) == article.text
    assert (tree.find("DCT/TIMEX3") is not None) == ("published_at" in article.document)


@pytest.mark.parametrize("name", article_names())
def test_each_tag_is_a_time_of_a_claim(name: str) -> None:
    article = annotated(name)
    unknown = {"DATE": "XXXX-XX-XX", "TIME": "XXXX-XX-XXTXX:XX", "DURATION": "PXX", "SET": "XXXX-XX-XX"}
    told = {(t["text"], t["type"], t.get("value") or unknown[t["type"]]) for claim in article.claims for t in claim["times"]}
    tags = parsed(article).findall("TEXT/TIMEX3")
    assert tags or not told
    plain = {(tag.text, tag.get("type"), tag.get("value")) for tag in tags if tag.text and not tag.get("beginPoint")}
    ranges = {text for text, _, value in told if "/" in value}
    assert plain <= told
    assert {tag.text for tag in tags if tag.get("beginPoint")} <= ranges
    assert [tag.get("tid") for tag in tags] == [f"t{n}" for n in range(1, len(tags) + 1)]


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("2025-05-06/2025-05-07", "P2D"),
        ("2024-11/2025-02", "P4M"),
        ("1991/1995", "P5Y"),
        ("2025-W01/2025-W02", "PXX"),
        ("2025-05/2026", "PXX"),
    ],
)
def test_a_range_is_a_duration_between_two_points(value: str, length: str) -> None:
    article = hostile()
    (claim,) = article.claims
    time = claim["times"][0] | {"value": value}
    whole, first, last = parsed(replace(article, claims=(claim | {"times": [time]},))).findall("TEXT/TIMEX3")
    assert (whole.text, whole.get("type"), whole.get("value")) == ("Tuesday", "DURATION", length)
    assert (whole.get("beginPoint"), whole.get("endPoint")) == (first.get("tid"), last.get("tid"))
    assert f"{first.get('value')}/{last.get('value')}" == value
    assert not first.text
    assert not last.text


def test_every_value_that_the_rules_find_is_legal() -> None:
    """The values in all examples of the rules for times: each in a document of its own."""
    article = hostile()
    (claim,) = article.claims
    sentences = read_conllu((Path(__file__).parent.parent / "fixtures" / "examples" / "time.conllu").read_text(encoding="utf-8"))
    found = {(t.type, t.value, t.mod) for s in sentences for t in times([s], date(2025, 7, 2))}
    assert len(found) > 50
    for kind, value, mod in sorted(found, key=str):
        fields = {"type": kind} | ({"value": value} if value else {}) | ({"mod": mod} if mod else {})
        parsed(replace(article, claims=(claim | {"times": [claim["times"][0] | fields]},)))


@pytest.mark.parametrize("value", ["", "P", "next week", "20255", "2025-05-06/2025-05-07"])
def test_the_grammar_refuses_what_is_no_value(value: str) -> None:
    text = text_of("timex3", annotated("seed")).replace('value="P4D"', f'value="{value}"')
    assert not GRAMMAR.validate(etree.fromstring(text.encode()))


def test_a_hostile_article_stays_text_and_well_formed() -> None:
    article = hostile()
    tree = parsed(article)
    assert "".join(tree.find("TEXT").itertext()) == article.text.replace("\x0b", "\ufffd")
    (tag,) = tree.findall("TEXT/TIMEX3")
    assert (tag.text, tag.get("value"), tag.get("temporalFunction"), tag.get("anchorTimeID")) == ("Tuesday", "XXXX-XX-XX", "false", None)
    assert tree.findall(".//script") == []


def test_of_two_tags_that_overlap_the_longer_stays() -> None:
    article = hostile()
    (claim,) = article.claims
    (time,) = claim["times"]
    start = time["span"]["start"]
    longer = time | {"text": "on Tuesday", "span": {"start": start - 3, "end": start + 7}, "value": "2025-07-01"}
    crossing = time | {"span": {"start": start + 4, "end": start + 11}}
    tags = parsed(replace(article, claims=(claim | {"times": [time, crossing, longer]},))).findall("TEXT/TIMEX3")
    assert [(tag.text, tag.get("value")) for tag in tags] == [("on Tuesday", "2025-07-01")]
