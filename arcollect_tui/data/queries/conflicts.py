"""Facts that contradict each other, and what they say in full.

`rules.conflicts` decides. Here its facts are found: for the office by one statement a kind of thing,
which leaves out all things but those with two counting facts that no counting fact names as replaced;
for one customer by index alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, exists, func, literal, or_, select, tuple_, union

from arcollect_tui.data.projection import FACTS_A_PART
from arcollect_tui.data.queries.record import EntryRow, entries
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.tables import (
    Assignment,
    Coding,
    Contact,
    FollowUp,
    PartRow,
    Policy,
    RootCause,
    Settled,
    Unfounded,
)
from arcollect_tui.rules.conflicts import Conflict, Fact, conflicts

_P, _S, _U = tables(PartRow, Settled, Unfounded)
_CODING, _CONTACT, _FOLLOW_UP, _POLICY, _CAUSE = tables(Coding, Contact, FollowUp, Policy, RootCause)
_ASSIGNMENT = table(Assignment)
_CUSTOMER: Any = bindparam("customer")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as it was said, and about whom.

    Attributes:
        customer: natural key (ledger, number); None where the fact concerns no customer.
        fact: the JSON object.
    """

    customer_id: int | None
    customer: tuple[str, str] | None
    fact: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing.

    Attributes:
        facts: the table of what is said about it.
        key: the column that tells one thing from another.
        says: the columns that are the value.
        owner: the customer's column, where the key alone does not tell things apart.
        builds: whether a fact loses its foundation with the fact it replaced.
    """

    thing: str
    facts: Table
    key: str
    says: tuple[str, ...]
    owner: str | None = None
    builds: bool = False

    def rows(self) -> Any:  # noqa: ANN401
        """What `_facts` reads."""
        c = self.facts.c
        stands = founded(self.facts) if self.builds else literal(1)
        says = [c[name] for name in self.says]
        return select(c.entry, c.line, c[self.key], c.replaces, counts(c.entry), stands, *says)

    def candidates(self) -> Any:  # noqa: ANN401
        """The facts of all things that may be in conflict."""
        c, group = self.facts.c, self._group()
        stands = select(*group, c.entry).where(counts(c.entry))
        named = select(*group, c.replaces).where(c.replaces < c.entry, counts(c.entry))
        unnamed = stands.except_(named).subquery()
        several = select(*self._group(unnamed)).group_by(*self._group(unnamed)).having(func.count() > 1)
        loose = select(*group).where(tuple_(c.entry, c.line).in_(select(_U.c.entry, _U.c.line)))
        wanted = union(several, loose) if self.builds else several
        return self.rows().where(tuple_(*group).in_(wanted))

    def _group(self, of: Any = None) -> list[Any]:  # noqa: ANN401
        names = (self.key,) if self.owner is None else (self.owner, self.key)
        return [(self.facts if of is None else of).c[name] for name in names]


_KINDS = (
    _Kind("coding", _CODING, "item_id", ("state", "reason", "disputed", "splits", "ask"), builds=True),
    _Kind(
        "contact",
        _CONTACT,
        "contact_id",
        (
            *("name", "role", "phone", "email", "language", "country", "time_zone"),
            *("preferred", "retired"),
        ),
        owner="customer_id",
        builds=True,
    ),
    _Kind("follow_up", _FOLLOW_UP, "customer_id", ("day", "time")),
    _Kind("policy", _POLICY, "key", ("value",)),
    _Kind("root_cause", _CAUSE, "item_id", ("cause", "department")),
    _Kind("assignment", _ASSIGNMENT, "customer_id", ("terms",), builds=True),
)
_CODINGS, _CONTACTS, _FOLLOW_UPS, _POLICIES, _CAUSES, _ASSIGNMENTS = _KINDS


def _coded_again_of_customer() -> Any:  # noqa: ANN401
    """Codings of the items of which a customer's parts speak, but not those that stand alone."""
    mine, other = _CODING.alias("mine"), _CODING.alias("other")
    spoken = select(mine.c.item_id).join(
        _P,
        and_(
            mine.c.entry == _P.c.entry,
            mine.c.line >= _P.c.line * FACTS_A_PART,
            mine.c.line < (_P.c.line + 1) * FACTS_A_PART,
        ),
    )
    again = exists().where(other.c.item_id == _CODING.c.item_id, other.c.entry != _CODING.c.entry)
    mentioned = _CODING.c.item_id.in_(spoken.where(_P.c.customer_id == _CUSTOMER))
    return _CODINGS.rows().where(mentioned, or_(again, ~founded(_CODING)))


