"""Entry ids: a hybrid clock whose byte order is time order.

16 bytes: 48 bits of milliseconds since 1970, a 16-bit counter, 64 bits of desk. The clock is never
behind anything this store has seen and never refuses a wall time; it orders and does nothing else, so
no business date may be derived from it.
"""

DESK_BYTES = 8
_COUNTER_LIMIT = 1 << 16
_MOST_MILLISECONDS = (1 << 48) - 1
MOST_SEEN = ((1 << 48) - (1 << 40)).to_bytes(6, "big") + b"\xff" * 10
"""No stamp from elsewhere may be later: what follows it here must still fit, for 34 years."""


def next_stamp(wall_ms: int, last: bytes | None, desk: bytes) -> bytes:
    """The id after `last`, the highest id seen so far, at wall time `wall_ms`."""
    milliseconds, counter = max(0, min(wall_ms, _MOST_MILLISECONDS)), 0
    if last is not None:
        seen = int.from_bytes(last[:6], "big")
        if seen >= milliseconds:
            milliseconds = seen
            counter = int.from_bytes(last[6:8], "big") + 1
            if counter == _COUNTER_LIMIT:
                milliseconds, counter = milliseconds + 1, 0
    return milliseconds.to_bytes(6, "big") + counter.to_bytes(2, "big") + desk


def desk_of(stamp: bytes) -> bytes:
    """The desk at which the entry was recorded."""
    return stamp[-DESK_BYTES:]
