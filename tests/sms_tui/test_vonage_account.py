"""Credentials on the way to Vonage: which are used, what is said of wrong ones, who sees them."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as form

from data.carriage import Accepted, Held, Outcome
from sms_tui import vonage_account
from sms_tui.vonage import VonageCarrier
from vonage_server import VonageServer, account, error

ROOT = Path(__file__).parents[2]
MAYA = "+15551230001"
REFERENCE = "0123456789abcdef0123456789abcdef01234567"


def send(carrier: VonageCarrier) -> Outcome:
    return carrier.send(MAYA, "Your papers are ready.", REFERENCE)


def test_wrong_credentials_hold_the_queue_and_name_what_to_check(server: VonageServer) -> None:
    outcome = send(VonageCarrier(account(server, api_secret="wrong"), timeout=1))
    assert outcome == Held("Vonage refuses the API key or secret (401).", account=True)
    assert len(server.posts) == 1


def test_with_an_application_texts_are_signed(server: VonageServer, tmp_path: Path) -> None:
    key_file = tmp_path / "private_without_extension"
    key_file.write_text(server.private_key)
    in_one_line = server.private_key.replace("\n", "\\n")
    for key in (server.private_key, str(key_file), in_one_line, _older_form(server.private_key)):
        signed = account(server, application_id=server.application_id, private_key=key)
        assert isinstance(send(VonageCarrier(signed, timeout=1)), Accepted)
    assert all(post.headers["Authorization"].startswith("Bearer ") for post in server.posts)


@pytest.mark.parametrize("key", ["", "/no/such/file.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_an_unusable_private_key_holds_the_queue(server: VonageServer, key: str) -> None:
    wrong = account(server, application_id=server.application_id, private_key=key)
    outcome = send(VonageCarrier(wrong, timeout=1))
    assert isinstance(outcome, Held)
    assert outcome.account
    assert "private key" in outcome.words
    assert "AAAA" not in outcome.words
    assert not server.posts


def test_a_netrc_file_does_not_replace_the_credentials(
    server: VonageServer, carrier: VonageCarrier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login intruder password wrong\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    assert isinstance(send(carrier), Accepted)


def test_a_proxy_of_the_environment_does_not_see_the_texts(
    server: VonageServer, carrier: VonageCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert isinstance(send(carrier), Accepted)


def test_a_missing_bundle_of_certificates_is_named(
    server: VonageServer, carrier: VonageCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/bundle.pem")
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert "REQUESTS_CA_BUNDLE" in outcome.words


def test_nothing_reaches_the_screen_and_no_secret_the_log(
    server: VonageServer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    handler = logging.FileHandler(tmp_path / "log")
    carrier = VonageCarrier(account(server), timeout=1, log_handler=handler)
    server.fail_next(error(400, "1020", "Echo", server.api_secret))
    for _ in range(2):
        send(carrier)
    handler.close()
    logging.getLogger("vonage").removeHandler(handler)
    assert capfd.readouterr() == ("", "")
    log = (tmp_path / "log").read_text()
    assert "Status code: 400" in log
    assert server.api_secret not in log
    assert "Basic " not in log


def test_an_account_does_not_show_its_secrets(server: VonageServer) -> None:
    shown = repr(account(server, application_id="a", private_key="-----BEGIN"))
    assert server.api_secret not in shown
    assert "-----BEGIN" not in shown


def test_importing_the_carrier_does_not_load_the_sdk() -> None:
    script = "import sys, sms_tui.vonage, sms_tui.practice; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not {"requests", "urllib3", "pydantic", "vonage_messages", "cryptography"} & {*loaded}


def _older_form(pem: str) -> str:
    """The key as `BEGIN RSA PRIVATE KEY`, which the SDK alone refuses."""
    key = form.load_pem_private_key(pem.encode(), None)
    older = form.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(form.Encoding.PEM, older, form.NoEncryption()).decode()


@pytest.mark.parametrize(
    ("host", "reports"),
    [
        ("api.nexmo.com", "api.nexmo.com"),
        ("api-eu.vonage.com", "api.nexmo.com"),
        ("API-US.vonage.com", "api.nexmo.com"),
        ("api-ap.vonage.com", "api.nexmo.com"),
        ("127.0.0.1:8443", "127.0.0.1:8443"),
    ],
)
def test_a_regional_host_moves_sending_alone(server: VonageServer, host: str, reports: str) -> None:
    assert account(server, api_host=host).reports_host == reports


def test_reports_are_asked_at_their_own_host(
    server: VonageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vonage_account, "HOST", server.host)
    monkeypatch.setattr(vonage_account, "REGIONAL_HOSTS", {"localhost:1"})
    carrier = VonageCarrier(account(server, api_host="localhost:1"), timeout=1)
    assert carrier.check().ok
    assert isinstance(carrier.send("+15551230001", "Hi", "0" * 40), Held)
    carrier.close()
