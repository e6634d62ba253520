"""The server itself: threads on the loopback, one answer per request."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qs, urlsplit

from .answers import Reply, answer_of_key, reply_to

LONGEST_WAIT = 60.0
"""Seconds after which even an answer that never comes is given up."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(slots=True)
class StandIn:
    """A running stand-in: its address without a slash at the end, and what it was asked."""

    url: str
    stopping: threading.Event = field(default_factory=threading.Event)
    requests: list[Request] = field(default_factory=list[Request])

    def answering(self, answer: str) -> str:
        """A base URL below which every request gets this answer."""
        return f"{self.url}/answer/{answer}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    stand_in: StandIn

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: an address may hold a key."""

    @property
    def stand_in(self) -> StandIn:
        return cast("_Server", self.server).stand_in

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        _ = self.rfile.read(int(self.headers.get("content-length") or 0))
        self._answer()

    def _answer(self) -> None:
        self.stand_in.requests.append(Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        path, answer = parts.path, query.get("answer", [""])[0]
        if path.startswith("/answer/"):
            _, _, answer, rest = (*path.split("/", 3), "")[:4]
            path = f"/{rest}"
        key = self.headers.get("x-goog-api-key") or query.get("key", [""])[0]
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        answer = answer or answer_of_key(key or bearer)
        act = {"slow": self._slow, "endless": self._endless, "broken": self._broken, "reset": self._reset,
               "huge": self._huge}.get(answer)  # fmt: skip
        if act is not None:
            act()
        else:
            self._send(reply_to(answer, path))

    def _send(self, reply: Reply) -> None:
        data = reply.text.encode()
        self.send_response(reply.status)
        self.send_header("content-type", reply.kind)
        self.send_header("content-length", str(len(data)))
        if reply.location:
            self.send_header("location", reply.location)
        self.end_headers()
        _ = self.wfile.write(data)

    def _begin(self, length: int) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(length))
        self.end_headers()

    def _slow(self) -> None:
        """Never answer, until the client goes away or the server stops."""
        _ = self.stand_in.stopping.wait(LONGEST_WAIT)

    def _endless(self) -> None:
        """One blank after the other, for ever."""
        self._begin(1 << 30)
        while not self.stand_in.stopping.wait(0.02):
            _ = self.wfile.write(b" ")

    def _broken(self) -> None:
        """A connection that closes in the middle of the answer."""
        self._begin(1000)
        _ = self.wfile.write(b'{"models": [{"na')

    def _reset(self) -> None:
        """A connection that is torn down without a word."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _huge(self) -> None:
        """More than any answer of the API."""
        block = b'{"models": ["' + b"x" * (1 << 16)
        self._begin(len(block) * 64)
        for _ in range(64):
            _ = self.wfile.write(block)


@contextmanager
def serving(port: int = 0, context: ssl.SSLContext | None = None) -> Generator[StandIn, None, None]:
    """A stand-in on the loopback while the block runs; port 0 takes any that is free. With a ``context`` it speaks TLS."""
    server = _Server(("127.0.0.1", port), _Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.stand_in = StandIn(f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.stand_in
    finally:
        server.stand_in.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(LONGEST_WAIT)
