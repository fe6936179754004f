"""Small changes to a file, of the kinds that programs, networks and people make."""

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 20_000
ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\r\n",
    b"\r",
    b"\n\n",
    b'"',
    b'""',
    b"\x80",
    b"\xc3",
    b"\x1a",
    b"",
)


def mutate(random: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """The file after a few changes."""
    for _ in range(1 << random.randrange(4)):
        data = random.choice(_CHANGES)(random, data, others, words)
    return data[:LONGEST]


Change = Callable[[Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def _slice(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + 1 + int(random.expovariate(1 / 20)))


def _flip(random: Random, data: bytes, *_: object) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _drop(random: Random, data: bytes, *_: object) -> bytes:
    start, end = _slice(random, data)
    return data[:start] + data[end:]


def _repeat(random: Random, data: bytes, *_: object) -> bytes:
    start, end = _slice(random, data)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def _word(random: Random, data: bytes, others: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    start, end = _slice(random, data)
    word = random.choice((*words, *ODD))
    return data[:start] + word + data[start if random.random() < 0.5 else end :]


def _splice(random: Random, data: bytes, others: Sequence[bytes], *_: object) -> bytes:
    other = random.choice(others)
    start, end = _slice(random, other)
    at = random.randrange(len(data) + 1)
    return data[:at] + other[start:] if random.random() < 0.3 else data[:at] + other[start:end] + data[at:]


def _cut_off(random: Random, data: bytes, *_: object) -> bytes:
    return data[: random.randrange(len(data) + 1)]


_CHANGES: tuple[Change, ...] = (_flip, _drop, _repeat, _word, _word, _splice, _cut_off)
