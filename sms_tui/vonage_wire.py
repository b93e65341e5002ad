"""One thread's line to Vonage: the SDK's client, held to one request per call, and watched.

The SDK alone would re-send a POST up to ten times when the server hangs up, wait for ever, follow
redirects and take credentials from `~/.netrc`. Here each call is one request on the wire, bounded
in time and size, and leaves an `Exchange`: whether any byte of the request left, which status came
back, and how much of the body. From those two facts, not from the kind of exception, it follows
whether a text may have been taken.

Import this module only where a carrier is used: it costs half a second.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ChunkedEncodingError, ReadTimeout
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from vonage_http_client import Auth, HttpClient, HttpClientOptions
from vonage_messages import Messages, Sms
from vonage_utils.errors import VonageError

from data.errors import Misconfigured
from sms_tui.carrier import always
from sms_tui.vonage_account import VonageAccount

REPORTS = "/v2/reports/records"
MAX_BODY = 32 * 1024 * 1024  # bytes, unpacked: a thousand records of the longest texts
IDLE = 5.0  # seconds a connection is kept: for the pages of one answer, not from poll to poll
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one call left behind. `status` is None when no status line came back.

    `left` is True once the first byte of the request may have reached Vonage. `answer` is what the
    SDK made of the response, `error` what it raised instead.
    """

    left: bool
    status: int | None
    headers: Mapping[str, str]
    body: bytes
    answer: object = None
    error: Exception | None = None


class Withdrawn(Exception):
    """The last look before the wire said no."""


@dataclass(slots=True)
class _Trace:
    """What is known of the request under way; the watchdog's thread may set `expired`."""

    left: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=CaseInsensitiveDict)
    body: bytes = b""
    sock: socket.socket | None = None
    expired: bool = False
    last_look: Callable[[], bool] = always

    def cut(self) -> None:
        """Time is up: wake whoever waits on the socket."""
        self.expired = True
        if self.sock is not None:
            try:
                # Not SSLSocket's own shutdown, which would let ciphertext through as an answer.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
            except OSError:
                return  # closed already, so nobody waits


class _WatchedAdapter(HTTPAdapter):
    """One request per call: never retried, never on a stale connection, bounded, and traced."""

    def __init__(self, deadline: float) -> None:
        self.trace = _Trace()
        self._deadline = deadline
        self._used_at = 0.0
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As in requests, with connections that say when they are used."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _watched_pool(self)}

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send, and read the whole body here, where time and size are bounded."""
        trace = self.trace
        if request.method == "POST" or time.monotonic() - self._used_at > IDLE:
            # A kept connection may be closing just now, and then nobody knows whether the text
            # was taken. A fresh one costs a handshake and makes that certain.
            self.close()
        watchdog = threading.Timer(self._deadline, trace.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            response = super().send(request, *args, **{**kwargs, "stream": True})
            trace.status, trace.headers = response.status_code, response.headers
            self._read(response)
            response.raw = BytesIO(trace.body)
            return response
        finally:
            watchdog.cancel()
            trace.sock = None
            self._used_at = time.monotonic()

    def _read(self, response: Response) -> None:
        body = bytearray()
        try:
            for chunk in response.raw.stream(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > MAX_BODY:
                    raise ChunkedEncodingError("the answer is too long")
            if self.trace.expired:
                raise ReadTimeout("the answer took too long")
        except (HTTPError, OSError) as error:
            response.close()
            raise ChunkedEncodingError(error, request=response.request) from error
        self.trace.body = bytes(body)


def _watched_pool(adapter: _WatchedAdapter) -> type[HTTPSConnectionPool]:
    """Connections that report to the adapter's trace. urllib3 passes them nothing of ours."""

    class Connection(HTTPSConnection):
        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            adapter.trace.sock = self.sock  # from here on the watchdog can cut it
            if not adapter.trace.left and not adapter.trace.last_look():
                raise Withdrawn("what was to be sent must not be sent any more")
            if adapter.trace.expired:
                raise TimeoutError("connecting took too long")
            adapter.trace.left = True
            super().send(data)

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


class Wire:
    """The SDK's client for one account, for use by one thread only.

    One per thread, because the SDK keeps its headers in one dict: a shared client sends one call's
    credentials with another. `timeout` is whole seconds for connecting and for each read; a call
    as a whole is cut after three times that.
    """

    def __init__(self, account: VonageAccount, timeout: int = 10) -> None:
        self._client = _client(account, timeout)
        self._reports_host = account.reports_host
        self._adapter = _WatchedAdapter(deadline=3.0 * timeout)
        session = self._client._session  # the SDK offers no public way to its session
        session.trust_env = False  # no ~/.netrc, which would replace the credentials; no proxy
        session.verify = _trusted()
        session.max_redirects = 0
        session.mount("https://", self._adapter)
        self._session = session

    def send(
        self,
        to: str,
        sender: str,
        text: str,
        client_ref: str,
        last_look: Callable[[], bool] = always,
    ) -> Exchange:
        """POST one message, once. Raises `ValueError`, asking nobody, for what no SMS can be.

        `last_look` is asked when the connection stands; when it says no, nothing leaves.
        """
        message = Sms(
            to=to.removeprefix("+"),  # the SDK takes numbers without their plus
            from_=sender.removeprefix("+"),
            text=text,
            client_ref=client_ref,
        )
        return self._exchange(lambda: Messages(self._client).send(message).message_uuid, last_look)

    def reports(self, params: Mapping[str, str]) -> Exchange:
        """GET one page of records; basic credentials, the only kind that endpoint takes."""
        host = self._reports_host
        return self._exchange(
            lambda: self._client.get(host, REPORTS, dict(params), auth_type="basic")
        )

    def close(self) -> None:
        self._session.close()

    def _exchange(
        self, call: Callable[[], object], last_look: Callable[[], bool] = always
    ) -> Exchange:
        self._adapter.trace = trace = _Trace(last_look=last_look)
        answer: object = None
        failure: Exception | None = None
        try:
            answer = call()
        except Exception as error:  # the trace says what it means; the kind only helps the words
            failure = error
        return Exchange(trace.left, trace.status, trace.headers, trace.body, answer, failure)


def _client(account: VonageAccount, timeout: int) -> HttpClient:
    try:
        auth = Auth(
            api_key=account.api_key,
            api_secret=account.api_secret,
            application_id=account.application_id or None,
            private_key=account.pem(),
        )
        options = HttpClientOptions(
            api_host=account.api_host, timeout=timeout, pool_maxsize=1, max_retries=0
        )
        return HttpClient(auth, options, sdk_version=version("vonage-http-client"))
    except (VonageError, ValueError):
        raise Misconfigured(
            "The Vonage account's settings cannot be used.",
            "Check the key, the secret, the application id and the host.",
        ) from None


def quiet_sdk(account: VonageAccount, handler: logging.Handler | None) -> None:
    """Send the SDK's log to `handler` (or nowhere) from WARNING up, without secrets.

    By default it prints texts of clients over the screen and, at DEBUG, the secret.
    """
    log = logging.getLogger("vonage")
    log.propagate = False
    log.setLevel(max(log.level, logging.WARNING))
    for old in [one for one in log.filters if isinstance(one, _Redacted)]:
        log.removeFilter(old)
    log.addFilter(_Redacted(account))
    wanted = handler or logging.NullHandler()
    if wanted not in log.handlers and (handler is not None or not log.handlers):
        log.addHandler(wanted)


class _Redacted(logging.Filter):
    """Takes the account's secrets out of what is logged."""

    def __init__(self, account: VonageAccount) -> None:
        super().__init__()
        self._account = account

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._account.redact(record.getMessage()), None
        return True


def _trusted() -> str | bool:
    """Whose certificates to trust: the bundle requests' own variables name, else its default."""
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if not bundle:
        return True
    if not Path(bundle).exists():
        raise Misconfigured(
            "The certificates that REQUESTS_CA_BUNDLE names are not there.",
            "Correct the variable or remove it.",
        )
    return bundle
