"""Which modules are changed, and which tests must notice."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Module:
    """A module and its tests.

    Attributes:
        path: its file.
        tests: runs of pytest, quick and specific ones first; each is a few files.
    """

    path: str
    tests: tuple[tuple[str, ...], ...]


_CONFLICT_TESTS: Final = (
    ("tests/services/test_conflicts.py", "tests/services/test_conflicts_of_kinds.py"),
    ("tests/services/test_conflicts_of_desks.py",),
)
MODULES: Final[dict[str, Module]] = {
    "money": Module(
        "arcollect_tui/rules/money.py",
        (("tests/rules/test_money_edges.py",), ("tests/rules/test_money.py",)),
    ),
    "identity": Module("arcollect_tui/rules/identity.py", (("tests/rules/test_identity.py",),)),
    "fold": Module(
        "arcollect_tui/data/imports/fold.py",
        (("tests/data/test_fold.py",), ("tests/data/test_erasure.py",), ("tests/data/test_rebuild.py",)),
    ),
    "order": Module(
        "arcollect_tui/data/imports/order.py",
        (
            ("tests/data/test_fold_order.py",),
            ("tests/data/test_fold.py",),
            ("tests/services/test_exchange.py",),
        ),
    ),
    "voids": Module(
        "arcollect_tui/data/standing/voids.py",
        (("tests/data/test_voids.py",), *_CONFLICT_TESTS, ("tests/services/test_office.py",)),
    ),
    "unfounded": Module(
        "arcollect_tui/data/standing/unfounded.py", (("tests/data/test_voids.py",), *_CONFLICT_TESTS)
    ),
    "projection": Module(
        "arcollect_tui/data/projection.py",
        (("tests/data/test_projection.py",), ("tests/data/test_journal.py",)),
    ),
    "rebuild": Module(
        "arcollect_tui/data/rebuild.py",
        (("tests/data/test_rebuild.py",), ("tests/data/test_migrations.py", "tests/data/test_erasure.py")),
    ),
}
