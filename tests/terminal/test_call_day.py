"""A collector's day of 120 accounts through a real terminal, every key of it in a ledger.

What a collector does on an account is drawn by a fixed seed, so that the day is mixed as a day is, and
the same each time. Each account ends in a deed that the store has to hold.
"""

import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal.desk import checked, deeds, new_deeds, top
from tests.terminal.program import COLLECTOR, options, run
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_tmux
SEED = 20261123
HAND_SECONDS = 0.1
"""Between two accounts: the same key within less is a key held down, and does not write again."""
MOST_PRESSES = 4.2
"""An account, on average, the words of notes left out."""


@dataclass(frozen=True)
class Kind:
    """What is done on an account.

    Attributes:
        keys: what is pressed, from its row in the worklist on.
        words: what is typed into a note; not counted.
        kind: of the entry that it writes.
        said: what the entry says, after the number of the account.
    """

    name: str
    keys: tuple[str, ...]
    kind: str
    said: str
    words: str = ""

    def tells(self, number: str, text: str) -> bool:
        """Whether a text, of the screen or of the history, says this of an account."""
        said = rf"{number}:? {self.said}|{self.said}{number}"
        return re.search(said, text) is not None


NO_ANSWER = Kind("no answer", ("c", "n"), "call", "no answer")
AGAIN = Kind("no answer again", (".",), "call", "no answer")
PROMISE = Kind("promise by friday", ("p", *"fri", "Enter"), "call", "promise")
FOUND = Kind("found, calls back", ("c", "w", *"+1", "Enter"), "call", "will call back")
LATER = Kind("rescheduled", ("r", *"+3", "Enter"), "follow_up", "(rescheduled, )?next")
CALLED = Kind("calls in meanwhile", (), "call", "inbound call", "wants copies")
NOTE = Kind("note", ("a",), "note", "note: |Note saved for ", "asks for a statement of all open items")

DAY = {NO_ANSWER: 70, PROMISE: 25, FOUND: 20, LATER: 3, NOTE: 1}
INTERRUPTED = 7
"""The promise in the middle of which another customer calls: with that one the day has 120 accounts."""


@dataclass(frozen=True)
class Visit:
    """One account of the day, and the keys it took without the words of a note."""

    what: Kind
    number: str
    presses: int


def planned(chance: random.Random) -> list[Kind]:
    """What happens on the accounts, mixed; a no answer after a no answer is repeated."""
    drawn = [what for what, times in DAY.items() for _ in range(times)]
    chance.shuffle(drawn)
    pairs = zip([NOTE, *drawn], drawn, strict=False)
    return [AGAIN if pair == (NO_ANSWER, NO_ANSWER) else pair[1] for pair in pairs]


def test_a_day_of_120_accounts(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, before = top(store, None), deeds(store, None)
    with Terminal(options(store), home=store.parent, size=(80, 24)) as screen:
        screen.wait_for(rows[0].number)
        far = [row.number for row in rows]
        day: list[Visit] = []
        for what in planned(random.Random(SEED)):
            promises = sum(visit.what is PROMISE for visit in day)
            if what is PROMISE and promises == INTERRUPTED:
                day += interrupted(screen, far)
            else:
                day.append(visited(screen, what, far))
        screen.press("C-q")
        screen.wait_end()
    with capsys.disabled():
        average = ledger(day)
    assert len({visit.number for visit in day}) == len(day) == 120
    assert average <= MOST_PRESSES
    written = new_deeds(store, before)[::-1]
    assert [row.kind for row in written] == [visit.what.kind for visit in day]
    for visit, row in zip(day, written, strict=True):
        assert visit.what.tells(visit.number, row.text), (visit, row.text)
    assert {row.collector for row in written} == {COLLECTOR}
    assert checked(store).ok
    said = run(store, "check")
    assert said.returncode == 0, said.stdout + said.stderr


def visited(screen: Terminal, what: Kind, far: list[str]) -> Visit:
    """Do one thing to the account under the cursor, or to the last of `far`, found by its number."""
    time.sleep(HAND_SECONDS)
    start = screen.presses
    number = far.pop() if what is FOUND else under_the_cursor(screen)
    if what is FOUND:
        screen.press("/", *number[-4:])
        screen.wait_for(f"> account {number}")
        screen.press("Enter")
        screen.wait_for(number)
    screen.press_at_once(*what.keys)
    presses = screen.presses - start
    if what.words:
        screen.press_at_once(*what.words)
        screen.press("Enter", "j")
        presses += 2
    screen.wait_until(lambda shown: what.tells(number, shown), f"{what.name} of {number} never said")
    if what is FOUND:
        screen.press("Escape")
        presses += 1
    under_the_cursor(screen, number)
    return Visit(what, number, presses)


def interrupted(screen: Terminal, far: list[str]) -> Iterator[Visit]:
    """Somebody calls while a promise is half typed; then it goes on where it was."""
    number, caller = under_the_cursor(screen), far.pop()
    start = screen.presses
    screen.press(*PROMISE.keys[:-1])
    screen.wait_for("27 Nov")
    called = screen.presses
    screen.press("C-t", *caller[-4:])
    screen.wait_for(f"> account {caller}")
    screen.press("Enter")
    screen.wait_for("Inbound call")
    screen.press_at_once(*CALLED.words)
    screen.press("Enter")
    screen.wait_until(lambda shown: CALLED.tells(caller, shown), f"the call of {caller} was never logged")
    screen.press("R")
    screen.wait_for("Back at: ")
    back = screen.presses
    yield Visit(CALLED, caller, back - called - len(CALLED.words))
    screen.press("Enter")
    screen.wait_until(
        lambda shown: PROMISE.tells(number, shown), f"the promise of {number} was never logged"
    )
    under_the_cursor(screen, number)
    yield Visit(PROMISE, number, screen.presses - start - (back - called))


def under_the_cursor(screen: Terminal, done: str = "") -> str:
    """The account that the cursor stands on, once it has left the one that is done."""

    def number(shown: str) -> str:
        found = re.search(r"> ?\*? ?(C\d{5}) ", shown)
        return "" if found is None or found[1] == done else found[1]

    return number(screen.wait_until(lambda shown: bool(number(shown)), "the cursor went nowhere"))


def ledger(day: Sequence[Visit]) -> float:
    """Print what the day took.

    Returns:
        Presses an account.
    """
    print(f"\n{'deed':<20} {'accounts':>8} {'presses':>8} {'each':>6}")
    times, presses = Counter[str](), Counter[str]()
    for visit in day:
        times[visit.what.name] += 1
        presses[visit.what.name] += visit.presses
    for name, count in times.most_common():
        print(f"{name:<20} {count:>8} {presses[name]:>8} {presses[name] / count:>6.1f}")
    average = presses.total() / len(day)
    print(f"{'the day':<20} {len(day):>8} {presses.total():>8} {average:>6.2f}")
    return average
