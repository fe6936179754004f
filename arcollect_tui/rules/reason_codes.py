"""Reason codes of others, mapped onto the office's reasons and back.

A code is typed with its list before it: `x12:06`, `retail:22`, `carc:45`, `sap:Z12`. The lists that ship
are in `code_lists.py`; SAP's codes are each company's own, so `reason.CODE.sap` alone says them.
"""

import re
from collections.abc import Iterator
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.code_lists import LISTS, ForeignCode
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.text import quoted

SCHEMES: Final = {
    "x12": "X12 426",
    "retail": "retail deductions",
    "carc": "health claims",
    "sap": "SAP",
}
"""The lists, each with what people call it."""
_FOREIGN: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s*:\s*(.*)", re.DOTALL)
_MOST_NAMED: Final = 8


def is_foreign(text: str) -> bool:
    """Whether a code of another list is typed: anything with a colon behind a word."""
    return _FOREIGN.fullmatch(text.strip()) is not None


def find_reason(tree: ReasonTree, text: str) -> Reason:
    """The reason that is typed, by our code or by one of another list.

    Raises:
        UsageError: none or several match; what is known is named.
    """
    return ours(tree, text) if is_foreign(text) else tree.find(text)


def ours(tree: ReasonTree, text: str, *, retired: bool = False) -> Reason:
    """Our reason for a code of another list.

    Where several reasons list the code, the one where it stands first; of equals the first of the tree.

    Args:
        tree: the office's reasons.
        text: `list:code`, in either case; zeros before a number may be left out.
        retired: a reason that is no longer offered will do, as for asking what was coded with it.

    Raises:
        UsageError: there is no such list or code, or its reason is no longer offered.
    """
    scheme, code = _parts(text)
    every = [reason for reason, known in _meanings(tree, scheme, code) if known == _plain(code)]
    found = [reason for reason in every if reason.active or retired]
    if found:
        return found[0]
    if every:
        gone = f"{every[0].code} ({every[0].name.lower()})"
        raise UsageError(f"{text.strip()} stands for {gone}, which is no longer offered.")
    raise UsageError(_unknown(tree, scheme, code))


def means(tree: ReasonTree, text: str) -> str:
    """Code of our reason for a code of another list; empty when it stands for none that is offered."""
    try:
        return ours(tree, text).code
    except UsageError:
        return ""


def beginning(tree: ReasonTree, text: str) -> list[Reason]:
    """The reasons offered whose code in another list begins as typed, likeliest first; for type-ahead."""
    try:
        scheme, code = _parts(text)
    except UsageError:
        return []
    exact = [reason for reason, known in _meanings(tree, scheme, code) if known == _plain(code)]
    longer = [reason for reason, _ in _meanings(tree, scheme, code)]
    return [reason for reason in dict.fromkeys([*exact[:1], *longer]) if reason.active]


def theirs(tree: ReasonTree, code: str, scheme: str) -> str:
    """The usual code of another list for one of our reasons; empty when the list has none.

    Args:
        tree: the office's reasons.
        code: of our reason.
        scheme: name of the list.

    Raises:
        UsageError: there is no such list.
    """
    _check(scheme)
    reason = tree.get(code)
    listed = () if reason is None else _listed(reason, scheme)
    shipped = (foreign.code for foreign in LISTS.get(scheme, ()) if foreign.reason == code)
    return next(iter(listed), "") or next(shipped, "")


def foreign_words(text: str) -> str:
    """What a code of a shipped list means, in its own words; empty for others."""
    found = _FOREIGN.fullmatch(text.strip())
    if found is None:
        return ""
    shipped = _shipped(found[1].lower(), _plain(found[2]))
    return "" if shipped is None else shipped.words


def _parts(text: str) -> tuple[str, str]:
    """List and code of `list:code`."""
    found = _FOREIGN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{quoted(text)} names no list: type x12:06, or {_schemes()}.")
    scheme = found[1].lower()
    _check(scheme)
    return scheme, found[2].strip()


def _check(scheme: str) -> None:
    if scheme not in SCHEMES:
        raise UsageError(f"There is no list of codes {quoted(scheme)}. There are {_schemes()}.")


def _schemes() -> str:
    return ", ".join(f"{scheme}: ({name})" for scheme, name in SCHEMES.items())


def _plain(code: str) -> str:
    """A code as it is compared: `6` is `06`, `z12` is `Z12`."""
    typed = code.strip().upper()
    return typed.lstrip("0") or "0" if typed.isdecimal() else typed


def _listed(reason: Reason, scheme: str) -> tuple[str, ...]:
    """The codes that the office's policy lists for a reason."""
    return {"x12": reason.x12, "sap": reason.sap}.get(scheme, ())


def _shipped(scheme: str, plain: str) -> ForeignCode | None:
    return next((code for code in LISTS.get(scheme, ()) if _plain(code.code) == plain), None)


def _meanings(tree: ReasonTree, scheme: str, code: str) -> Iterator[tuple[Reason, str]]:
    """The reasons whose code in the list begins so, each with that code, by how usual it is for them.

    What policy lists goes first: a shipped code that an office gives to another reason is that one's.
    """
    typed = code.strip().upper()
    ranked = [
        (place, reason, listed)
        for reason in tree.every
        for place, listed in enumerate(_listed(reason, scheme))
        if _begins(listed, typed)
    ]
    taken = {_plain(listed) for _, _, listed in ranked}
    yield from (
        (reason, _plain(listed)) for _, reason, listed in sorted(ranked, key=lambda found: found[0])
    )
    for foreign in LISTS.get(scheme, ()):
        reason = tree.get(foreign.reason)
        if reason is not None and _plain(foreign.code) not in taken and _begins(foreign.code, typed):
            yield reason, _plain(foreign.code)


def _begins(code: str, typed: str) -> bool:
    return code.upper().startswith(typed) or _plain(code) == _plain(typed)


def _unknown(tree: ReasonTree, scheme: str, code: str) -> str:
    name = SCHEMES[scheme]
    if scheme == "sap":
        known = [listed for reason in tree.every for listed in reason.sap]
        cure = "Set them by policy, for example reason.PRC.sap."
    else:
        known = [foreign.code for foreign in LISTS[scheme]]
        cure = f"It has {len(known)}, for example {', '.join(sorted(known)[:_MOST_NAMED])}."
    if scheme == "sap" and known:
        cure = f"There are {', '.join(dict.fromkeys(known))}; reason.CODE.sap adds others."
    return f"{name} code {quoted(code)} is not known here. {cure}"
