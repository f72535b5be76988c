"""The repository about itself: nothing undocumented, unlisted, unraised or out of place."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

import claimcheck
from claimcheck import errors
from claimcheck.cli import group
from claimcheck.rules import Rule, all_rules
from tests.frozen import SEED, report_of

ROOT = Path(__file__).parent.parent
SETUP = configparser.ConfigParser()
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")
PYTHON = sorted(
    path
    for folder in ("claimcheck", "tests", "training", "fixtures", "benchmarks", "schemas")
    for path in (ROOT / folder).rglob("*.py")
    if "build" not in path.parts
)
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: What is imported under another name than it is installed.
IMPORTED_AS = {
    "Babel": "babel",
    "Jinja2": "jinja2",
    "SQLAlchemy": "sqlalchemy",
    "argon2-cffi": "argon2",
    "prometheus-client": "prometheus_client",
    "psycopg[binary]": "psycopg",
    "markdown-it-py": "markdown_it",
    "python-docx": "docx",
    "PyYAML": "yaml",
    "XlsxWriter": "xlsxwriter",
    "pytest-recording": "--block-network",
    "pytest-xdist": "--numprocesses",
}


def listed(section: str, option: str) -> list[str]:
    return [line.strip() for line in SETUP[section][option].splitlines() if line.strip()]


def requirement(line: str) -> str:
    match = re.match(r"[A-Za-z0-9_.-]+", line)
    assert match, line
    return match.group()


# -- the library ------------------------------------------------------------------------------------------------


def test_the_package_exports_exactly_this() -> None:
    assert claimcheck.__all__ == ["Claim", "ClaimcheckError", "Document", "Extractor", "Report", "__version__"]
    assert dir(claimcheck) == sorted(claimcheck.__all__)
    for name in claimcheck.__all__:
        assert getattr(claimcheck, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extract'"):
        claimcheck.extract  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = (
        "import sys, claimcheck; before = set(sys.modules);"
        "heavy = {'torch', 'stanza', 'transformers', 'jsonschema', 'claimcheck.pipeline'} & before; sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_error_has_one_base_and_stands_in_the_tree_of_the_docstring() -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert all(issubclass(error, errors.ClaimcheckError) for error in classes)
    assert all(re.search(rf"\b{error.__name__}\b", errors.__doc__ or "") for error in classes)


def test_every_error_is_expected_in_some_test() -> None:
    expected: set[str] = set()
    for path in (ROOT / "tests").glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "raises":
                expected |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                expected |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)} - {"ClaimcheckError"}
    assert classes <= expected


# -- the rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_an_example_a_near_miss_and_a_docstring(rule: Rule) -> None:
    assert re.search(r"[.?!][\"'”)]?$", rule.doc.partition("\n\n")[0]), (
        "an editor reads the docstring in `claimcheck explain`: whole sentences"
    )
    assert rule.yes
    assert rule.no, "a near miss, with the reason why it is left alone"
    for example, about in rule.yes.items():
        assert re.fullmatch(r"[^{}]*\{[^{}]+\}[^{}]*", example), "braces mark one span"
        assert about.strip()
    for example, reason in rule.no.items():
        assert "{" not in example
        assert reason.strip()


def test_the_register_has_rules_and_no_name_twice() -> None:
    names = [rule.name for rule in all_rules()]
    assert len(names) > 20
    assert len(names) == len(set(names))


# -- the documents ----------------------------------------------------------------------------------------------


def commands() -> list[str]:
    found = []
    for name, command in sorted(group.commands.items()):
        below = getattr(command, "commands", None)
        found += [f"{name} {inner}" for inner in sorted(below)] if below else [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"claimcheck {command}" in README


@pytest.mark.parametrize("option", sorted({o for p in group.commands["extract"].params for o in p.opts if o.startswith("--")}))
def test_every_option_of_extract_is_in_the_readme(option: str) -> None:
    assert option in README


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_every_document_can_be_reached_from_the_readme() -> None:
    for path in (ROOT / "docs").glob("*.md"):
        assert f"docs/{path.name}" in README


def test_the_changelog_has_this_version() -> None:
    assert f"\n## {claimcheck.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# -- the files --------------------------------------------------------------------------------------------------


def test_no_python_file_has_more_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "common", "core", "misc", "manager"}
    assert [path for path in PYTHON if path.stem in drawers or drawers & set(path.relative_to(ROOT).parts)] == []


def test_only_the_command_line_prints() -> None:
    for path in PYTHON:
        if path.is_relative_to(ROOT / "claimcheck") and not path.is_relative_to(ROOT / "claimcheck" / "cli"):
            names = {
                getattr(node.func, "id", "") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
            }
            assert not {"print", "exit", "input"} & names, path


def test_nothing_fetches_a_url() -> None:
    """`setup.cfg` forbids whole packages; urllib's parser of addresses is allowed, its client is not."""
    for path in PYTHON:
        if path.is_relative_to(ROOT / "claimcheck"):
            assert "urllib.request" not in path.read_text(encoding="utf-8"), path