def _caused_of_customer() -> Any:  # noqa: ANN401
    """Items whose root cause a customer's parts tell."""
    return select(_CAUSE.c.item_id).where(_CAUSE.c.customer_id == _CUSTOMER)


# Built at their first use: the window opens sooner without them.


@cache
def _everywhere() -> tuple[tuple[_Kind, Prepared], ...]:
    return tuple((kind, Prepared(kind.candidates())) for kind in _KINDS)


@cache
def _of_customer() -> tuple[tuple[_Kind, Prepared], ...]:
    return (
        (_CODINGS, Prepared(_coded_again_of_customer())),
        (_CONTACTS, Prepared(_CONTACTS.rows().where(_CONTACT.c.customer_id == _CUSTOMER))),
        (_FOLLOW_UPS, Prepared(_FOLLOW_UPS.rows().where(_FOLLOW_UP.c.customer_id == _CUSTOMER))),
        (_ASSIGNMENTS, Prepared(_ASSIGNMENTS.rows().where(_ASSIGNMENT.c.customer_id == _CUSTOMER))),
        (_CAUSES, Prepared(_CAUSES.rows().where(_CAUSE.c.item_id.in_(_caused_of_customer())))),
    )


@cache
def _of_office() -> tuple[tuple[_Kind, Prepared], ...]:
    return ((_POLICIES, Prepared(_POLICIES.rows())),)


def everywhere(connection: Connection) -> list[Conflict]:
    """Every conflict of the store, by thing and key."""
    return _found(connection, _everywhere())


def of_customer(connection: Connection, customer: int) -> list[Conflict]:
    """The conflicts about a customer's owner, items, contacts and follow-up."""
    return _found(connection, _of_customer(), customer=customer)


def of_office(connection: Connection) -> list[Conflict]:
    """The conflicts about the office's policy."""
    return _found(connection, _of_office())


def _facts(kind: _Kind, rows: Iterable[tuple[Any, ...]]) -> list[Fact]:
    return [
        Fact(
            entry,
            line,
            kind.thing,
            str(key),
            tuple(says),
            (replaces,) if replaces else (),
            bool(counting),
            bool(stands),
        )
        for entry, line, key, replaces, counting, stands, *says in rows
    ]


def _found(
    connection: Connection, asked: Iterable[tuple[_Kind, Prepared]], **values: object
) -> list[Conflict]:
    """The conflicts. What was settled is looked up for the few facts that seem to be in one."""
    known = [fact for kind, query in asked for fact in _facts(kind, query.rows(connection, **values))]
    doubtful = {(one.thing, one.key) for one in conflicts(known)}
    if not doubtful:
        return []
    known = [fact for fact in known if (fact.thing, fact.key) in doubtful]
    return conflicts([*known, *_settling(connection, known)])


def _settling(connection: Connection, facts: list[Fact]) -> Iterable[Fact]:
    """What was settled with these facts."""
    about = {(fact.thing, fact.key) for fact in facts}
    targets = sorted({fact.entry for fact in facts})
    for start in range(0, len(targets), _BATCH):
        statement = _SETTLED.where(_S.c.target.in_(targets[start : start + _BATCH]))
        for entry, line, thing, key, target, counting in connection.execute(statement):
            if (thing, key) in about:
                yield Fact(entry, line, thing, key, None, (target,), bool(counting))


_SETTLED = select(_S.c.entry, _S.c.line, _S.c.thing, _S.c.key, _S.c.target, counts(_S.c.entry))
_SAID = Prepared(
    select(_P.c.customer_id, _P.c.body).where(
        _P.c.entry == bindparam("entry"), _P.c.line == bindparam("line")
    )
)


def said(connection: Connection, fact: Fact) -> Said:
    """A fact as it was said.

    Raises:
        LookupError: its part is not here; then there is no such fact either.
    """
    part, place = divmod(fact.line, FACTS_A_PART)
    row = _SAID.first(connection, entry=fact.entry, line=part)
    if row is None or row[1] is None:
        raise LookupError("a fact without the part that says it")
    body = json.loads(row[1])
    named = body.get("customer")
    return Said(row[0], None if named is None else (named[0], named[1]), body["facts"][place])


def headers(connection: Connection, ids: Iterable[bytes]) -> dict[bytes, EntryRow]:
    """Who said it, when and where, of many entries."""
    wanted = sorted(set(ids))
    found: dict[bytes, EntryRow] = {}
    for start in range(0, len(wanted), _BATCH):
        some = entries(connection, ids=wanted[start : start + _BATCH])
        found.update((row.id, row) for row in some)
    return found
