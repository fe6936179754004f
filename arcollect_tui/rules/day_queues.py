"""The numbered queues of a collector's day: what each holds, and the list that shows its rows.

The count of a queue is that of its list, so that every number opens the rows that made it.
"""

from dataclasses import dataclass

ACCOUNTS, ITEMS, PROMISES, CONFLICTS = "worklist", "items", "promises", "conflicts"
"""The places whose lists show a queue."""


@dataclass(frozen=True, slots=True)
class DayQueue:
    """One queue.

    Attributes:
        number: the digit that opens it.
        label: what it is called.
        about: what stands in it, in a few words.
        place: whose list shows it.
        filter: of that list; empty for the list as it stands.
        measures: what its amounts are.
    """

    number: int
    label: str
    about: str
    place: str
    filter: str
    measures: str


DAY_QUEUES = (
    DayQueue(1, "due today", "accounts that need an action", ACCOUNTS, "", "overdue"),
    DayQueue(
        2,
        "call-backs",
        "calls agreed until today",
        ACCOUNTS,
        "callback next<=today sort:next_action_on",
        "overdue",
    ),
    DayQueue(3, "promises due today", "promised for today, still open", PROMISES, "today", "promised"),
    DayQueue(4, "broken promises", "the newest promise is not kept", ACCOUNTS, "p:broken", "overdue"),
    DayQueue(5, "to code", "short pays, deductions, claims", ITEMS, "queue sort:-open_amount", "open"),
    DayQueue(
        6, "short paid, uncoded", "nobody has said why", ITEMS, "short d:uncoded sort:-short_amount", "open"
    ),
    DayQueue(7, "30+ days overdue", "oldest item 30+ days late", ACCOUNTS, "od>=30", "overdue"),
    DayQueue(8, "conflicts to settle", "desks said different things", CONFLICTS, "", ""),
    DayQueue(9, "drafts left", "a form is half typed", ACCOUNTS, "draft", "overdue"),
)
