"""The log file: who may read it, what stands in it, and what never does."""

from __future__ import annotations

import json
import logging
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.errors import Misconfigured, Refused
from sms_tui import log_file
from sms_tui.redaction import Redaction

SECRETS = ("hush-hush/1", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "state" / "sms-tui.log"
    stop = log_file.start(path, SECRETS)
    yield path
    stop()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_and_folder_are_the_owners_alone(path: Path) -> None:
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "sms-tui.log"
    path.touch(mode=0o644)
    log_file.start(path)()
    assert mode(path) == 0o600


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "sms-tui.log"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Misconfigured, match="cannot be written"):
        log_file.start(path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_line_is_one_json_object(path: Path) -> None:
    logging.getLogger("sms_tui.worker").info("polled %s\nand %d", "SMS", 3)
    (line,) = lines(path)
    assert line["message"] == "polled SMS\nand 3"
    assert (line["level"], line["logger"]) == ("info", "sms_tui.worker")
    assert line["at"].endswith("Z")


@pytest.mark.parametrize("name", log_file.NOISY)
def test_the_carriers_loggers_end_here_and_speak_of_warnings_only(
    path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger(f"{name}.part").info("text of a client")
    logging.getLogger(name).debug("the secret")
    logging.getLogger(name).warning("it failed")
    assert [line["message"] for line in lines(path)] == ["it failed"]
    assert logging.getLogger(name).propagate is False
    assert capfd.readouterr() == ("", "")


def test_nothing_is_written_over_the_screen(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("of.nobody").error("a library failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old ways", stacklevel=1)
    assert [line["logger"] for line in lines(path)] == ["of.nobody", "py.warnings"]
    assert capfd.readouterr() == ("", "")


def test_afterwards_logging_is_as_it_was(tmp_path: Path) -> None:
    loggers = [logging.getLogger(name) for name in ("", *log_file.NOISY, *log_file.OURS)]
    before = [(logger.level, logger.handlers, logger.propagate) for logger in loggers]
    log_file.start(tmp_path / "sms-tui.log")()
    assert before == [(logger.level, logger.handlers, logger.propagate) for logger in loggers]


def test_an_exception_is_its_type_and_place_without_what_it_held(path: Path) -> None:
    body = "meet me at the clinic"
    try:
        try:
            raise ValueError(f"cannot read {body}")
        except ValueError as error:
            raise Refused("The lead's number is not authorized.") from error
    except Refused:
        logging.getLogger("sms_tui").exception("sending failed")
    (line,) = lines(path)
    outer, inner = line["errors"]
    assert outer["type"] == "data.errors.Refused"
    assert outer["words"] == "The lead's number is not authorized."
    assert (inner["type"], inner["words"]) == ("builtins.ValueError", "")
    assert "test_log_file.py" in inner["place"][-1]
    assert "clinic" not in path.read_text()


def test_it_rotates_and_what_rotated_stays_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "_BYTES", 500)
    path = tmp_path / "sms-tui.log"
    stop = log_file.start(path)
    for number in range(40):
        logging.getLogger("sms_tui").info("line %d", number)
    stop()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        "sms-tui.log",
        *(f"sms-tui.log.{n}" for n in (1, 2, 3)),
    ]
    assert {mode(file) for file in files} == {0o600}
    assert all(file.stat().st_size <= 500 for file in files)


def test_when_another_session_rotates_the_new_file_is_followed(path: Path) -> None:
    logging.getLogger("sms_tui").info("before")
    path.rename(path.with_suffix(".log.1"))
    logging.getLogger("sms_tui").info("after")
    assert [line["message"] for line in lines(path)] == ["after"]
    assert mode(path) == 0o600


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("sent with hush-hush/1", "sent with [redacted]"),
        ("?secret=hush-hush%2F1&x=1", "?secret=[redacted]&x=1"),
        ("key MIIEvQIBADANBgkqhkiG9w0BAQEF end", "key [redacted] end"),
        ("to +14155550132 now", "to …32 now"),
        ("to 14155550132, 4155550133", "to …32, …33"),
        ("to +1 (415) 555-0132.", "to …32."),
        ("(415) 555-0132", "…32"),
        ("&from=%2B14155550132&x", "&from=…32&x"),
        ("{'to': '14155550132'}", "{'to': '…32'}"),
        ('{"text": "see \\"you\\" at 5", "to": 1}', '{"text": [redacted], "to": 1}'),
        ("Sms(text='at 5', ttl=3)", "Sms(text=[redacted], ttl=3)"),
        (
            '\'{\\"message_body\\":\\"at 5\\",\\"a\\":1}\'',
            '\'{\\"message_body\\":[redacted],\\"a\\":1}\'',
        ),
        ('"body": "never clos', '"body": [redacted]'),
        ("at 2026-11-23T09:02:00.000Z", "at 2026-11-23T09:02:00.000Z"),
        ("on 2026-11-23 09:02:00", "on 2026-11-23 09:02:00"),
        ("id aaaaaaaa-1234-4567-8901-123456789012", "id aaaaaaaa-1234-4567-8901-123456789012"),
        (
            "ref 00112233445566778899aabbccddeeff00112233",
            "ref 00112233445566778899aabbccddeeff00112233",
        ),
        ("message 10482 of file LT-10482", "message 10482 of file LT-10482"),
        ("127.0.0.1:46723", "127.0.0.1:46723"),
    ],
)
def test_secrets_numbers_and_words_are_taken_out(text: str, redacted: str) -> None:
    assert Redaction(SECRETS).of(text) == redacted


def test_a_long_line_is_cut_after_it_is_redacted() -> None:
    text = "x" * 1_995 + " hush-hush/1 and more"
    assert Redaction(SECRETS).of(text) == "x" * 1_995 + " [red…"
