"""The clock that a front end hands to the services.

`today` sets the local date of what is recorded and of every rule; the instant stays the wall clock.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from arcollect_tui.data.journal import Moment


def _system() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Now, and the collector's local today.

    Args:
        today: the local date to work on; the system's when None.
        now: gives the instant, aware UTC.
    """

    def __init__(self, today: date | None = None, now: Callable[[], datetime] = _system) -> None:
        self._today = today
        self._now = now

    @property
    def explicit(self) -> bool:
        """Whether the day was given rather than read from the system."""
        return self._today is not None

    def now(self) -> datetime:
        """The instant, aware UTC."""
        return self._now()

    def today(self) -> date:
        """The collector's local date."""
        return self._day_of(self.now().astimezone())

    def local(self) -> datetime:
        """The wall clock at the desk, on `today`."""
        wall = self.now().astimezone()
        return datetime.combine(self._day_of(wall), wall.time().replace(microsecond=0))

    def moment(self) -> Moment:
        """What a recorded entry says about its time.

        All of one reading of the clock: midnight may come before the next.
        """
        wall = self.now().astimezone()
        offset = wall.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        return Moment(int(wall.timestamp() * 1_000_000), self._day_of(wall).toordinal(), minutes)

    def _day_of(self, wall: datetime) -> date:
        return self._today or wall.date()
