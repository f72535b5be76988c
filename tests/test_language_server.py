"""The language server, driven by a real client over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pygls.workspace import PositionCodec, TextDocument
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from claimcheck.anchor import quote
from claimcheck.check.outcome import CheckedFile
from claimcheck.language_server import _offset, _range
from claimcheck.model import Span
from claimcheck.rules import find_rule

ROOT = Path(__file__).parent.parent
FAULTY = "The minister resigned on Monday, July 1, 2025."
SOUND = "The minister resigned on Tuesday, July 1, 2025."


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[sys.executable, "-m", "tests.lsp_server"], server_env={"PYTHONPATH": str(ROOT)})
)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:  # type: ignore[misc]
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=client_capabilities("visual_studio_code"), workspace_folders=[]))
    yield
    await lsp_client.shutdown_session()


def open_draft(client: LanguageClient, path: Path, text: str) -> str:
    uri = path.as_uri()
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, text)))
    return uri


async def published(client: LanguageClient) -> None:
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


def change(client: LanguageClient, uri: str, version: int, text: str) -> None:
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(version, uri), [lsp.TextDocumentContentChangeWholeDocument(text)]
        )
    )


@pytest.mark.asyncio
async def test_a_finding_is_underlined_explained_and_ignored(client: LanguageClient, tmp_path: Path) -> None:
    uri = open_draft(client, tmp_path / "a.md", FAULTY)
    await published(client)
    (found,) = [one for one in client.diagnostics[uri] if one.code == "weekday_date"]
    assert found.range == lsp.Range(lsp.Position(0, 25), lsp.Position(0, 45))
    assert found.severity == lsp.DiagnosticSeverity.Error
    assert found.message == "1 July 2025 is a Tuesday, not a Monday."
    assert found.source == "claimcheck"

    shown = await client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 30)))
    assert shown is not None
    assert isinstance(shown.contents, lsp.MarkupContent)
    assert shown.contents.kind == lsp.MarkupKind.PlainText
    assert shown.contents.value.startswith(found.message)
    assert find_rule("weekday_date").doc.split("\n")[0] in shown.contents.value

    context = lsp.CodeActionContext([found])
    actions = await client.text_document_code_action_async(lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), found.range, context))
    assert actions
    action = next(one for one in actions if isinstance(one, lsp.CodeAction) and "weekday_date" in one.title)
    assert action.edit
    assert action.edit.changes
    (edit,) = action.edit.changes[uri]
    assert isinstance(edit, lsp.TextEdit)
    assert (edit.range.start, edit.new_text) == (lsp.Position(0, 0), "<!-- claimcheck: ignore weekday_date reason: -->\n")


@pytest.mark.asyncio
async def test_what_is_mended_is_underlined_no_more(client: LanguageClient, tmp_path: Path) -> None:
    uri = open_draft(client, tmp_path / "a.md", FAULTY)
    await published(client)
    assert client.diagnostics[uri]
    change(client, uri, 2, SOUND)
    await published(client)
    assert [one for one in client.diagnostics[uri] if one.code == "weekday_date"] == []
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    await published(client)
    assert not client.diagnostics[uri]


@pytest.mark.asyncio
async def test_a_claim_is_told_on_hover(client: LanguageClient, tmp_path: Path) -> None:
    uri = open_draft(client, tmp_path / "a.md", SOUND)
    await published(client)
    shown = await client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 14)))
    assert shown is not None
    assert isinstance(shown.contents, lsp.MarkupContent)
    assert shown.contents.value.startswith("The minister resigned on Tuesday, July 1, 2025\nCheckable: yes. Priority 0.")


def test_columns_are_those_of_the_editor() -> None:
    """A newspaper as an emoji is one character, and two units of UTF-16, in which editors count by default."""
    text = "First line.\n\U0001f5de On \U0001f5de Monday.\n"
    start = text.index("Monday")
    file = CheckedFile("a.md", text, {"claims": []}, ())
    document = TextDocument("file:///a.md", text, position_codec=PositionCodec(lsp.PositionEncodingKind.Utf16))
    place = _range(document, file, quote(text, Span(start, start + 6)))
    assert place == lsp.Range(lsp.Position(1, 9), lsp.Position(1, 15))
    assert _offset(document, file, place.start) == start
    assert _offset(document, file, lsp.Position(99, 0)) <= len(text)


@pytest.mark.asyncio
async def test_settings_hold_and_an_ignore_in_the_draft_too(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / ".claimcheck.toml").write_text('[rules]\nweekday_date = "note"\n', encoding="utf-8")
    uri = open_draft(client, tmp_path / "a.md", FAULTY)
    await published(client)
    assert [one.severity for one in client.diagnostics[uri] if one.code == "weekday_date"] == [lsp.DiagnosticSeverity.Information]
    change(client, uri, 2, f"<!-- claimcheck: ignore weekday_date reason: the decree has it so -->\n{FAULTY}")
    await published(client)
    assert "weekday_date" not in [one.code for one in client.diagnostics[uri]]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["", "   \n", "\x00\x01", "Le ministre a démissionné hier soir à Paris, selon un communiqué du gouvernement français."]
)
async def test_what_cannot_be_read_is_no_error_for_a_writer(client: LanguageClient, tmp_path: Path, text: str) -> None:
    uri = open_draft(client, tmp_path / "a.md", text)
    await published(client)
    assert not client.diagnostics[uri]


@pytest.mark.asyncio
async def test_broken_settings_are_told_and_do_not_end_it(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / ".claimcheck.toml").write_text("rules = 3\n", encoding="utf-8")
    uri = open_draft(client, tmp_path / "a.md", FAULTY)
    await published(client)
    assert not client.diagnostics[uri]
    assert any(".claimcheck.toml" in message.message for message in client.log_messages)
    (tmp_path / ".claimcheck.toml").write_text("", encoding="utf-8")
    change(client, uri, 2, FAULTY + "\n")
    await published(client)
    assert client.diagnostics[uri]
