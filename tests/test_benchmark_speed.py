"""The benchmark of speed: what it counts and computes. Nothing is timed here."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from benchmarks.speed.articles import joined, read_folder, spread, words
from benchmarks.speed.chart import Curve, bars, curves
from benchmarks.speed.contestants.meter import Stages
from benchmarks.speed.figures import after_the_parse, points, seconds, slope, speeds, stages
from benchmarks.speed.measuring import contestants, task
from benchmarks.speed.multiply_adds import Text, encoder, reader, splitter
from benchmarks.speed.page import filled
from benchmarks.speed.pictures import all_pictures
from benchmarks.speed.same import Comparison, table_of
from benchmarks.speed.tables import all_tables, markdown, table_of_history
from benchmarks.speed.treebank import parse_treebank, score
from claimcheck.model import Document, ParserInfo, Span
from claimcheck.tree import Mention, Sentence, Word

# -- articles ----------------------------------------------------------------------------------------------------


def test_words_are_counted_without_punctuation() -> None:
    assert words("“Don't,” she said: 3.5 % of well-known firms …") == 7
    assert words(" \n—") == 0


def test_a_sample_is_spread_over_all_and_begins_again_when_there_are_too_few() -> None:
    assert spread(10, 5) == [0, 2, 4, 6, 8]
    assert spread(2, 5) == [0, 1, 0, 1, 0]
    assert spread(3, 3) == [0, 1, 2]


def test_a_long_article_is_made_of_whole_paragraphs() -> None:
    texts = ["one two.\n\nthree four.", "five six.\n \nseven."]
    assert joined(texts, 5) == "one two.\n\nthree four.\n\nfive six."
    assert words(joined(texts, 1_000)) == 7  # all there is


def test_a_folder_without_texts_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match=r"no \.txt files"):
        read_folder(tmp_path)


# -- multiplications ---------------------------------------------------------------------------------------------

TEXT = Text(tokens=2.0, pieces=3.0, characters=10.0, pieces_around=7.0, tokens_around=5.0)


def test_multiplications_of_an_encoder() -> None:
    shapes = {
        "embeddings.word_embeddings.weight": (1000, 4),
        "encoder.layer.0.attention.self.query.weight": (4, 4),
        "encoder.layer.0.output.dense.weight": (4, 8),
        "encoder.layer.0.output.dense.bias": (4,),
        "pooler.dense.weight": (4, 4),
    }
    # of a piece: the two matrices, and two products of width 4 with each of the 7 pieces around
    assert encoder(shapes, TEXT) == 3.0 * (16 + 32 + 2 * 4 * 7)


def test_multiplications_of_a_splitter_are_for_each_character() -> None:
    assert splitter({"embeddings.weight": (100, 3), "rnn.weight_ih_l0": (8, 3), "tok_clf.weight": (1, 4)}, TEXT) == 10 * (24 + 4)


def test_multiplications_of_a_reader() -> None:
    shapes = {
        "charmodel.char_emb.weight": (50, 3),
        "charmodel.charlstm.lstm.weight_ih_l0": (8, 3),
        "parserlstm.lstm.0.lstm.weight_hh_l0": (8, 2),
        "bert_layer_mix.weight": (1, 4),
        "unlabeled.scorer.W_bilin.weight": (3, 3, 1),
        "deprel.scorer.W_bilin.weight": (3, 3, 6),
    }
    # for a character its LSTM; for a token its LSTM, both scorers once, and every token around as a head
    assert reader(shapes, TEXT) == 10 * 24 + 2 * (16 + 9 + 54 + 5 * 3)


# -- figures -----------------------------------------------------------------------------------------------------


def test_a_slope_is_the_exponent() -> None:
    assert slope([(x, 7 * x**2) for x in (1, 10, 50, 300)]) == pytest.approx(2)
    assert slope([(100, 3), (1_000, 30)]) == pytest.approx(1)
    with pytest.raises(ValueError, match="two points"):
        slope([(10, 1), (10, 2)])


def ran(
    contestant: str, turn: int, cpu: float, *, kind: str = "run", threads: int = 1, name: str = "6 articles", **more: object
) -> list[dict]:
    """What the process of a contestant said: loading took 2 s of CPU and 4 s on the clock."""
    shared = {"kind": kind, "round": turn, "contestant": contestant, "threads": threads, "largest_mib": 90.0, "together_mib": 120.0}
    ready = {**shared, "event": "ready", "words": 0, "wall": 4.0, "cpu": 2.0, "family_cpu": 2.0, "peak_mib": 80.0}
    done = {**shared, "event": "task", "name": name, "words": 1_000, "wall": 2 * cpu, "cpu": cpu, "family_cpu": 2.0, "peak_mib": 100.0}
    return [ready, {**done, "repeats": 1, "start_included": False, "stages": {}, **more}]


def test_a_rate_is_the_median_of_the_rounds() -> None:
    lines = [line for turn, cpu in enumerate((10.0, 4.0, 5.0)) for line in ran("stanza", turn, cpu)]
    found = speeds(lines, 1)["stanza"]
    assert (found.per_core.middle, found.per_core.low, found.per_core.high) == (200, 100, 250)
    assert found.on_the_clock.middle == 100
    assert (found.start.middle, found.start_cpu.middle, found.largest, found.together) == (4, 2, 100, 120)
    assert speeds(lines, 2) == {}


def test_the_start_is_taken_off_where_it_is_part_of_the_time() -> None:
    ready, done = ran("batch", 0, 6.0, start_included=True)
    assert seconds(ready, done, "cpu") == 4.0
    assert seconds(ready, done, "wall") == 8.0


def test_children_that_were_ended_count_by_what_was_seen_of_them() -> None:
    ready, done = ran("spacy", 0, 1.0, threads=2, family_cpu=9.0)
    assert seconds(ready, done, "cpu") == 7.0


def test_points_that_drown_in_the_start_are_left_out() -> None:
    lines = [
        *ran("batch", 0, 2.5, kind="numbers", name="1", start_included=True),
        *ran("batch", 0, 9.0, kind="numbers", name="10", start_included=True),
    ]
    assert [(point.size, point.cpu) for point in points(lines, "numbers")["batch"]] == [(10, 7.0)]


def test_the_share_after_the_parse_leaves_reading_and_records_out() -> None:
    parts = {"reading": 50.0, "encoder": 60.0, "rest of the parse": 20.0, "after the parse: claims": 20.0, "records": 9.0, "rest": 5.0}
    assert after_the_parse(parts) == pytest.approx(0.2)
    assert after_the_parse({}) == 0


def test_stages_count_the_time_inside_once(monkeypatch) -> None:
    clock = iter((0.0, 1.0, 4.0, 6.0))
    monkeypatch.setattr("time.process_time", lambda: next(clock))
    found = Stages()
    inner = found.timed("inner", lambda: "said")
    assert found.timed("outer", lambda: inner())() == "said"
    assert found.seconds == {"outer": 1.0 + 2.0, "inner": 3.0}


# -- tables ------------------------------------------------------------------------------------------------------

RUN = [
    {"kind": "machine", "processor": "A processor", "cores": 2, "python": "3.11", "load": 0.5},
    {
        "kind": "limit",
        "multiply_adds": {"encoder": 9_000_000, "tags": 1_000_000},
        "gflops": {"float32": 20.0},
        "words_per_second": {"float32": 1000},
    },
    *ran("stanza", 0, 10.0),
    *ran("extract", 0, 2.0),
    *ran("extract", 0, 2.0, kind="stages", stages={"encoder": 1.5, "after the parse: claims": 0.5}),
    *ran("extract", 0, 1.0, kind="lengths", name="1000", stages={"encoder": 0.75, "after the parse: claims": 0.25}),
    {**ran("extract", 0, 3.0, kind="lengths", name="3000", stages={"encoder": 2.25, "after the parse: claims": 0.75})[1], "words": 3_000},
    {"kind": "end", "load": 0.75},
]


def cells(table: str, begin: str) -> list[str]:
    return [cell.strip() for line in table.splitlines() if line.startswith(f"| {begin}") for cell in line.strip("|").split("|")]


def test_the_table_has_rates_and_ratios() -> None:
    table = all_tables(RUN)["one-thread"]
    assert cells(table, "(c)")[1:5] == ["500", "5.00×", "", "250"]
    assert cells(table, "(a)")[1:3] == ["100", "1.00×"]


def test_the_tables_of_a_run() -> None:
    found = all_tables(RUN)
    assert "all-cores" not in found  # nothing of the kind was measured
    assert cells(found["stages"], "after the parse, of")[1] == "25%"
    assert cells(found["limit"], "float32")[1:] == ["20", "1,000", "10%", "50%"]
    assert cells(found["lengths"], "exponent")[1] == "1.00"
    assert cells(found["parts"], "3,000")[1:] == ["750", "250", "1000"]
    assert "0.5 to 0.8" in found["machine"]
    assert cells(table_of_history({"before": RUN}), "before")[1:3] == ["500", "5.00×"]


def test_a_markdown_table() -> None:
    assert markdown(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_a_page_keeps_what_stands_around_its_tables() -> None:
    page = "before\n<!-- one -->\nold\n<!-- /one -->\nafter <!-- two -->\n"
    assert filled(page, {"one": r"n\1w", "two": "x"}) == "before\n<!-- one -->\nn\\1w\n<!-- /one -->\nafter <!-- two -->\n"


def test_stages_are_microseconds_a_word() -> None:
    assert stages(RUN)["extract"] == {"encoder": 1500, "after the parse: claims": 500, "rest": 0}


# -- pictures ----------------------------------------------------------------------------------------------------


def test_pictures_are_the_same_bytes_and_well_formed() -> None:
    first, again = all_pictures(RUN), all_pictures(json.loads(json.dumps(RUN)))
    assert first == again
    assert sorted(first) == ["length-memory.svg", "length.svg", "parts.svg", "stages.svg"]
    for picture in first.values():
        assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_curve_lies_where_its_figures_are() -> None:
    picture = ElementTree.fromstring(curves("T", "x", "y", [Curve("<a>", 0, ((1, 10), (10, 100), (100, 1_000)))]))
    (line,) = picture.iter("{http://www.w3.org/2000/svg}polyline")
    (x1, y1), (x2, y2), (x3, y3) = (tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split())
    assert (x1 + x3) / 2 == pytest.approx(x2, abs=0.2)
    assert (y1 + y3) / 2 == pytest.approx(y2, abs=0.2)
    assert x1 < x3 and y1 > y3  # up is more
    assert "<a>" in [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]


def test_names_of_curves_that_end_together_stand_apart() -> None:
    found = [Curve(f"curve {n}", n, ((1, 10), (10, 10))) for n in range(4)]
    texts = [
        t
        for t in ElementTree.fromstring(curves("T", "x", "y", found)).iter("{http://www.w3.org/2000/svg}text")
        if t.text and t.text[:5] == "curve"
    ]
    heights = sorted(float(text.attrib["y"]) for text in texts)
    assert len(heights) == 4
    assert min(b - a for a, b in zip(heights, heights[1:], strict=False)) >= 15.9


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        curves("T", "x", "y", [Curve("a", 0, ())])
    with pytest.raises(ValueError, match="nothing to draw"):
        bars("T", [("a", (0.0,))], ["one"])


# -- contestants -------------------------------------------------------------------------------------------------


def test_spacy_is_left_out_without_its_interpreter(tmp_path) -> None:
    assert [c.key for c in contestants(tmp_path, "python", None)] == ["stanza", "parser", "extract", "batch"]
    assert [c.key for c in contestants(tmp_path, "python", "other")] == ["stanza", "parser", "spacy", "extract", "batch"]


def test_a_version_without_the_command_is_measured_through_the_library(tmp_path) -> None:
    assert contestants(tmp_path, "python", None)[-1].program == "claimcheck_library.py"
    (tmp_path / "claimcheck" / "cli").mkdir(parents=True)
    (tmp_path / "claimcheck" / "cli" / "batch.py").touch()
    assert contestants(tmp_path, "python", None)[-1].program == "claimcheck_batch.py"


def test_a_task_knows_its_words() -> None:
    assert task("x", ["one two", "three"], [0, 1, 0]) == {"name": "x", "texts": [0, 1, 0], "words": 5}


# -- the same parses ---------------------------------------------------------------------------------------------

CONLLU = """\
# newdoc id = one
# newpar
# text = Ann can't wait.
1\tAnn\tAnn\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\twait\twait\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
# text = She will.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj:outer\t_\t_
2\twill\twill\tAUX\tMD\tVerbForm=Fin\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""


