"""Forms as browsers send them: in UTF-8, and with no more in them than a page asks for."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

#: Python knows decoders that fail in their own ways, or take quadratic time; no browser names another than these.
_CHARSETS = frozenset({"", "utf-8", "utf8"})


async def read(request: Request, *, files: int, fields: int) -> FormData:
    """The fields of a form; nothing where the body is none. Whoever calls closes it. Raises HTTPException."""
    for parameter in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower().startswith("charset") and value.strip().strip("\"'").lower() not in _CHARSETS:
            raise HTTPException(415, "Send the form in UTF-8.")
    return await request.form(max_files=files, max_fields=fields)
