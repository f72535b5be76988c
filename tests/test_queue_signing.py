"""Signatures as Standard Webhooks has them: its published example, and its library's judgement."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from claimcheck.queue import signing

#: From the specification, section "Verifying webhook authenticity": https://github.com/standard-webhooks/standard-webhooks
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_specification_s_own_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    assert signing.headers([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}') == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_256_bits_and_another_each_time() -> None:
    found = {signing.new_secret() for _ in range(50)}
    assert len(found) == 50
    for secret in found:
        assert secret.startswith("whsec_") and len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32


@given(body=st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: text.encode()))
def test_the_library_verifies_what_is_signed(body: bytes) -> None:
    secret = signing.new_secret()
    headers = signing.headers([secret], "12-ab", datetime.now(UTC), body)
    Webhook(secret).verify(body, headers, json_parse=False)
    for changed in (body + b" ", b"x" + body):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(changed, headers, json_parse=False)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers | {"webhook-id": "13-ab"}, json_parse=False)


def test_either_secret_verifies_while_they_change() -> None:
    old, new = signing.new_secret(), signing.new_secret()
    headers = signing.headers([new, old], "12-ab", datetime.now(UTC), b"{}")
    for secret in (old, new):
        Webhook(secret).verify(b"{}", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.new_secret()).verify(b"{}", headers)


def test_an_old_message_is_not_good_for_ever() -> None:
    headers = signing.headers([SECRET], "12-ab", datetime.now(UTC) - timedelta(minutes=6), b"{}")
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(b"{}", headers)


def test_the_time_is_the_moment_s_wherever_its_clock_hangs() -> None:
    at = datetime(2026, 1, 5, 12, 0, 0, 900_000, tzinfo=timezone(timedelta(hours=3)))
    assert signing.headers([SECRET], "1-a", at, b"{}") == signing.headers([SECRET], "1-a", datetime(2026, 1, 5, 9, tzinfo=UTC), b"{}")
