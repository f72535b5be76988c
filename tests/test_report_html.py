"""The HTML report without a browser: what is in it, that nothing of an article gets out of its place, and that bytes repeat."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from claimcheck.report import Article, writer
from claimcheck.report.passage import UNREAD, blocks
from claimcheck.report.visible import visible
from tests.frozen import article_names
from tests.report_articles import HOSTILE, empty, frozen, hostile, long, with_finding

ROOT = Path(__file__).parent.parent


def page(*articles: Article) -> str:
    return "".join(piece for piece in writer("html")(articles) if isinstance(piece, str))


def tree(*articles: Article) -> html.HtmlElement:
    return html.document_fromstring(page(*articles))


def claim_tree() -> html.HtmlElement:
    return tree(frozen("wikinews-crane"))


# -- everything is there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names())
def test_every_claim_has_a_card_a_number_in_the_text_and_marked_words(name: str) -> None:
    article, root = frozen(name), tree(frozen(name))
    numbers = [str(number) for number in range(1, len(article.record["claims"]) + 1)]
    assert [card.get("data-n") for card in root.cssselect(".card")] == numbers
    assert [card.get("id") for card in root.cssselect(".card")] == [f"a1-{claim['claim_id']}" for claim in article.record["claims"]]
    assert sorted((a.get("data-claim") for a in root.cssselect(".text a.n")), key=int) == numbers
    marked = {number for mark in root.cssselect("[data-c]") for number in mark.get("data-c").split()}
    assert marked == set(numbers)


@pytest.mark.parametrize("name", article_names())
def test_the_marked_words_of_a_claim_are_its_words_in_the_source(name: str) -> None:
    article = frozen(name)
    pieces = [piece for block in blocks(article) for piece in block.pieces]
    for number, claim in enumerate(article.record["claims"], 1):
        marked = "".join(article.source[piece.start : piece.end] for piece in pieces if number in piece.claims)
        assert marked == "".join(article.source[span["start"] : span["end"]] for span in claim["pieces"])


@pytest.mark.parametrize("name", article_names())
def test_the_blocks_are_slices_of_the_source_in_order_and_hold_all_that_was_read(name: str) -> None:
    article = frozen(name)
    pieces = [piece for block in blocks(article) for piece in block.pieces]
    assert all(piece.start < piece.end for piece in pieces)
    assert all(before.end <= after.start for before, after in zip(pieces, pieces[1:], strict=False))
    read = [(block["span"]["start"], block["span"]["end"]) for block in article.record["document"]["blocks"]]
    held = [(block.pieces[0].start, block.pieces[-1].end) for block in blocks(article) if block.kind != UNREAD]
    assert held == read


def test_all_links_lead_somewhere_in_the_page_and_no_id_is_there_twice() -> None:
    root = tree(with_finding(frozen("seed"), "third", "four-day"), frozen("page-html"), frozen("seed"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [a.get("href") for a in root.iter("a")]
    assert len(links) > 100
    assert {link for link in links if link[:1] != "#" or link[1:] not in ids} == set()
    named = {name for element in root.iter() for name in (element.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_nested_claims_share_their_words_and_the_innermost_colours_them() -> None:
    article = frozen("seed")
    shared = [piece for block in blocks(article) for piece in block.pieces if len(piece.claims) > 1]
    assert shared
    lengths = [sum(p["end"] - p["start"] for p in claim["pieces"]) for claim in article.record["claims"]]
    for piece in shared:
        assert [lengths[number - 1] for number in piece.claims] == sorted(lengths[number - 1] for number in piece.claims)


def test_a_card_says_who_when_how_much_why_and_what_to_check() -> None:
    root = tree(frozen("seed"))
    record = frozen("seed").record
    number = next(number for number, claim in enumerate(record["claims"], 1) if claim["ordinals"])
    text = " ".join(root.cssselect(f'.card[data-n="{number}"]')[0].text_content().split())
    for said in ("third telephonic conversation → no. 3", "January this year → since January 2025", "states a rank +0.15", "What to check"):
        assert said in text
    number = next(number for number, claim in enumerate(record["claims"], 1) if claim["attribution"])
    hop = record["claims"][number - 1]["attribution"][0]
    assert hop["resolved_source"] in root.cssselect(f'.card[data-n="{number}"] .chain b')[0].text_content()


def test_a_finding_stands_on_top_on_its_cards_and_at_both_places() -> None:
    article = with_finding(frozen("seed"), "third", "four-day")
    root = tree(article)
    found = root.cssselect(".findings .finding")[0]
    assert [mark.text for mark in found.cssselect("mark")] == ["third", "four-day"]
    assert "12 + 6 + 5 = 23, not 25" in found.text_content()
    for anchor in ("a1-f1-0", "a1-f1-1"):
        assert len(root.cssselect(f"span.place#{anchor}")) == 1
    touched = [card for card in root.cssselect(".card") if card.get("data-finding") == "yes"]
    assert len(touched) >= 2
    assert all([q.text for q in card.cssselect(".finding q")] == ["third", "four-day"] for card in touched)
    pieces = [piece for block in blocks(article) for piece in block.pieces if piece.findings == (1,)]
    assert [article.source[piece.start : piece.end] for piece in pieces] == ["third", "four-day"]


def test_an_article_without_claims_is_a_whole_report() -> None:
    root = tree(empty())
    assert root.cssselect(".card") == []
    assert "No claim here" in root.cssselect(".text")[0].text_content()
    assert root.cssselect("#a1-timeline") == root.cssselect("#a1-numbers") == []


def test_several_articles_have_an_index_and_one_has_none() -> None:
    root = tree(frozen("seed"), frozen("page-html"))
    assert [a.get("href") for a in root.cssselect("#index tbody a")] == ["#a1", "#a2"]
    assert [option.get("value") for option in root.cssselect("#switch option")] == ["index", "a1", "a2"]
    assert tree(frozen("seed")).cssselect("#index, #switch") == []


def test_markup_of_a_page_is_kept_out_of_sight() -> None:
    article, root = frozen("page-html"), tree(frozen("page-html"))
    hidden = "".join(span.text for span in root.cssselect(".text span[hidden]"))
    shown = "".join(text for text in root.cssselect(".text")[0].xpath(".//text()[not(ancestor::*[@hidden])]"))
    assert "<" in article.source and "<" in hidden and "<" not in shown
    assert "Clinic & council" in shown


# -- an article is hostile input --------------------------------------------------------------------------------


def test_nothing_of_an_article_becomes_markup() -> None:
    root, harmless = tree(hostile()), tree(frozen("seed"))
    assert len(root.cssselect("script")) == len(root.cssselect("style")) == 1
    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= {
        element.tag for element in harmless.iter() if isinstance(element.tag, str)
    }
    known = {name for element in harmless.iter() for name in element.attrib}
    assert {name for element in root.iter() for name in element.attrib} <= known
    assert not {name for name in known if name.startswith("on") or name in ("style", "src", "srcset")}


def test_all_of_the_hostile_text_is_there_to_be_read() -> None:
    root = tree(hostile())
    for number in root.cssselect(".text a.n"):
        number.drop_tree()
    shown = root.cssselect(".text")[0].text_content()
    for words in (
        '"><script>document.title="owned"</script><img src=x onerror="document.title=1">',
        "[rose](javascript:alert(1))",
        "{{ 7*7 }}",
        "</style></script><!--",
    ):
        assert words in HOSTILE and words in shown
    assert "[U+202E]enohp a no[U+202C]" in shown
    assert 'javascript:alert("1")//[U+202E]<b>.txt' in root.cssselect(".facts")[0].text_content()


def test_no_character_that_reorders_text_is_left_in_the_page() -> None:
    assert re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", HOSTILE)
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", page(hostile()))


@given(st.text())
def test_what_is_made_visible_is_made_visible_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    visible(text).encode("utf-8")
    assert not re.search("[\x00-\x08\x7f\u202e\u2067]", visible(text))


@pytest.mark.parametrize("text", ["Straße, 北京, مرحبا, naïve\tand\nlines", "👩‍👩‍👧 family", "soft\u00adhyphen, a\u00a0b"])
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


# -- nothing gets in --------------------------------------------------------------------------------------------


def test_the_policy_lets_in_this_script_and_this_style_sheet_and_nothing_else() -> None:
    text = page(frozen("seed"))
    policy = html.document_fromstring(text).cssselect("meta[http-equiv='Content-Security-Policy']")[0].get("content")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        contents = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(contents) == 1
        digest = base64.b64encode(hashlib.sha256(contents[0].encode()).digest()).decode()
        assert directives[directive] == f"'sha256-{digest}'"
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_the_page_names_no_address_to_load_from() -> None:
    text = page(frozen("seed"))
    assert not re.search(r"\b(src|srcset|data|poster|action|ping)=", text)
    assert not re.search(r"@import|url\(|https?://", "".join(re.findall(r"<(?:style|script)>(.*?)</", text, re.DOTALL)))


def test_equal_articles_give_equal_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from tests.report_articles import frozen, hostile; from tests.test_report_html import page;"
        "print(hashlib.sha256(page(frozen('seed'), hostile()).encode()).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_long_article_is_written_in_a_moment() -> None:
    article = long("seed", 18)
    assert len(article.record["claims"]) == 612
    assert page(article).count('class="card ') == 612
