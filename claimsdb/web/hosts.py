"""The names that a server answers to, so that a page elsewhere whose name is made to point here (DNS rebinding) cannot read it.

They are checked only if the plugin's configuration names the address that is listened on, as that of `claimsdb serve` does.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

Answers = Callable[[str], bool]
"""Whether the server answers to the value of a Host header."""
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\s:/@\[\]]+?)\.?(?::\d{1,5})?", re.IGNORECASE)


def answering(config: Mapping[str, object]) -> Answers | None:
    """The check that the plugin's configuration asks for with `host`, the address that is listened on, and `allow_hosts`, more names.

    A server that only this machine reaches answers to this machine's loopback names. Any other answers to every IP address, since no
    name can be made to point to an address, and to the machine's own name. None if the configuration does not name a host.
    """
    listening, more = config.get("host"), config.get("allow_hosts") or []
    if not isinstance(listening, str):
        return None
    if not (isinstance(more, Sequence) and all(isinstance(name, str) for name in more)):
        raise ValueError("allow_hosts of the plugin claimsdb must be a list of names.")
    names = {"localhost", _plain(listening), *map(_plain, more)} - {""}
    here = _address(listening)
    local = _plain(listening) == "localhost" or bool(here and here.is_loopback)

    @lru_cache(maxsize=64)
    def answers(given: str) -> bool:
        parts = _HOST.fullmatch(given)
        if parts is None:
            return False
        name = parts["name"].lower()
        if name in names or name.strip("[]") in names:
            return True
        address = _address(name)
        if address is not None:
            return address.is_loopback or not local
        return not local and name in _own_names()

    return answers


def _plain(name: str) -> str:
    """A name as it is compared: without a port, a dot at its end, and brackets."""
    parts = _HOST.fullmatch(name.strip())
    return (parts["name"] if parts else name).lower().strip("[]")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _own_names() -> frozenset[str]:
    """The machine's name, alone, with its domain, and in the local network (`.local`)."""
    names = {socket.gethostname().lower(), socket.getfqdn().lower()}
    return frozenset(names | {f"{name.split('.')[0]}{end}" for name in names for end in ("", ".local")})