# -- the package ------------------------------------------------------------------------------------------------


def test_every_folder_with_code_is_a_package_that_is_installed() -> None:
    folders = {path.parent for path in (ROOT / "claimcheck").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
    names = {".".join(folder.relative_to(ROOT).parts) for folder in folders} | {"claimcheck.schemas"}
    assert set(listed("options", "packages")) == names


def test_every_file_beside_the_code_is_installed() -> None:
    kinds = {path.suffix for path in (ROOT / "claimcheck").rglob("*") if path.is_file() and "compact" not in path.parts}
    assert kinds - {".pyc"} <= {".py", ".json", ".txt", ".typed", "", ".css", ".jinja", ".js", ".svg"}
    assert (ROOT / "claimcheck" / "py.typed").is_file()


def test_what_is_imported_is_required_and_what_is_required_is_imported() -> None:
    imported: set[str] = set()
    for path in PYTHON:
        if path.is_relative_to(ROOT / "claimcheck"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imported.add(node.module.partition(".")[0])
    wanted = [line for extra in ("batch", "lsp", "ray", "team", "transformers", "zim") for line in listed("options.extras_require", extra)]
    wanted += listed("options", "install_requires")
    required = {IMPORTED_AS.get(name, name) for name in map(requirement, wanted)}
    # referencing is part of jsonschema's interface and comes with it, and markupsafe of Jinja2's; python-multipart is used by starlette;
    # lxml-html-clean is named for justext, and rfc3986-validator for jsonschema, see setup.cfg
    assert imported - set(sys.stdlib_module_names) - {"claimcheck", "markupsafe", "referencing"} == required - {
        "lxml-html-clean",
        "python-multipart",
        "rfc3986-validator",
    }


def test_every_direct_dependency_is_pinned_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9.]+", line) for line in pinned)
    wanted = listed("options", "install_requires") + [
        line for extra in SETUP["options.extras_require"] for line in listed("options.extras_require", extra)
    ]
    assert {requirement(line) for line in pinned} == {requirement(line) for line in wanted} | {"setuptools"}


def test_the_code_and_the_schemas_name_nobody_of_the_seed_article() -> None:
    """A rule names a construction. Lists of names that came from elsewhere are no rules."""
    told = {
        word
        for claim in report_of(SEED).claims
        for entity in claim.entities
        if entity.type in {"person", "organization"}
        for word in re.findall(r"[A-Z][a-z]{4,}", entity.canonical)
    }
    names = {
        word
        for word in told
        if word not in {"Operation", "Pakistani", "Ministry", "Defence", "Secretary", "Marshal", "Field", "Donald", "Trump"}
    }
    assert len(names) >= 4
    places = [*(ROOT / "claimcheck").rglob("*.py"), *(ROOT / "schemas").glob("*.json")]
    found = {(path.name, name) for path in places for name in names if re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))}
    assert found == set()
