"""Which modules are changed, and which tests must notice."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Module:
    """A module and its tests.

    Attributes:
        path: its file.
        tests: runs of pytest, quick and specific ones first; each is a few files,
            perhaps with an option.
    """

    path: str
    tests: tuple[tuple[str, ...], ...]


_QUICK: Final = ("-m", "not hypothesis")
_MANY: Final = ("-m", "hypothesis")
"""Tests of many examples come after those of a few."""
_CONFLICTS: Final = (
    ("tests/services/test_conflicts.py", "tests/services/test_conflicts_of_kinds.py"),
    ("tests/services/test_conflicts_of_desks.py",),
)
MODULES: Final[dict[str, Module]] = {
    "money": Module(
        "arcollect_tui/rules/money.py",
        (
            ("tests/rules/test_money_edges.py",),
            ("tests/rules/test_money.py", *_QUICK),
            ("tests/rules/test_money.py", *_MANY),
        ),
    ),
    "identity": Module(
        "arcollect_tui/rules/identity.py",
        (("tests/rules/test_identity.py", *_QUICK), ("tests/rules/test_identity.py", *_MANY)),
    ),
    "fold": Module(
        "arcollect_tui/data/imports/fold.py",
        (
            ("tests/data/test_fold_tables.py",),
            ("tests/data/test_fold.py", *_QUICK),
            ("tests/data/test_rebuild.py",),
            ("tests/data/test_fold.py", *_MANY),
            ("tests/data/test_erasure.py",),
        ),
    ),
    "order": Module(
        "arcollect_tui/data/imports/order.py",
        (
            ("tests/data/test_fold_order.py",),
            ("tests/data/test_fold.py", *_QUICK),
            ("tests/services/test_exchange.py",),
        ),
    ),
    "voids": Module("arcollect_tui/data/standing/voids.py", (("tests/data/test_voids.py",), *_CONFLICTS)),
    "unfounded": Module(
        "arcollect_tui/data/standing/unfounded.py", (("tests/data/test_voids.py",), *_CONFLICTS)
    ),
    "projection": Module(
        "arcollect_tui/data/projection.py",
        (("tests/data/test_projection.py",), ("tests/data/test_journal.py", *_QUICK)),
    ),
    "rebuild": Module(
        "arcollect_tui/data/rebuild.py",
        (("tests/data/test_rebuild.py",), ("tests/data/test_migrations.py", "tests/data/test_erasure.py")),
    ),
}