def parsed(**changed: object) -> tuple[Sentence, ...]:
    """The two sentences as a parser would give them, the first word of the second changed."""

    def word(index: int, text: str, lemma: str, upos: str, xpos: str, feats: dict[str, str], head: int, deprel: str, start: int) -> Word:
        return Word(index, text, lemma, upos, xpos, feats, head, deprel, start, start + len(text))

    first = (
        word(1, "Ann", "Ann", "PROPN", "NNP", {"Number": "Sing"}, 4, "nsubj", 0),
        word(2, "ca", "can", "AUX", "MD", {"VerbForm": "Fin"}, 4, "aux", 4),
        word(3, "n't", "not", "PART", "RB", {}, 4, "advmod", 6),
        word(4, "wait", "wait", "VERB", "VB", {"VerbForm": "Inf"}, 0, "root", 10),
        word(5, ".", ".", "PUNCT", ".", {}, 4, "punct", 14),
    )
    she = {"index": 1, "text": "She", "lemma": "she", "upos": "PRON", "xpos": "PRP", "feats": {}, "head": 2, "deprel": "nsubj", "start": 17}
    second = (
        word(**{**she, **changed}),
        word(2, "will", "will", "AUX", "MD", {"VerbForm": "Fin"}, 0, "root", 21),
        word(3, ".", ".", "PUNCT", ".", {}, 2, "punct", 25),
    )
    mentions = (Mention(Span(0, 3), "PERSON", (1,)),)
    return Sentence(0, "Ann can't wait.", 0, first, mentions), Sentence(1, "She will.", 17, second, block=1)


