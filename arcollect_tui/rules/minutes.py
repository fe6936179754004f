"""Times of day as whole minutes after midnight, which is how they are recorded."""

from datetime import time


def minutes(at: time | None) -> int | None:
    """Minutes after midnight."""
    return None if at is None else at.hour * 60 + at.minute


def from_minutes(value: int | None) -> time | None:
    """The time of so many minutes after midnight."""
    return None if value is None else time(value // 60, value % 60)
