"""Model packages: found, checked, installed, and one sentence for everything that can be wrong with them."""

import json
from pathlib import Path

import pytest

from claimcheck import models
from claimcheck.errors import ModelError
from claimcheck.models import package as package_module


def make(folder: Path, name: str = "tiny") -> models.Package:
    (folder / "en" / "pos").mkdir(parents=True)
    (folder / "en" / "pos" / f"{name}.pt").write_bytes(b"weights")
    (folder / "resources.json").write_text("{}")
    return models.write_manifest(
        folder, name=name, version="1.0", licence="CC0-1.0", processors=["tokenize", "pos"], entity_labels=["Person"], scores={"las": 86.5}
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "installed"
    monkeypatch.setenv("CLAIMCHECK_MODELS", str(folder))
    return folder


def test_a_folder_is_located_with_all_that_its_manifest_says(tmp_path: Path) -> None:
    make(tmp_path / "tiny")
    package = models.locate(str(tmp_path / "tiny"))
    assert (package.name, package.version, package.licence, package.stanza_package) == ("tiny", "1.0", "CC0-1.0", "tiny")
    assert package.processors == ("tokenize", "pos")
    assert package.entity_labels == ("Person",)
    assert package.scores == {"las": 86.5}
    assert sorted(package.files) == ["en/pos/tiny.pt", "resources.json"]
    assert package.size == len(b"weights") + len("{}")


def test_a_package_in_eight_bits_is_another_to_all_who_compare(home: Path) -> None:
    make(home / "tiny")
    package, rounded = models.locate("tiny"), models.locate("tiny:int8")
    assert (rounded.name, rounded.int8, rounded.folder) == ("tiny:int8", True, package.folder)
    assert (package.int8, rounded.sha256 == package.sha256) == (False, False)
    assert models.find(f"{home / 'tiny'}:int8").sha256 == rounded.sha256
    with pytest.raises(ModelError, match="no model package 'teeny'"):
        models.find("teeny:int8")


def test_an_installed_package_is_located_by_name(home: Path) -> None:
    make(home / "tiny")
    assert models.locate("tiny").folder == home / "tiny"
    assert "tiny" in [package.name for package in models.available()]


def test_the_digest_of_a_package_is_that_of_its_files_and_nothing_else(tmp_path: Path) -> None:
    first, second = make(tmp_path / "a"), make(tmp_path / "b")
    assert first.sha256 == second.sha256
    (tmp_path / "b" / "resources.json").write_text('{"en": 1}')
    changed = models.write_manifest(tmp_path / "b", name="tiny", version="1.0", licence="CC0-1.0", processors=["tokenize", "pos"])
    assert changed.sha256 != first.sha256


def test_an_altered_file_is_named_with_the_command(home: Path) -> None:
    make(home / "stanza-default", "stanza-default")
    (home / "stanza-default" / "resources.json").write_text("[]")
    with pytest.raises(ModelError, match=r"resources\.json is not what .* `claimcheck models install stanza-default`"):
        models.locate("stanza-default")


def test_a_missing_file_is_named_with_what_mends_it(tmp_path: Path) -> None:
    make(tmp_path / "tiny")
    (tmp_path / "tiny" / "en" / "pos" / "tiny.pt").unlink()
    with pytest.raises(ModelError, match=r"tiny\.pt is missing.*--model compact"):
        models.locate(str(tmp_path / "tiny"))


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("stanza-default", r"not installed.*`claimcheck models install stanza-default`"),
        ("stanza-defualt", r"no model package 'stanza-defualt'.*`claimcheck models list`"),
        ("nowhere/at-all", r"no model folder nowhere/at-all"),
    ],
)
def test_a_package_that_is_not_there(home: Path, model: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        models.locate(model)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (None, "has no manifest.json"),
        ("{", "cannot be read"),
        ("[]", "incomplete or malformed"),
        ('{"name": "x"}', "incomplete or malformed"),
        ('{"name": "x", "version": "1", "licence": "", "processors": [], "files": {"../../etc/passwd": "0"}}', "points out of the package"),
        ('{"name": "x", "version": "1", "licence": "", "processors": [], "files": {"/etc/passwd": "0"}}', "points out of the package"),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path: Path, manifest: str | None, message: str) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(ModelError, match=message):
        models.locate(str(tmp_path))


def test_install_fetches_describes_and_puts_in_place(home: Path) -> None:
    def transport(folder: Path) -> None:
        assert list(folder.iterdir()) == []
        (folder / "resources.json").write_text("{}")

    package = models.install("stanza-default", transport)
    assert package.folder == home / "stanza-default"
    assert package.stanza_package == "default"
    assert json.loads((home / "stanza-default" / "manifest.json").read_text())["files"] == dict(package.files)
    assert models.locate("stanza-default") == package
    assert [entry.name for entry in home.iterdir()] == ["stanza-default"]


def test_a_failed_installation_leaves_the_one_before(home: Path) -> None:
    make(home / "stanza-default", "stanza-default")

    def transport(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise ConnectionError("Name or service not known")

    with pytest.raises(ModelError, match=r"could not be fetched from .*huggingface\.co: Name or service not known\. Check the network"):
        models.install("stanza-default", transport)
    assert models.locate("stanza-default").version == "1.0"
    assert [entry.name for entry in home.iterdir()] == ["stanza-default"]


def test_the_reason_is_the_one_at_the_bottom(home: Path) -> None:
    def transport(folder: Path) -> None:
        try:
            raise OSError(-3, "Temporary failure in name resolution")
        except OSError as error:
            raise RuntimeError("HTTPSConnectionPool(host='somewhere', port=443): Max retries exceeded") from error

    with pytest.raises(ModelError, match=r"huggingface\.co: Temporary failure in name resolution\. Check"):
        models.install("stanza-default", transport)


def test_a_new_installation_replaces_the_old(home: Path) -> None:
    make(home / "stanza-default", "stanza-default")
    package = models.install("stanza-default", lambda folder: (folder / "resources.json").write_text("{}") and None)
    assert sorted(package.files) == ["resources.json"]
    assert [entry.name for entry in home.iterdir()] == ["stanza-default"]


def test_fetching_nothing_is_a_failure(home: Path) -> None:
    with pytest.raises(ModelError, match="Nothing was fetched"):
        models.install("stanza-default", lambda folder: None)
    assert list(home.iterdir()) == []


def test_only_known_packages_can_be_installed(home: Path) -> None:
    with pytest.raises(ModelError, match="no model package 'other' to install"):
        models.install("other", lambda folder: None)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLAIMCHECK_MODELS", str(tmp_path / "file" / "below"))
    with pytest.raises(ModelError, match="cannot be written to .*CLAIMCHECK_MODELS"):
        models.install("stanza-default", lambda folder: None)


def test_an_unfinished_download_and_a_broken_package_are_not_listed(home: Path) -> None:
    make(home / "tiny")
    make(home / ".tiny-download", "half")
    (home / "broken").mkdir()
    names = [package.name for package in models.available()]
    assert "tiny" in names
    assert "half" not in names
    assert "broken" not in names


def test_the_manifest_of_a_package_does_not_list_itself(tmp_path: Path) -> None:
    make(tmp_path)
    again = models.write_manifest(tmp_path, name="tiny", version="2.0", licence="CC0-1.0", processors=["tokenize"])
    assert "manifest.json" not in again.files
    assert package_module.read_manifest(tmp_path).version == "2.0"
