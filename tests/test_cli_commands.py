"""`validate`, `rules`, `explain` and `models` on the command line."""

import json
from pathlib import Path

import pytest

from claimcheck import models
from claimcheck.check.register import REMARKS
from claimcheck.errors import RuleError
from claimcheck.rules import Rule, all_rules, find_rule, rule


@pytest.fixture
def claims(run, article: Path, tmp_path: Path) -> Path:
    target = tmp_path / "claims.jsonl"
    assert run("extract", article, "--output", target).code == 0
    return target


# -- validate ---------------------------------------------------------------------------------------------------


def test_what_extract_wrote_is_valid_against_its_article(run, article: Path, claims: Path) -> None:
    outcome = run("validate", claims, "--source", article)
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{claims}: valid\n", "")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_extract_prints_for_several_articles_is_valid(run, article: Path, tmp_path: Path, form: str) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Prices rose in April.")
    run("extract", article, other, "--format", form, "--output", tmp_path / "claims")
    assert run("validate", tmp_path / "claims").code == 0


def test_complaints_are_on_standard_output_with_file_place_and_claim(run, claims: Path) -> None:
    lines = claims.read_text().splitlines()
    record = json.loads(lines[1])
    record["polarity"] = "neutral"
    claims.write_text("\n".join([lines[0], json.dumps(record), lines[2]]))
    outcome = run("validate", claims)
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.startswith(f"{claims}: line 2: $.polarity: ")
    assert outcome.out.endswith(f"(claim {record['claim_id']})\n")


def test_one_invalid_file_among_valid_ones_is_exit_1(run, claims: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    outcome = run("validate", claims, tmp_path / "bad.json")
    assert outcome.code == 1
    assert f"{claims}: valid\n" in outcome.out
    assert "bad.json: " in outcome.out
    assert "`claim_id`" in outcome.out


def test_another_article_is_not_the_source(run, claims: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Prices rose in April, and the minister was glad to hear of it at last.")
    outcome = run("validate", claims, "--source", other)
    assert outcome.code == 1


def test_a_file_that_is_not_there_is_exit_2(run, tmp_path: Path) -> None:
    outcome = run("validate", tmp_path / "none.jsonl")
    assert (outcome.code, outcome.out) == (2, "")
    assert "none.jsonl" in outcome.err


def test_records_come_from_standard_input_too(run, claims: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with claims.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        outcome = run("validate", "-")
    assert (outcome.code, outcome.out) == (0, "-: valid\n")


# -- rules and explain ------------------------------------------------------------------------------------------


def test_every_rule_is_listed_with_its_stage(run) -> None:
    outcome = run("rules")
    assert outcome.code == 0
    listed = [tuple(line.split()[:2]) for line in outcome.out.splitlines()]
    assert listed == sorted([*((rule.stage, rule.name) for rule in all_rules()), *(("check", remark.name) for remark in REMARKS)])


def test_the_rules_of_one_stage(run) -> None:
    outcome = run("rules", "--stage", "attribution")
    assert {line.split()[0] for line in outcome.out.splitlines()} == {"attribution"}


def test_a_stage_that_does_not_exist_names_those_that_do(run) -> None:
    outcome = run("rules", "--stage", "atribution")
    assert outcome.code == 2
    assert "There is no stage 'atribution'" in outcome.err
    assert "attribution" in outcome.err.partition("The stages are")[2]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_rule_is_explained_with_its_examples_and_reasons(run, rule: Rule) -> None:
    outcome = run("explain", rule.name)
    words = " ".join(outcome.out.split())
    assert outcome.code == 0
    assert outcome.out.startswith(f"{rule.name} ({rule.stage})\n")
    for text in (rule.doc, *rule.yes, *rule.yes.values(), *rule.no, *rule.no.values()):
        assert " ".join(text.split()) in words


def test_a_rule_that_does_not_exist_is_exit_2(run) -> None:
    outcome = run("explain", "no_such_rule")
    assert (outcome.code, outcome.out) == (2, "")
    assert "There is no rule 'no_such_rule'" in outcome.err


def test_a_rule_with_a_slip_in_its_name_is_guessed() -> None:
    with pytest.raises(RuleError, match=r"There is no rule 'acording_to'\. Did you mean according_to"):
        find_rule("acording_to")


def test_two_rules_of_one_name_are_refused() -> None:
    def according_to(sentence):
        yield from ()

    with pytest.raises(RuleError, match="Two rules are called according_to: in claimcheck.* and tests"):
        rule("attribution", yes={}, no={})(according_to)


# -- models -----------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMCHECK_MODELS", str(tmp_path / "installed"))
    return tmp_path / "installed"


def test_a_package_that_can_be_installed_is_listed_with_the_command(run, home: Path) -> None:
    outcome = run("models", "list")
    assert outcome.code == 0
    assert "stanza-default  not installed" in outcome.out
    assert "`claimcheck models install stanza-default`" in outcome.out


def test_installing_says_whom_it_asks_before_it_does(run, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []

    def download(folder: Path) -> None:
        said.append(capsys.readouterr().err)
        (folder / "resources.json").write_text("{}")

    run.download = download
    outcome = run("models", "install", "stanza-default")
    assert outcome.code == 0
    assert all(host in said[0] for host in models.DOWNLOADS["stanza-default"].hosts)
    assert outcome.out.startswith("Installed stanza-default")
    assert "stanza-default  installed" in run("models", "list").out


def test_no_network_is_one_sentence(run, home: Path) -> None:
    def download(folder: Path) -> None:
        raise ConnectionError("Temporary failure\nin name resolution")

    run.download = download
    outcome = run("models", "install", "stanza-default")
    assert (outcome.code, outcome.out) == (2, "")
    assert "could not be fetched" in outcome.err.splitlines()[-1]
    assert "Temporary failure in name resolution" in outcome.err.splitlines()[-1]


def test_only_known_packages_are_installed_and_nobody_is_asked(run, home: Path) -> None:
    outcome = run("models", "install", "gpt")
    assert outcome.code == 2
    assert outcome.err == "claimcheck: error: There is no model package 'gpt' to install. `claimcheck models list` shows the packages.\n"


def test_info_shows_what_is_in_a_package_and_checks_it(run, home: Path) -> None:
    (home / "tiny").mkdir(parents=True)
    (home / "tiny" / "weights.pt").write_bytes(b"weights")
    package = models.write_manifest(
        home / "tiny",
        name="tiny",
        version="1.0",
        licence="CC0-1.0",
        processors=["tokenize"],
        entity_labels=["Person"],
        scores={"LAS": 86.5},
    )
    outcome = run("models", "info", "tiny")
    assert outcome.code == 0
    for word in ("tiny 1.0", "CC0-1.0", "tokenize", "Person", "LAS", "86.5", "weights.pt", package.sha256, "1 files, all as published"):
        assert word in outcome.out
    (home / "tiny" / "weights.pt").write_bytes(b"altered")
    outcome = run("models", "info", "tiny")
    assert outcome.code == 2
    assert "weights.pt is not what tiny 1.0 was published with" in outcome.err
