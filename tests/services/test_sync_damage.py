"""A file that is cut anywhere, or in which any one bit is another, changes nothing and is put aside."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from arcollect_tui.data.sync.seal import check_body, opened
from arcollect_tui.errors import FileRefused
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.pairing import desks
from tests.services import forging
from tests.services.forging import newest_of, refused
from tests.services.offices import LONG
from tests.services.sharing import files_in, share, sound

ann, bob = forging.ann, forging.bob
THROUGH_A_STORE = 1 if LONG > 1 else 211
"""Of so many damages one is put through a store as well."""
STEP_WHERE_ENCRYPTED = 1 if LONG > 1 else 7
"""Of so many damages of an encrypted file one is tried; of a signed one all are."""
SAID = ("cut short", "signature", "checksum", "no file")


def damages(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every beginning of a file, and the file with each one of its bits another."""
    for length in range(len(data)):
        yield "cut", data[:length]
    for place in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        yield "flipped", bytes(flipped)


def why_not(content: bytes) -> str:
    """Why these bytes are no sound file; empty when they are."""
    try:
        check_body(opened("x", content))
    except FileRefused as error:
        return error.sentence
    return ""


@pytest.mark.timeout(120 * LONG)
@pytest.mark.parametrize("encrypted", [False, True], ids=["signed", "encrypted"])
def test_any_length_and_any_bit(ann: Office, bob: Office, folder: Path, *, encrypted: bool) -> None:
    """Each is refused before anything of it is parsed; the long form puts each through a store as well."""
    if encrypted:
        own = " ".join(desks(office)[0].recipient for office in (ann, bob))
        set_policy(ann, {"recipients": own}, "Set.")
        for office in (ann, bob):
            share(office, folder)
    path = newest_of(ann, folder)
    data, target = path.read_bytes(), folder / path.name
    assert bool(sound(path).header.recipients) == encrypted
    counted, stored = {"cut": 0, "flipped": 0}, 0
    step = STEP_WHERE_ENCRYPTED if encrypted else 1
    for number, (how, content) in enumerate(islice(damages(data), 0, None, step)):
        reason = why_not(content)
        assert any(word in reason for word in SAID), (how, number)
        counted[how] += 1
        if number % THROUGH_A_STORE == 0:
            target.write_bytes(content)
            aside = refused(bob, folder, target)
            assert (aside.reason, aside.kind) == (reason, "damaged")
            stored += 1
    assert sum(counted.values()) == -(-9 * len(data) // step)
    target.write_bytes(data)
    assert share(bob, folder).new == 1
    assert target in files_in(folder)
    print(f"{len(data)} bytes: refused {counted}, {stored} of them by a store")
