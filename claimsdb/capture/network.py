"""The connection of one exchange: only to permitted addresses, within a time and a size, and recorded as it came.

The address is checked that the connection is really made to, so a name that is made to point elsewhere in between changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from time import monotonic
from typing import Any

import httpcore

from claimsdb.capture.bodies import too_large
from claimsdb.model.errors import CaptureError

_HEADS = 1 << 20
"""Bytes that a response may have in addition to its body, for heads and chunks."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Wire(httpcore.NetworkBackend):
    """Connects for the exchange with `address`; `sent` and `received` are all bytes of it, without encryption, `ip` is the other side.

    Raises `CaptureError` if the host has only addresses that are not public (unless `private`), or more than `most` bytes come, and
    httpcore's timeouts after `deadline`, a time of the monotonic clock.
    """

    def __init__(self, address: str, deadline: float, most: int | None, *, private: bool) -> None:
        self.address, self.deadline, self.most, self.private = address, deadline, most, private
        self.sent, self.received, self.ip = bytearray(), bytearray(), ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first permitted address of the host that answers."""
        failed: Exception | None = None
        for ip in self._permitted(host, port):
            try:
                stream = httpcore.SyncBackend().connect_tcp(ip, port, self.left(timeout), local_address, socket_options)
            except httpcore.ConnectError as error:
                failed = error
                continue
            self.ip = ip
            return _Recorded(stream, self)
        raise failed or httpcore.ConnectError("no address")

    def left(self, timeout: float | None) -> float:
        """The time in seconds that an operation may take. Raises a timeout if there is none left."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole took too long")
        return left if timeout is None else min(timeout, left)

    def _permitted(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "its name is malformed"
            raise CaptureError(self.address, f"The host {host} was not found: {why}.", "Check the address.") from None
        ips = list(dict.fromkeys(str(each[4][0]) for each in found))
        permitted = [ip for ip in ips if self.private or is_public(ip)]
        if not permitted:
            what = f"{host} is {ips[0]}, an address in this network or on this machine."
            raise CaptureError(self.address, what, "Capture it with --allow-private if you trust it.")
        return permitted


class _Recorded(httpcore.NetworkStream):
    """A stream whose bytes the wire keeps."""

    def __init__(self, stream: httpcore.NetworkStream, wire: Wire) -> None:
        self.stream, self.wire = stream, wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        got = self.stream.read(max_bytes, self.wire.left(timeout))
        self.wire.received += got
        if self.wire.most is not None and len(self.wire.received) > self.wire.most + _HEADS:
            raise too_large(self.wire.address, self.wire.most)
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.wire.sent += buffer
        self.stream.write(buffer, self.wire.left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Recorded(self.stream.start_tls(ssl_context, server_hostname, self.wire.left(timeout)), self.wire)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def is_public(ip: str) -> bool:
    """Whether everybody can reach the IP address: not one of a private network, of this machine, or reserved, however it is wrapped."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast
