"""One path of the API: a request in, an answer out. Rights are asked before anything is read, and everything is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from claimcheck.errors import ClaimcheckError, QueueError, QueueForbidden
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.api import idempotency
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint
from claimcheck.queue.api.problems import Problem
from claimcheck.queue.api.requests import Asked, read
from claimcheck.queue.service import Service, status_of

#: What an answer says that is somebody's own, and may have changed when it is asked for again.
_OWN = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


class Address:
    """A path with its methods, as an ASGI application. `base` is the API's own address, before each path."""

    def __init__(self, service: Service, endpoints: Mapping[str, Endpoint], base: str):
        self._service = service
        self._endpoints = endpoints
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Problem as trouble:
            response = trouble.response()
        except ClaimcheckError as error:
            response = Problem(status_of(error) if isinstance(error, QueueError) else 422, str(error)).response()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        endpoint = self._endpoints.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            allow = {"Allow": ", ".join(self._allowed())}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=allow)
            raise Problem(405, f"{request.method[:20]} cannot be done here: there is {allow['Allow']}.", allow)
        actor = admitted(request, endpoint)
        asked = await read(request, endpoint, self._service.settings.upload_bytes)
        return await run_in_threadpool(self._carry_out, endpoint, actor, asked)

    def _allowed(self) -> list[str]:
        return sorted({*self._endpoints, "OPTIONS", *(("HEAD",) if "GET" in self._endpoints else ())})

    def _carry_out(self, endpoint: Endpoint, actor: Actor, asked: Asked) -> Response:
        service, now = self._service, self._service.now()
        once = None
        if asked.key is not None:
            once = idempotency.once(actor, asked.key, asked.method, asked.target, asked.raw)
            with service.database.read() as tx:
                kept = idempotency.found(tx, once, now)
            if kept is not None:
                return _again(kept)

        def call(tx: Any, prepared: Any = None) -> Call:
            return Call(service, tx, actor, now, asked.path, asked.query, asked.body, asked.if_match, asked.lease, prepared)

        prepared = None
        if endpoint.prepare is not None:
            with service.database.read() as tx:
                work = endpoint.prepare(call(tx))
            prepared = work()
        with service.database.write() if endpoint.changes else service.database.read() as tx:
            if once is not None:
                kept = idempotency.begin(tx, once, now)
                if kept is not None:
                    return _again(kept)
            answer = endpoint.handler(call(tx, prepared))
            response = self._response(endpoint, asked, answer)
            if once is not None:
                idempotency.finish(tx, once, _kept(endpoint, response))
        return response

    def _response(self, endpoint: Endpoint, asked: Asked, answer: Answer) -> Response:
        headers = dict(_OWN)
        if answer.etag is not None:
            headers["ETag"] = answer.etag
            if asked.if_none_match is not None and not answer.fresh and ("*" in asked.if_none_match or answer.etag in asked.if_none_match):
                return Response(status_code=304, headers=headers)
        if answer.next is not None:
            headers["Link"] = f'<{_following(asked.target, answer.next)}>; rel="next"'
        if answer.location is not None:
            headers["Location"] = self._base + answer.location
        if answer.filename is not None:
            headers["Content-Disposition"] = f'attachment; filename="{answer.filename}"'
        if endpoint.secret:
            headers["Cache-Control"] = "no-store"
        status = answer.status or endpoint.status
        if answer.lines is not None:
            return StreamingResponse(answer.lines, status, headers, answer.media_type)
        if answer.body is None:
            return Response(status_code=status, headers=headers)
        return Response(dumps(answer.body), status, headers, answer.media_type or "application/json")


def admitted(request: Request, endpoint: Endpoint) -> Actor:
    """Who asks. Raises Problem 401 where that is nobody, and QueueForbidden where the token or the person may not ask this at all."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        raise Problem(
            401, "Sign in, or send a token that is valid: Authorization: Bearer …", {"WWW-Authenticate": 'Bearer realm="claimcheck"'}
        )
    if endpoint.needs == "session" and actor.scopes is not None:
        raise QueueForbidden("This takes no token: sign in. With a token that was stolen, others could be made.")
    if endpoint.needs == "admin":
        actor.needs_admin()
    if endpoint.scope is not None:
        actor.needs_scope(endpoint.scope)
    if endpoint.large and not (actor.admin or any(role >= Role.EDITOR for role in actor.roles.values())):
        raise QueueForbidden(f"This needs the role editor, and {actor.name} has it on no desk.")  # before megabytes are read
    return actor


def dumps(value: Any) -> bytes:
    """JSON as the API sends it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def _following(target: str, cursor: str) -> str:
    path, _, query = target.partition("?")
    pairs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "after"]
    return f"{path}?{urlencode([*pairs, ('after', cursor)])}"


def _kept(endpoint: Endpoint, response: Response) -> idempotency.Kept:
    """What is kept of an answer: nothing of a secret."""
    names = ("content-type", "location", "etag")
    headers = {name: response.headers[name] for name in names if name in response.headers}
    body = None if endpoint.secret else bytes(response.body).decode()
    return idempotency.Kept(response.status_code, headers, body)


def _again(kept: idempotency.Kept) -> Response:
    """The answer to a request that was carried out before."""
    if kept.body is None:
        raise Problem(409, "This was done already. Its answer held a secret, which is not kept: revoke what was made, and make another.")
    return Response(kept.body, kept.status, {**_OWN, **kept.headers, "Idempotency-Replayed": "true"})
