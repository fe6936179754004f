"""Files of entries, changed by tests and sealed and signed anew as if the change were true."""

import hashlib
import json
from pathlib import Path
from typing import Any

from arcollect_tui.data.exchange.form import ENTRY_FIELDS, Sum
from arcollect_tui.data.journal import entry_hash
from arcollect_tui.rules.identity import canonical_json

Value = dict[str, Any]


def values(path: Path) -> list[Value]:
    """The values of a file's lines, the header first."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def signed(path: Path, said: list[Value]) -> Path:
    """Write the lines with a header that fits them."""
    entries = sum("id" in value for value in said)
    total = Sum(b"d" * 8, entries, len(said) - entries)
    lines = [canonical_json(value) + b"\n" for value in said]
    for line in lines:
        total.add(line)
    path.write_bytes(total.header() + b"".join(lines))
    return path


def sealed(value: Value) -> Value:
    """An entry with hashes that fit what it says now."""
    for part in value["parts"]:
        if "body" in part:
            salted = bytes.fromhex(part["salt"]) + part["body"].encode()
            part["hash"] = hashlib.sha256(salted).hexdigest()
    header = [value[name] for name in ENTRY_FIELDS[:-1]]
    hashes = [bytes.fromhex(part["hash"]) for part in value["parts"]]
    value["hash"] = entry_hash(header, hashes).hex()
    return value
