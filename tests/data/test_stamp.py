"""Entry ids: byte order is time order, whatever the wall clock does."""

from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.stamp import DESK_BYTES, next_stamp

DESKS = st.binary(min_size=DESK_BYTES, max_size=DESK_BYTES)
WALLS = st.integers(min_value=-(10**12), max_value=1 << 47)


@given(walls=st.lists(st.tuples(WALLS, DESKS), min_size=1, max_size=40))
def test_every_stamp_is_after_all_before_it(walls: list[tuple[int, bytes]]) -> None:
    last = None
    for wall, desk in walls:
        stamp = next_stamp(wall, last, desk)
        assert len(stamp) == 16
        assert stamp.endswith(desk)
        assert last is None or stamp > last
        last = stamp


@given(wall=st.integers(min_value=0, max_value=1 << 47), desk=DESKS)
def test_a_clock_that_runs_on_gives_its_own_time(wall: int, desk: bytes) -> None:
    stamp = next_stamp(wall, None, desk)
    assert int.from_bytes(stamp[:6], "big") == wall
    later = next_stamp(wall + 1, stamp, desk)
    assert int.from_bytes(later[:6], "big") == wall + 1
    assert later[6:8] == b"\x00\x00"


@given(wall=WALLS, desk=DESKS)
def test_a_full_counter_adds_a_millisecond(wall: int, desk: bytes) -> None:
    milliseconds = max(0, wall)
    last = milliseconds.to_bytes(6, "big") + b"\xff\xff" + b"\xff" * 8
    stamp = next_stamp(wall, last, desk)
    assert int.from_bytes(stamp[:6], "big") == milliseconds + 1
    assert stamp[6:8] == b"\x00\x00"


@given(desk=DESKS, other=DESKS, back=st.integers(min_value=1, max_value=10**11))
def test_a_clock_set_back_counts_on(desk: bytes, other: bytes, back: int) -> None:
    seen = next_stamp(1_800_000_000_000, None, other)
    stamp = next_stamp(1_800_000_000_000 - back, seen, desk)
    assert stamp[:6] == seen[:6]
    assert int.from_bytes(stamp[6:8], "big") == 1
