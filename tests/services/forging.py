"""Files of a shared folder as somebody else might make them, and what a desk says of them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from arcollect_tui.data.exchange.form import Sum
from arcollect_tui.data.sync.header import SUFFIX, Header
from arcollect_tui.data.sync.keys import SigningKeys
from arcollect_tui.data.sync.seal import sealed, unpacked
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync import Aside, sync
from tests.services.handing import call, desk, shown
from tests.services.offices import Line, take_in
from tests.services.sharing import agree, files_in, only_new, share, sound

MALLORY = b"\x66" * 32


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    """A desk with one item, for small files."""
    with desk(tmp_path, "ann") as opened:
        take_in(opened, tmp_path, [Line("1001")])
        yield opened


@pytest.fixture
def bob(ann: Office, tmp_path: Path, folder: Path) -> Iterator[Office]:
    """A desk that has everything that ann has."""
    share(ann, folder)
    with desk(tmp_path, "bob") as opened:
        share(opened, folder)
        yield opened


def refused(office: Office, folder: Path, path: Path) -> Aside:
    """A file was put aside; it is the only one, and nothing changed."""
    before = shown(office)
    done = sync(office, folder, agree)
    assert shown(office) == before
    assert [file.name for file in done.aside] == [path.name]
    assert done.new == 0
    return done.aside[0]


def drop_file(folder: Path, header: Header, body: bytes, signer: SigningKeys) -> Path:
    """Put a file into the folder as somebody else might."""
    header = replace(header, size=len(body), sha256=hashlib.sha256(body).digest())
    path = folder / f"forged{SUFFIX}"
    path.write_bytes(sealed(header, body, signer))
    return path


def lines_of(path: Path) -> list[bytes]:
    """The lines that a file carries."""
    found = sound(path)
    return list(unpacked(found, found.body))


def lines_as(path: Path, writer: bytes) -> list[bytes]:
    """The lines of a file as if another desk had written them."""
    head, *rest = lines_of(path)
    said = json.loads(head)
    total = Sum(writer, said["entries"], said["import_lines"])
    for line in rest:
        total.add(line)
    return [total.header(), *rest]


def newest_of(office: Office, folder: Path) -> Path:
    """The file that a deed of an office makes, in the folder no more."""
    before = files_in(folder)
    call(office)
    share(office, folder)
    path = only_new(folder, before)
    return path.rename(folder.parent / path.name)


def put_in(path: Path, folder: Path, name: str = "") -> Path:
    """A copy of a file in a folder, under its own name or another."""
    target = folder / (name or path.name)
    target.write_bytes(path.read_bytes())
    return target
