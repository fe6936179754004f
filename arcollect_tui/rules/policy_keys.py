"""The keys of the office's policy that a person may set: what each may say, and what it says as shipped.

`office.name`, `office.country`, `office.currency`, `office.customers`, `strategy.RULE`
(`strategy_policy.py`), `aging.buckets` (`aging.py`), `calendar.closed` and `calendar.weekend`
(`calendar_policy.py`), `pairing` and `recipients` (`sharing_policy.py`), `assign.rules`
(`assign_rules.py`), `worklist.shows` (`own_accounts.py`), `outcome.CODE.attribute`
(`outcome_policy.py`) and `reason.CODE.attribute` (`reason_policy.py`). Other keys stand
in the policy too, such as the recipe of a ledger, which its first import says for good.
"""

import difflib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.aging import BUCKETS_KEY, ENDS, read_ends, written_ends
from arcollect_tui.rules.assign_rules import MOST_RULES, RULES_KEY, written_rules
from arcollect_tui.rules.calendar_policy import CLOSED_KEY, WEEKEND_KEY, read_closed, read_weekend
from arcollect_tui.rules.calling import BUSINESS, PROFILES
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.outcome_policy import read_outcome_key, shipped_outcomes
from arcollect_tui.rules.own_accounts import EVERYBODY, OWN_KEY, read_own
from arcollect_tui.rules.reason_policy import ATTRIBUTES, canonical, written
from arcollect_tui.rules.reasons import SHIPPED, ReasonTree
from arcollect_tui.rules.sharing_policy import (
    FIRST_SIGHT,
    MOST_RECIPIENTS,
    PAIRING,
    RECIPIENTS,
    read_pairing,
    read_recipients,
)
from arcollect_tui.rules.strategy_policy import read_weight, shipped_weights
from arcollect_tui.rules.text import clean, quoted

DEFAULT_COUNTRY: Final = "US"
NAME, COUNTRY, CURRENCY = "office.name", "office.country", "office.currency"
CUSTOMERS: Final = "office.customers"
"""Whom the office collects from: the hours of calls depend on it."""
_REASON, _OUTCOME = "reason", "outcome"
_LEDGER: Final = "ledger."
_LONG: Final = {RECIPIENTS: MOST_RECIPIENTS, RULES_KEY: MOST_RULES}
"""Keys that hold a list, with the characters of it."""
_MOST_TEXT: Final = 500
"""Characters of a value: a line that can still be read."""


def _currency(text: str) -> str:
    code = text.upper()
    if not is_currency(code):
        raise UsageError(f"{quoted(text)} is not a currency code. Give three letters such as USD or EUR.")
    return code


def _profile(text: str) -> str:
    word = text.lower()
    if word not in PROFILES:
        raise UsageError(f"{quoted(text)} is no kind of customers. Give {' or '.join(PROFILES)}.")
    return word


_PLAIN: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    NAME: ("", lambda text: text),
    COUNTRY: (DEFAULT_COUNTRY, lambda text: office_format(text).country),
    CURRENCY: ("", _currency),
    CUSTOMERS: (BUSINESS, _profile),
    BUCKETS_KEY: (written_ends(ENDS), lambda text: written_ends(read_ends(text))),
    PAIRING: (FIRST_SIGHT, read_pairing),
    RECIPIENTS: ("", read_recipients),
    RULES_KEY: ("", written_rules),
    OWN_KEY: (EVERYBODY, read_own),
    CLOSED_KEY: ("", read_closed),
    WEEKEND_KEY: ("", read_weekend),
    **{key: (value, partial(read_weight, key)) for key, value in shipped_weights().items()},
    **{key: (value, partial(read_outcome_key, key)) for key, value in shipped_outcomes().items()},
}
"""What each key but those of reasons says as shipped, and how a typed value is read."""


def settable(tree: ReasonTree) -> list[str]:
    """Every key that may be set, in order: those of the office first, those of its reasons last."""
    reasons = [f"{_REASON}.{reason.code}.{name}" for reason in tree.every for name in ATTRIBUTES]
    return [*_PLAIN, *reasons]


def shipped(key: str) -> str | None:
    """What a key says as shipped; None for a reason of the office's own, and for other keys."""
    if key in _PLAIN:
        return _PLAIN[key][0]
    reason = SHIPPED.get(_code(key))
    return None if reason is None else written(reason).get(key.rpartition(".")[2])


def says(key: str, office: dict[str, str], tree: ReasonTree) -> str:
    """What a settable key says under the values of an office and its tree; empty for a new reason's."""
    if key in _PLAIN:
        return office.get(key, _PLAIN[key][0])
    reason = tree.get(_code(key))
    return "" if reason is None else written(reason)[key.rpartition(".")[2]]


def named(typed: str) -> str:
    """A key as it is stored: capitals only in the code of a reason or an outcome."""
    first, *rest = typed.strip().split(".")
    if first.lower() not in (_REASON, _OUTCOME) or len(rest) != 2:
        return typed.strip() if typed.startswith(_LEDGER) else typed.strip().lower()
    return f"{first.lower()}.{rest[0].upper()}.{rest[1].lower()}"


def read(key: str, text: str) -> str:
    """The value that a text gives a key, as it is stored.

    Raises:
        UsageError: there is no such key, or it cannot say this.
    """
    line = " ".join(clean(text).split())
    most = _LONG.get(key, _MOST_TEXT)
    if len(line) > most:
        raise UsageError(f"{key} takes at most {most} characters, not {len(line)}.")
    if key in _PLAIN:
        return _PLAIN[key][1](line)
    if key.startswith(_LEDGER):
        raise UsageError(f"{key} is what the first import of the ledger said: it never changes.")
    return canonical(key, line)


def new_reason(key: str, tree: ReasonTree) -> str:
    """The code of the reason that a key would begin; empty where it has begun, or for other keys."""
    code = _code(key)
    return code if code and tree.get(code) is None else ""


def unknown(key: str, known: Iterable[str]) -> UsageError:
    """The refusal of a key that nobody knows, with the nearest one."""
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else "arcollect policy show lists them."
    return UsageError(f"There is no policy key {quoted(key)}. {hint}")


def _code(key: str) -> str:
    first, _, rest = key.partition(".")
    return rest.rpartition(".")[0] if first == _REASON else ""
