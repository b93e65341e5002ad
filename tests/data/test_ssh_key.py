"""Public keys: what is taken, what is refused and why, and the fingerprint sshd knows."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.errors import Invalid
from data.ssh_key import TYPES, PublicKey, is_fingerprint, parse

ED25519 = "ssh-ed25519"


def blob(*parts: bytes) -> str:
    """RFC 4251's strings one after the other, as base64."""
    return base64.b64encode(
        b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    ).decode()


def rsa(bits: int, exponent: int = 65537) -> str:
    modulus = (1 << bits - 1) | 1
    numbers = [n.to_bytes(n.bit_length() // 8 + 1, "big") for n in (exponent, modulus)]
    return f"ssh-rsa {blob(b'ssh-rsa', *numbers)}"


def ecdsa(curve: str, size: int) -> str:
    kind = f"ecdsa-sha2-{curve}"
    return f"{kind} {blob(kind.encode(), curve.encode(), bytes([4]) + bytes(2 * size))}"


ED = f"{ED25519} {blob(ED25519.encode(), bytes(range(32)))}"
SK_ED = "sk-ssh-ed25519@openssh.com " + blob(b"sk-ssh-ed25519@openssh.com", bytes(32), b"ssh:")
SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com " + blob(
    b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", bytes([4]) + bytes(64), b"ssh:work"
)
NOT_FOR_SSH = "sk-ssh-ed25519@openssh.com " + blob(
    b"sk-ssh-ed25519@openssh.com", bytes(32), b"https://example.com"
)
GOOD = [
    ED, SK_ED, SK_ECDSA, rsa(3072), rsa(4096),
    ecdsa("nistp256", 32), ecdsa("nistp384", 48), ecdsa("nistp521", 66),
]  # fmt: skip


@pytest.mark.parametrize("line", GOOD)
def test_a_strong_key_is_taken_with_its_comment(line: str) -> None:
    key = parse(f"\n# a remark\n  {line} alice@laptop and more \r\n")
    assert f"{key.type} {key.key}" == line
    assert key.comment == "alice@laptop and more"
    assert parse(line) == PublicKey(key.type, key.key)
    assert is_fingerprint(key.fingerprint)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no key."),
        ("# nothing\n", "There is no key."),
        (f"{ED}\n{ED}", "There is more than one key."),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n", "This is a private key"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "This is not OpenSSH's format."),
        (f'command="sh" {ED}', "Options before the key are not taken."),
        (f"restrict,pty {ED}", "Options before the key are not taken."),
        (f"cert-authority {ED}", "Options before the key are not taken."),
        ("ssh-dss AAAA", "DSA keys are too weak."),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "Certificates are not taken."),
        ("hello world", "This is not a public key that is taken: hello."),
        ("\x1b]52;c;aGk=\x07 x", "This is not a public key that is taken:"),
        (ED25519, "The key is missing after its type."),
        (f"{ED25519} ####", "The key is damaged."),
        (f"{ED25519} ä", "The key is damaged."),
        (f"{ED}A", "The key is damaged."),
        (f"{ED25519} {blob(b'ssh-rsa', bytes(32))}", "The key is damaged."),
        (f"{ED25519} {blob(ED25519.encode(), bytes(31))}", "The key is damaged."),
        (f"{ED25519} {blob(ED25519.encode(), bytes(32), b'more')}", "The key is damaged."),
        (f"{ED25519} {base64.b64encode(bytes([0, 0, 1])).decode()}", "The key is damaged."),
        (ecdsa("nistp256", 48), "The key is damaged."),
        (rsa(2048), "An RSA key of 2048 bits is not taken: 3072 is the least."),
        (rsa(16385), "An RSA key of 16385 bits is not taken"),
        (rsa(3072, 1), "The key is damaged."),
        (rsa(3072, 4), "The key is damaged."),
        (NOT_FOR_SSH, "The key is damaged."),
        (ED + " " + "x" * 20_000, "This is too long for a public key."),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert refused.value.what.startswith(words)
    assert refused.value.remedy
    assert "\x1b" not in str(refused.value)


def test_one_key_has_one_text() -> None:
    # Before a padding, some bits of the last character mean nothing: "…E=" decodes like "…F=".
    assert SK_ECDSA.endswith("=")
    last = SK_ECDSA.rstrip("=")[-1]
    other = SK_ECDSA.rstrip("=")[:-1] + chr(ord(last) + 1)
    with pytest.raises(Invalid, match="damaged"):
        parse(other + "=" * SK_ECDSA.count("="))


def test_a_comment_is_made_fit_to_be_shown() -> None:
    comment = parse(f"{ED} \x1b[31m\u202ealice\x07{'x' * 500}").comment
    assert comment.isprintable()
    assert len(comment) == 100


@given(st.text() | st.sampled_from(TYPES).flatmap(lambda t: st.text().map(lambda s: f"{t} {s}")))
@example(f"{ED25519} AAAA\ud800")
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        key = parse(text)
    except Invalid:
        return
    assert key.type in TYPES


@pytest.mark.parametrize(
    "options", [("-t", "ed25519"), ("-t", "ecdsa", "-b", "384"), ("-t", "rsa", "-b", "3072")]
)
def test_the_fingerprint_is_that_of_ssh_keygen(tmp_path: Path, options: tuple[str, ...]) -> None:
    ssh_host = pytest.importorskip("ssh_host")
    if ssh_host.why_not():
        pytest.skip(ssh_host.why_not())
    path = ssh_host.keygen(tmp_path / "key", *options).with_suffix(".pub")
    shown = subprocess.run(["ssh-keygen", "-lf", path], capture_output=True, text=True, check=True)
    key = parse(path.read_text())
    assert shown.stdout.split()[1] == key.fingerprint
    assert key.comment == "someone@laptop"


@pytest.mark.parametrize(
    "text", ["", "SHA256:", "MD5:" + "A" * 43, "SHA256:" + "A" * 42, "SHA256:" + "A" * 43 + "\n"]
)
def test_other_texts_are_no_fingerprint(text: str) -> None:
    assert not is_fingerprint(text)
