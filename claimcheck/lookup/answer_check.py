"""Whether what came is an answer: of the type that was asked for, readable in one way, and no error in disguise."""

from __future__ import annotations

from dataclasses import replace

from claimcheck.lookup.addresses import host_of
from claimcheck.lookup.answer_format import read_json, why_not_of_type
from claimcheck.lookup.evidence import Answer, Failure
from claimcheck.lookup.source import Source


def checked(answer: Answer, source: Source) -> Answer | Failure:
    """The answer with its `value`, or what is wrong with it.

    The source judges first, also of what is of the wrong type (then without a `value`): some services send their errors as HTML with
    a success's status, and only the source can tell "ask more slowly" from a broken answer.
    """
    host = host_of(answer.request.url)
    reason = why_not_of_type(answer.request, answer.headers)
    if reason is None and answer.request.accept == "json":
        try:
            answer = replace(answer, value=read_json(answer.body))
        except ValueError as error:
            reason = str(error)
    try:
        failure = source.judge(answer)
    except Exception as error:
        if reason is None:
            reason = f"{source.name} does not know its shape ({type(error).__name__})"
        failure = None
    if failure is not None:
        return replace(failure, request=answer.request)
    if reason is not None:
        return Failure("malformed", f"The answer of {host} cannot be used: {reason}.", answer.request)
    return answer
