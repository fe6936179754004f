"""The days of a sample office: who is called, what is said, noted and coded, and when."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from arcollect_tui.rules.calendars import WeekendCalendar, add_business_days
from arcollect_tui.services.sample import names
from arcollect_tui.services.sample.deeds import CallDeed, CodeDeed, ContactDeed, Deed, NoteDeed
from arcollect_tui.services.sample.ledger import CUTS, Account, Item, Maker
from arcollect_tui.services.sample.plan import chance
from arcollect_tui.services.sample.promises import PromisePlan, plan_promises

CALLS_A_DAY = 25
_OPENS, _CLOSES = 8 * 60 + 5, 16 * 60 + 50  # minutes of the day
_WEEK = WeekendCalendar()
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Talk(NamedTuple):
    """An outcome, how often it comes in a hundred calls, the reasons given and the notes written."""

    outcome: str
    share: int
    whys: tuple[str, ...]
    notes: tuple[str, ...]


_TALKS = (
    _Talk("NA", 27, (), ("", "", "", "Rang out twice.", "No answer, no machine.")),
    _Talk("VM", 19, (), ("", "Left {item} and our number.", "Asked {who} to ring back.")),
    _Talk("GK", 7, (), ("Reception: {who} is in a meeting until noon.", "AP only takes mail.")),
    _Talk("MS", 5, (), ("Left word with a colleague of {who}.", "Colleague passes on {item}.")),
    _Talk("BZ", 3, (), ("",)),
    _Talk("DI", 7, ("DISP",), ("{who} says {item} is not right, wants it looked into.",)),
    _Talk(
        "DR", 9, ("NRI", "PO"),
        ("Needs a copy of {item}.", "{who} never saw {item}; mail it again with the POD.",
         "Wants a statement and {item} as PDF."),
    ),
    _Talk(
        "AP", 9, ("APP", "SYS", "AWAY"),
        ("{item} sits with the plant manager.", "Booked, not released yet; {who} chases it.",
         "New system, backlog of two weeks in AP."),
    ),
    _Talk(
        "CB", 9, ("UNK", "AWAY"),
        ("{who} checks and wants to be called again.", "In the car; call back as agreed."),
    ),
    _Talk("PR", 2, ("RUN",), ("{item} is in the next payment run.",)),
    _Talk("CF", 2, ("CASH",), ("Waiting for their own customer to pay. Talk about instalments.",)),
    _Talk("RF", 1, ("REF",), ("Will not pay before the old matter is settled.",)),
)  # fmt: skip
_TALK_BY_OUTCOME = {talk.outcome: talk for talk in _TALKS}
_LOTTERY = tuple(talk.outcome for talk in _TALKS for _ in range(talk.share))
_REACHED = frozenset(("MS", "DI", "DR", "AP", "CB", "PR", "CF", "RF"))
_PROMISE_NOTES = (
    "{who} confirms the wire for {day}.", "{who}: cheque goes out {day}.",
    "Paid with the {day} run, {who} has approved it.", "Promised by {day}; remittance to follow.",
)  # fmt: skip
_PROMISE_WHYS = ("RUN", "CASH", "APP", "CHQ", "UNK")
_DISPUTE_REASONS = ("DOC", "QLT", "NRC", "DUP", "TRM", "WRG")
_PINNED = (
    "AP run is on Thursdays; send PODs to {mail}.", "Statements only by mail to {mail}.",
    "Ask first: talk to {rep} before a hold is mentioned.", "Never call before 10 their time.",
    "PO number must be on every invoice or AP sends it back.",
)  # fmt: skip
_PLAIN = (
    "Website says they moved; check the address.", "{rep} visits them next week.",
    "Old credit of last year was used up.", "New owner since spring, same AP people.",
)  # fmt: skip
_ROLES = ("AP manager", "controller", "buyer", "approver", "receiving", "AP clerk")


class Story:
    """Plans the deeds of an office; the items of `accounts` change with the promises."""

    def __init__(self, maker: Maker, accounts: list[Account]) -> None:
        self._maker = maker
        self._rng = chance(maker.office.seed ^ 0xDEED)
        # With one file its own day is the only one to work on, otherwise the newest is still ahead.
        self._days = maker.file_days[:-1] or maker.file_days
        self._promises = plan_promises(accounts, maker, self._rng)
        self._promisers = {plan.account.customer.number: plan.made for plan in self._promises}
        self._accounts = accounts
        self._pool = self._by_overdue()
        self._coded: set[str] = set()
        self._lot = int(self._rng.random() * len(_LOTTERY))

    def deeds(self) -> tuple[Deed, ...]:
        """Everything that was done, in the order of time."""
        found: list[Deed] = []
        for index, day in enumerate(self._days):
            found += self._calls(index, day)
            found += self._codings(index, day)
            found += self._notes(index, day)
            found += self._contacts(index, day)
        return tuple(sorted(found, key=lambda deed: deed.at))

    def _by_overdue(self) -> list[Account]:
        """The upper 60 % of the accounts by what is overdue: the rest is never contacted."""
        first = self._days[0]
        owed = [
            (sum(item.open_amount for item in items if _overdue(item, first)), customer.place)
            for customer, items in self._accounts
        ]
        ranked = sorted((-amount, index) for amount, index in owed if amount > 0)
        return [self._accounts[index] for _, index in ranked[: (len(ranked) * 6 + 9) // 10]]

    def _calls(self, index: int, day: date) -> list[Deed]:
        wanted = min(CALLS_A_DAY, max(1, self._maker.office.accounts // 8))
        wanted += int(self._rng.random() * 5) - 2 if wanted > 5 else 0
        subjects: list[PromisePlan | Account] = [plan for plan in self._promises if plan.made == index]
        subjects += self._draw(index, wanted - len(subjects))
        self._rng.shuffle(subjects)
        step = (_CLOSES - _OPENS) // max(1, len(subjects))
        times = [
            _at(day, _OPENS + place * step + int(self._rng.random() * step))
            for place in range(len(subjects))
        ]
        return [
            self._promise_call(subject, at) if isinstance(subject, PromisePlan) else self._call(subject, at)
            for subject, at in zip(subjects, times, strict=True)
        ]

    def _draw(self, index: int, wanted: int) -> list[Account]:
        """Accounts to call on a day, the big ones oftener; who has promised is left in peace."""
        free = [
            account
            for account in self._pool
            if self._promisers.get(account.customer.number, index + 1) > index
        ]
        ranked = sorted(((place + 8) * self._rng.random(), place) for place in range(len(free)))
        return [free[place] for _, place in ranked[: max(0, wanted)]]

    def _promise_call(self, plan: PromisePlan, at: datetime) -> CallDeed:
        customer, promised = plan.account.customer, plan.promised
        words = self._pick(_PROMISE_NOTES)
        return CallDeed(
            at=at,
            collector=customer.collector,
            customer_no=customer.number,
            outcome="PP",
            contact=customer.contact,
            note=words.format(who=_given(customer.contact), day=_WEEKDAYS[promised.due_on.weekday()]),
            why=self._pick(_PROMISE_WHYS),
            promise=promised,
        )

    def _call(self, account: Account, at: datetime) -> CallDeed:
        customer = account.customer
        # Steps of 37 through a hundred lots: chance to the eye, the right mix in every stretch.
        self._lot = (self._lot + 37) % len(_LOTTERY)
        talk = _TALK_BY_OUTCOME[_LOTTERY[self._lot]]
        item = self._subject(account, at.date())
        if talk.outcome == "DI" and (item is None or customer.number in self._promisers):
            talk = _TALK_BY_OUTCOME["AP"]
        reached = talk.outcome in _REACHED
        follow_up_on, follow_up_at = self._follow_up(talk.outcome, at)
        return CallDeed(
            at=at,
            collector=customer.collector,
            customer_no=customer.number,
            outcome=talk.outcome,
            contact=customer.contact if reached and talk.outcome != "MS" else "",
            note=self._pick(talk.notes).format(
                who=_given(customer.contact), item=item.number if item else "the open invoices"
            ),
            why=self._pick(talk.whys) if talk.whys else "",
            dispute=self._dispute(item, customer.collector, at) if talk.outcome == "DI" and item else None,
            follow_up_on=follow_up_on,
            follow_up_at=follow_up_at,
        )

    def _subject(self, account: Account, day: date) -> Item | None:
        """The biggest overdue invoice that stays open and is not coded: what the call is about."""
        able = (item for item in account.items if item.untouched() and _overdue(item, day))
        free = [item for item in able if item.number not in self._coded]
        return max(free, key=lambda item: (item.open_amount, item.number), default=None)

    def _dispute(self, item: Item, collector: str, at: datetime) -> CodeDeed:
        self._coded.add(item.number)
        return CodeDeed(
            at=at,
            collector=collector,
            document_nos=(item.number,),
            reason=self._pick(_DISPUTE_REASONS),
            mode="whole",
        )

    def _follow_up(self, outcome: str, at: datetime) -> tuple[date | None, time | None]:
        """Call-backs have a day and a time; some other next steps fall on the day of opening."""
        today = self._maker.office.today
        if outcome == "CB":
            late = at.date() >= self._days[-2:][0]
            on = today if late else add_business_days(at.date(), 1, _WEEK)
            # On one and the same day the time lies after every call.
            return on, time(17 if on == at.date() else 9 + int(self._rng.random() * 7), 30)
        if outcome == "PR":
            return add_business_days(today, int(self._rng.random() * 4), _WEEK), None
        if outcome in ("AP", "DR") and self._rng.random() < 0.3:
            return today, None
        return None, None

    def _codings(self, index: int, day: date) -> list[Deed]:
        """An eighth of the short-paid items over all days, one reason a day, one deed."""
        reason = CUTS[index % len(CUTS)][0]
        every = [item for account in self._accounts for item in account.items if item.cut]
        share = len(every) // 8 // len(self._days)
        fitting = [
            item
            for item in every
            if item.cut == reason and item.text and item.short_on(day) and item.number not in self._coded
        ]
        self._rng.shuffle(fitting)
        numbers = sorted(item.number for item in fitting[:share])
        if not numbers:
            return []
        self._coded.update(numbers)
        at = _at(day, _CLOSES + 1 + int(self._rng.random() * 15))
        collector = self._accounts[index % len(self._accounts)].customer.collector
        return [
            CodeDeed(at=at, collector=collector, document_nos=tuple(numbers), reason=reason, mode="short")
        ]

    def _notes(self, index: int, day: date) -> list[Deed]:
        found: list[Deed] = []
        for account in self._some(index, 4):
            customer = account.customer
            pinned = self._rng.random() < 0.6
            words = self._pick(_PINNED if pinned else _PLAIN)
            mail = customer.email or f"ap@{names.domain(customer.name)}"
            found.append(
                NoteDeed(
                    at=self._any_time(day),
                    collector=customer.collector,
                    customer_no=customer.number,
                    note=words.format(mail=mail, rep=customer.sales_rep),
                    pinned=pinned,
                )
            )
        return found

    def _contacts(self, index: int, day: date) -> list[Deed]:
        found: list[Deed] = []
        for account in self._some(index + 1, 2):
            customer = account.customer
            country = names.COUNTRIES[customer.country]
            who = names.person(country, self._rng)
            found.append(
                ContactDeed(
                    at=self._any_time(day),
                    collector=customer.collector,
                    customer_no=customer.number,
                    name=who,
                    role=self._pick(_ROLES),
                    phone=names.phone(country, self._rng),
                    email=names.mailbox(who, customer.name),
                    country=customer.country,
                    language=customer.language,
                )
            )
        return found

    def _some(self, start: int, most: int) -> list[Account]:
        """A few accounts of the pool, other ones each day."""
        wanted = min(most, len(self._pool) // 8)
        return [self._pool[(start * 11 + step * 5) % len(self._pool)] for step in range(wanted)]

    def _any_time(self, day: date) -> datetime:
        return _at(day, _OPENS + int(self._rng.random() * (_CLOSES - _OPENS)))

    def _pick(self, words: tuple[str, ...]) -> str:
        return words[int(self._rng.random() * len(words))]


def _overdue(item: Item, day: date) -> bool:
    return item.kind == "invoice" and item.due_on < day and item.listed(day)


def _given(contact: str) -> str:
    return contact.split(" ", maxsplit=1)[0] if contact else "AP"


def _at(day: date, minute: int) -> datetime:
    """A local wall-clock time; which zone is the business of the one who performs the deed."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)
