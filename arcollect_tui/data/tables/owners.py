"""Record tables, too: who owns a customer, and who covers. A projection, as those of `record.py`."""

from sqlalchemy import Index, LargeBinary, text

from arcollect_tui.data.tables import columns as c

_GIVEN = "replaces IS NOT NULL"


class Assignment(c.Row, table=True):
    """Who owns a customer from a day on, or covers for a time: the deed, and all that is said since."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("assignment_customer", "customer_id", "entry"),
        Index(
            "assignment_replaces",
            "replaces",
            "customer_id",
            sqlite_where=text(_GIVEN),
            info={c.ONLY_WHERE: _GIVEN},
        ),
        c.KEYED,
    )

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    collector: str = c.words()
    """Of the deed; empty where it takes an assignment or a cover off."""
    why: str = c.words()
    first_day: int = c.number()
    last_day: int | None = c.maybe_number()
    terms: str = c.words()
    """What `assignment_term` holds, as one text (`rules/owners.py`), so that two can be compared."""
    rule: str = c.words()
    """The filter of the rule that decided; empty where a person did."""
    replaces: bytes | None = c.maybe_blob()


class AssignmentTerm(c.Row, table=True):
    """One of the terms that an assignment says of its customer."""

    __tablename__ = "assignment_term"
    __table_args__ = (Index("assignment_term_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    """Line of the assignment."""
    place: int = c.key()
    customer_id: int = c.number()
    collector: str = c.words()
    why: str = c.words()
    first_day: int = c.number()
    last_day: int | None = c.maybe_number()
