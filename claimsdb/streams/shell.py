"""Names in shell commands, and commands that decode."""

from __future__ import annotations

import os
import re
import shlex
from types import MappingProxyType

DECODERS = MappingProxyType(
    {
        "base64": "base64 -di",
        "quoted-printable": "perl -MMIME::QuotedPrint -0777 -ne 'print decode_qp($_)'",
    }
)
"""What decodes its standard input, for each transfer encoding of mail."""
INFLATE = "python3 -c 'import sys,zlib;sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read(),-15))'"
"""What undoes the compression of ZIP's members."""
_PATTERN = re.compile(r"[\\*?\[\]]|^-")
"""What `unzip` takes for a pattern or an option in the name of a member."""


def quoted(name: str) -> str:
    """The name as one word for a shell, which also a terminal shows as it is."""
    if name.isprintable():
        return shlex.quote(name)
    safe = (chr(b) if 32 <= b < 127 and chr(b) not in "'\\" else f"\\{b:03o}" for b in os.fsencode(name))
    return f"$'{''.join(safe)}'"


def pattern_of(name: str) -> str:
    """The name of a member as one word for a shell, as `unzip` takes it as it is."""
    return quoted(_PATTERN.sub(lambda found: "[-]" if found.group() == "-" else f"\\{found.group()}", name))
