"""A language server: findings underlined in the editor while a draft is written, explained on hover, ignored by a code action.

It speaks the Language Server Protocol 3.17 over standard input and output, through pygls (`pip install '.[lsp]'`). The models
stay loaded, and parses are kept: after a change only the paragraphs that changed are parsed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from claimcheck import __version__
from claimcheck.anchor import line_starts, position
from claimcheck.check.drafts import Draft
from claimcheck.check.outcome import CheckedFile, Notice, Unreadable
from claimcheck.check.reports import Reports
from claimcheck.check.run import Conditions, check, known, verifications, whole
from claimcheck.check.settings import SettingsFinder
from claimcheck.errors import ClaimcheckError
from claimcheck.model import Quote

#: Seconds after the last keystroke before a draft is checked.
PAUSE = 0.6
SOURCE = "claimcheck"

#: Kinds of drafts in which a comment can stand.
_COMMENTS = frozenset({".md", ".markdown", ".html", ".htm"})

_SEVERITY = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as it was last checked."""

    version: int | None
    file: CheckedFile


class Desk:
    """Checks the drafts that are open. `reports`: model name -> how drafts become reports; `today`: the day ignores expire on."""

    def __init__(self, server: LanguageServer, reports: Callable[[str], Reports], today: Callable[[], date]):
        self.server = server
        self.seen: dict[str, Seen] = {}
        self._reports = reports
        self._made: dict[str, Reports] = {}
        self._today = today
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="claimcheck")  # one parse at a time

    def soon(self, uri: str, pause: float = PAUSE) -> None:
        """Check a draft after a pause, in which another change begins the pause anew."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self._waiting[uri] = asyncio.get_running_loop().create_task(self._later(uri, pause))

    def forget(self, uri: str) -> None:
        """A draft was closed: its findings go."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self.seen.pop(uri, None)
        self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    async def _later(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        document = self.server.workspace.get_text_document(uri)
        version, text = document.version, document.source
        try:
            file = await asyncio.get_running_loop().run_in_executor(self._worker, self.check, uri, text)
        except ClaimcheckError as error:
            self.server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, str(error)))
            file = None
        if self.server.workspace.get_text_document(uri).version != version:
            return  # the draft went on while it was checked
        if file is None:
            self.seen.pop(uri, None)
            self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, [], version))
            return
        self.seen[uri] = Seen(version, file)
        found = [_diagnostic(document, file, notice) for notice in file.notices if notice.counts]
        self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def check(self, uri: str, text: str) -> CheckedFile | None:
        """One draft, checked under the settings that hold where it lies; None when there is nothing to check in it.

        Raises ClaimcheckError when it cannot be checked.
        """
        path = Path(to_fs_path(uri) or Path.cwd() / "untitled.md")
        settings = SettingsFinder({}, None).at(path.parent if path.parent.is_dir() else Path.cwd())
        name = settings.path_of(path)
        draft = Draft(name, str(path), text.encode("utf-8", "surrogatepass"), settings, settings.in_force(name))
        holds = whole([draft], settings)
        if holds.model not in self._made:
            self._made[holds.model] = self._reports(holds.model)
        conditions = Conditions(self._today(), baseline=known(holds.baseline), more=verifications(holds.lock))
        outcome = check([draft], self._made[holds.model], conditions).outcome
        for lost in outcome.unreadable:
            if text.strip():
                raise _lost(lost)
        return outcome.files[0] if outcome.files else None


def make_server(reports: Callable[[str], Reports], today: Callable[[], date] = date.today) -> LanguageServer:
    """A server that is ready to be started, with `start_io()` for an editor."""
    server = LanguageServer(SOURCE, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental)
    desk = Desk(server, reports, today)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        desk.soon(params.text_document.uri, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        desk.soon(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        desk.soon(params.text_document.uri, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        desk.forget(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        seen = desk.seen.get(params.text_document.uri)
        document = server.workspace.get_text_document(params.text_document.uri)
        return _hover(document, seen.file, params.position) if seen and seen.version == document.version else None

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]))
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        seen = desk.seen.get(params.text_document.uri)
        document = server.workspace.get_text_document(params.text_document.uri)
        return _actions(document, seen.file, params) if seen and seen.version == document.version else []

    return server


def _lost(lost: Unreadable) -> ClaimcheckError:
    return ClaimcheckError(lost.reason)


# -- places -------------------------------------------------------------------------------------------------------


def _range(document: TextDocument, file: CheckedFile, span: Quote) -> lsp.Range:
    """Lines and columns from 0, in the units that the client counts."""
    end_line, end_column = position(file.source, span.end)
    whole = lsp.Range(lsp.Position(span.line - 1, span.column - 1), lsp.Position(end_line - 1, end_column - 1))
    return document.position_codec.range_to_client_units(document.lines, whole)


def _offset(document: TextDocument, file: CheckedFile, place: lsp.Position) -> int:
    point = document.position_codec.position_from_client_units(document.lines, place)
    starts = line_starts(file.source)
    return min(starts[min(point.line, len(starts) - 1)] + point.character, len(file.source))


# -- what is shown ------------------------------------------------------------------------------------------------


def _diagnostic(document: TextDocument, file: CheckedFile, notice: Notice) -> lsp.Diagnostic:
    finding = notice.finding
    related = [
        lsp.DiagnosticRelatedInformation(lsp.Location(document.uri, _range(document, file, side.span)), side.message)
        for side in finding.sides
    ]
    return lsp.Diagnostic(
        range=_range(document, file, finding.span),
        message=finding.message + (f"\n{finding.arithmetic}" if finding.arithmetic else ""),
        severity=_SEVERITY[notice.level],
        code=finding.rule,
        source=SOURCE,
        related_information=related or None,
    )


def _hover(document: TextDocument, file: CheckedFile, place: lsp.Position) -> lsp.Hover | None:
    """The findings at a place, with what their rules look for; where there is none, the claim that stands there."""
    offset = _offset(document, file, place)
    found = [notice.finding for notice in file.notices if notice.finding.span.start <= offset < notice.finding.span.end]
    if found:
        parts = [f"{finding.message}\n\n{_about(finding.rule)}" for finding in found]
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, "\n\n".join(parts)), _range(document, file, found[0].span))
    claims = [claim for claim in file.record["claims"] if any(p["start"] <= offset < p["end"] for p in claim["pieces"])]
    if not claims:
        return None
    claim = min(claims, key=lambda claim: (sum(p["end"] - p["start"] for p in claim["pieces"]), claim["claim_id"]))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, _claim(claim)), _range(document, file, Quote(**claim["span"])))


def _about(rule: str) -> str:
    from claimcheck.check.register import explanation

    return f"{rule}: {explanation(rule)}"


def _claim(claim: dict[str, Any]) -> str:
    """A claim in a few lines: what would have to be true, who says so, how urgent it is, what to find out."""
    said = [hop.get("resolved_source") or hop.get("source") or "somebody" for hop in claim["attribution"]]
    lines = [claim["resolved_text"]]
    lines += [f"Said by {', as told by '.join(reversed(said))}."] if said else []
    checkability = claim["checkability"]
    reason = f" ({checkability['reason']})" if "reason" in checkability else ""
    lines.append(f"Checkable: {checkability['value']}{reason}. Priority {claim['priority']['score']}. {', '.join(claim['types'])}.")
    return "\n".join([*lines, *claim["questions"]])


def _actions(document: TextDocument, file: CheckedFile, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """For each finding in the range: a comment that ignores it. It hides nothing until the writer gives the reason."""
    if Path(file.path).suffix.lower() not in _COMMENTS:
        return []
    found = []
    for notice in file.notices:
        if not notice.counts:
            continue
        where = _range(document, file, notice.finding.span)
        if where.end < params.range.start or params.range.end < where.start:
            continue
        rule = notice.finding.rule
        line = _first_line_of_paragraph(file.source, notice.finding.span.line)
        edit = lsp.TextEdit(
            lsp.Range(lsp.Position(line - 1, 0), lsp.Position(line - 1, 0)), f"<!-- claimcheck: ignore {rule} reason: -->\n"
        )
        same = [one for one in params.context.diagnostics if one.source == SOURCE and one.code == rule and one.range == where]
        found.append(
            lsp.CodeAction(
                title=f"Ignore {rule} here, with a reason",
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=same or None,
                edit=lsp.WorkspaceEdit(changes={document.uri: [edit]}),
            )
        )
    return found


def _first_line_of_paragraph(source: str, line: int) -> int:
    """The line, from 1, on which the paragraph around a line begins: a comment above it is for all of it."""
    starts = line_starts(source)
    while line > 1 and source[starts[line - 2] : starts[line - 1]].strip():
        line -= 1
    return line