class Fixed:
    """A parser that always says the same."""

    info = ParserInfo("fixed", "none", "0")

    def __init__(self, sentences: tuple[Sentence, ...]):
        self.sentences = sentences
        self.texts: list[str] = []

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        self.texts.append(document.text)
        return self.sentences


def test_equal_parses_are_equal() -> None:
    comparison = Comparison()
    comparison.add("a", parsed(), parsed())
    assert (comparison.both, comparison.differences) == (8, [])
    assert cells(table_of(comparison), "head")[1:] == ["100.0000%", "0"]


def test_differences_are_counted_and_named() -> None:
    comparison = Comparison()
    comparison.add("a", parsed(), parsed(head=3, upos="NOUN"))
    assert comparison.differences == ["a 17-20 'She': upos PRON → NOUN", "a 17-20 'She': head will at 21 → . at 25"]
    assert comparison.equal["head"] == 7
    comparison.add("b", parsed(), parsed(text="Sh"))
    assert "b 17-20 'She': a word of the reference only" in comparison.differences
    assert "b 17-19 'Sh': a word of the other only" in comparison.differences


def test_a_right_parse_scores_a_hundred_on_its_treebank() -> None:
    parser = Fixed(parsed())
    assert set(score(parser, parse_treebank(CONLLU)).values()) == {100.0}
    assert parser.texts == ["Ann can't wait.\n\nShe will."]


def test_wrong_words_tags_and_heads_cost_their_measure() -> None:
    treebank = parse_treebank(CONLLU)
    found = score(Fixed(parsed(head=3)), treebank)
    assert (found["UAS"], found["LAS"], found["UPOS"]) == (87.5, 87.5, 100.0)
    found = score(Fixed(parsed(deprel="obj")), treebank)
    assert (found["UAS"], found["LAS"]) == (100.0, 87.5)
    found = score(Fixed(parsed(text="Sh")), treebank)
    assert (found["words"], found["sentences"], found["UPOS"]) == (87.5, 100.0, 87.5)


def test_a_treebank_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="without its text"):
        parse_treebank("1\tA\ta\tDET\tDT\t_\t0\troot\t_\t_\n")
