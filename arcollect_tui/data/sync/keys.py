"""The keys of a desk, and the words that people compare them by.

`cryptography` and `pyrage` are loaded when a key is used for the first time: opening the store does
not need them.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import Connection

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.desk import SEED_BYTES

WORDS: Final = 6
_WORD_BITS: Final = 11
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_IDENTITY = "age_identity"


class SigningKeys:
    """The keys of this desk and of those it was before: a store that was copied keeps their entries.

    Args:
        seeds: 32 bytes by desk.
    """

    def __init__(self, seeds: dict[bytes, bytes]) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._keys = {desk: Ed25519PrivateKey.from_private_bytes(seed) for desk, seed in seeds.items()}

    def __contains__(self, desk: object) -> bool:
        return desk in self._keys

    def public(self, desk: bytes) -> bytes:
        """The public key of one of these desks."""
        return self._keys[desk].public_key().public_bytes_raw()

    def sign(self, desk: bytes, message: bytes) -> bytes:
        """Sign in the name of one of these desks."""
        return self._keys[desk].sign(message)


def own_keys(connection: Connection, entropy: Any) -> SigningKeys:  # noqa: ANN401 - random bytes
    """The keys of this seat; one is made for a desk of a time before desks had keys.

    Args:
        connection: a write transaction.
        entropy: gives so many random bytes.
    """
    kept, desk = drawer.signing_seeds(connection), drawer.own_desk(connection)
    if desk not in kept:
        kept[desk] = entropy(SEED_BYTES)
        drawer.keep_seed(connection, desk, kept[desk])
    return SigningKeys(kept)


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of a key signed a message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def own_identity(connection: Connection) -> str:
    """The age identity by which this store opens what is encrypted for it; made once a store.

    Args:
        connection: a write transaction.
    """
    known = drawer.get(connection, _IDENTITY)
    if known is None:
        from pyrage import x25519

        known = str(x25519.Identity.generate()).encode()
        drawer.put(connection, _IDENTITY, known)
    return known.decode()


def recipient_of(identity: str) -> str:
    """What an office lists so that files are encrypted for the holder of an identity, too."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity).to_public())


def encrypt(body: bytes, recipients: Iterable[str]) -> bytes:
    """Encrypt for those who may read.

    Raises:
        ValueError: one of them is no age recipient.
    """
    import pyrage

    try:
        hidden: bytes = pyrage.encrypt(body, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
    except pyrage.RecipientError as error:
        raise ValueError(str(error)) from None
    return hidden


def decrypt(body: bytes, identity: str) -> bytes | None:
    """What was encrypted for the holder of an identity; None when it cannot be opened."""
    import pyrage

    try:
        plain: bytes = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError:
        return None
    return plain


@cache
def _words() -> tuple[str, ...]:
    text = files(__package__).joinpath("words.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def six_words(secretless: bytes) -> str:
    """Six words for a public key or the id of an office: 66 bits of its SHA-256, read out by phone."""
    number = int.from_bytes(hashlib.sha256(secretless).digest(), "big") >> (256 - WORDS * _WORD_BITS)
    places = [number >> _WORD_BITS * place & (1 << _WORD_BITS) - 1 for place in reversed(range(WORDS))]
    return " ".join(_words()[place] for place in places)
