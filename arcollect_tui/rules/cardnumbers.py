"""Payment card numbers in text: found by range, check digit and shape, and cut to the last four.

A number of 13 to 19 digits counts when its first digits belong to a card scheme, its Luhn digit is
right, and it is written the way people write cards. Bank account numbers (IBAN), amounts, phone
numbers and lists of invoice numbers are left alone. A masked text masks to itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

SHORTEST: Final = 13
LONGEST: Final = 19
HIDDEN: Final = "••••"

_SPACE: Final = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_DASH: Final = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d-"
_UNSEEN: Final = "\u00ad\u200b-\u200d\u2060\ufeff"
# Marks that part the cells of a file (comma, semicolon, tab, bar, quote) never join digits.
_BETWEEN: Final = rf"[\n\r._/·{_SPACE}{_UNSEEN}{_DASH}]"
_MAYBE: Final = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d){{{SHORTEST - 1}}}")
_ENOUGH: Final = re.compile(rf"(?:\D*+\d){{{SHORTEST}}}")
_RUN: Final = re.compile(rf"{HIDDEN} \d{{4}}(?!\d)|\d+(?:{_BETWEEN}{{1,3}}\d+)*")
_KINDS: Final = tuple(re.compile(f"[{marks}]") for marks in (_SPACE, _DASH, _UNSEEN))
_GROUP: Final = re.compile(r"\d+")

# How schemes print their numbers; written like this, any mark may stand between the groups.
_PRINTED: Final = frozenset(
    {
        (4, 4, 4, 4),
        (4, 4, 4, 4, 1),
        (4, 4, 4, 4, 2),
        (4, 4, 4, 4, 3),
        (4, 6, 5),
        (4, 6, 4),
        (4, 5, 6),
        (4, 4, 5),
        (4, 3, 3, 3),
        (4, 4, 4, 1),
        (4, 4, 4, 2),
        (4, 4, 4, 3),
        (6, 13),
    }
)


class _Range(NamedTuple):
    """First digits of a scheme, and the lengths its numbers have."""

    first: str
    last: str
    lengths: frozenset[int]


_ANY: Final = frozenset(range(SHORTEST, LONGEST + 1))
_LONG: Final = frozenset(range(16, LONGEST + 1))
_RANGES: Final = (
    _Range("4", "4", frozenset({13, 16, 19})),  # Visa
    _Range("51", "55", frozenset({16})),  # Mastercard
    _Range("2221", "2720", frozenset({16})),  # Mastercard
    _Range("34", "34", frozenset({15})),  # American Express
    _Range("37", "37", frozenset({15})),  # American Express
    _Range("300", "305", frozenset(range(14, LONGEST + 1))),  # Diners Club
    _Range("3095", "3095", frozenset(range(14, LONGEST + 1))),  # Diners Club
    _Range("36", "36", frozenset(range(14, LONGEST + 1))),  # Diners Club
    _Range("38", "39", frozenset(range(14, LONGEST + 1))),  # Diners Club
    _Range("3528", "3589", _LONG),  # JCB
    _Range("2200", "2204", _LONG),  # Mir
    _Range("81", "82", _LONG),  # UnionPay, RuPay
    _Range("50", "50", _ANY),  # Maestro
    _Range("56", "69", _ANY),  # Maestro; Discover and UnionPay lie within
)
_FIRST_DIGITS: Final = frozenset("234568")

# ISO 13616: country and length of its account numbers.
_IBANS: Final = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
    DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23
    IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27
    MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
    SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"""
_IBAN_LENGTHS: Final = {entry[:2]: int(entry[2:]) for entry in _IBANS.split()}
_LONGEST_IBAN: Final = 2 * max(_IBAN_LENGTHS.values())  # as many spaces as signs
_IBAN_START: Final = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[0-9]{2}")
_IBAN_SPACE: Final = re.compile(f"[{_SPACE}{_DASH}]")
_CENTS: Final = re.compile(r"[.,]\d{1,3}(?![\d.,])")

CODE_WORDS: Final = ("cvv", "cvc", "cid", "fziffer")
_CODE: Final = re.compile(
    r"((?:cv[vc]2?|(?<![^\W_])cid|pr(?:ü|u\u0308|ue)fziffer)(?:\s*(?:code|is|ist|no|nr))?"
    rf"[\s:=.#({_DASH}]{{0,4}})\d{{3,4}}(?!\d)",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """The text with each card number as `•••• 1111` and each labelled security code as `•••`."""
    if len(text) >= SHORTEST and _ENOUGH.match(text):
        while _MAYBE.search(text):
            masked = _RUN.sub(_masked_run, text)
            if masked == text:
                break
            text = masked
    if len(text) > 5:
        lower = text.lower()
        if any(word in lower for word in CODE_WORDS):
            return _CODE.sub(r"\1•••", text)
    return text


def contains_card(text: str) -> bool:
    """Whether `mask` would hide anything: a card number or a labelled security code."""
    return mask(text) != text


class _Group(NamedTuple):
    """Digits that stand together, with their place in the text and the marks before them."""

    digits: str
    start: int
    end: int
    before: str


def _masked_run(run: re.Match[str]) -> str:
    """The run of digit groups with its card numbers masked."""
    text = run.string
    if run[0].startswith(HIDDEN) or not _ENOUGH.match(run[0]):
        return run[0]
    groups = list(_groups(run))
    pieces, done, first = [], run.start(), 0
    while first < len(groups):
        last = _card_end(text, groups, first)
        if last:
            digits = "".join(group.digits for group in groups[first:last])
            pieces += [text[done : groups[first].start], f"{HIDDEN} {digits[-4:]}"]
            done = groups[last - 1].end
        first = last or first + 1
    return "".join(pieces) + text[done : run.end()]


def _groups(run: re.Match[str]) -> Iterator[_Group]:
    end = run.start()
    for match in _GROUP.finditer(run.string, run.start(), run.end()):
        digits = match[0]
        if not digits.isascii():
            digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
        yield _Group(digits, match.start(), match.end(), run.string[end : match.start()])
        end = match.end()


def _card_end(text: str, groups: list[_Group], first: int) -> int:
    """Where the longest card number that begins with group `first` ends, 0 for none."""
    best, digits = 0, ""
    if not _may_begin(groups, first):
        return 0
    for last in range(first + 1, len(groups) + 1):
        digits += groups[last - 1].digits
        if len(digits) > LONGEST:
            break
        if (
            _in_a_scheme(digits)
            and _written_as_card(groups, first, last)
            and _luhn(digits)
            and not _is_other(text, groups[first:last])
        ):
            best = last
    return best


def _may_begin(groups: list[_Group], first: int) -> bool:
    """A quick look: a scheme's first digit, in a group of four or more or at the start of a row."""
    group = groups[first]
    if group.digits[0] not in _FIRST_DIGITS:
        return False
    following = groups[first + 1].before if first + 1 < len(groups) else ""
    return len(group.digits) >= 4 or first == 0 or _kind(group.before) != _kind(following)


def _in_a_scheme(digits: str) -> bool:
    """Whether a card scheme has numbers of this length that begin like this."""
    return len(digits) >= SHORTEST and any(
        len(digits) in scheme.lengths and scheme.first <= digits[: len(scheme.first)] <= scheme.last
        for scheme in _RANGES
    )


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _written_as_card(groups: list[_Group], first: int, last: int) -> bool:
    """Whether these groups are one number: solid, as printed on cards, or with one mark between."""
    shape = tuple(len(group.digits) for group in groups[first:last])
    if len(shape) == 1:
        return True
    if _is_list([group.digits for group in groups[first:last]]):
        return False
    if shape in _PRINTED:
        return True
    kinds = {_kind(group.before) for group in groups[first + 1 : last]}
    if len(kinds) > 1 or None in kinds or set(shape[1:]) == {3}:  # thousands stand in threes
        return False
    before = _kind(groups[first].before) in kinds
    after = last < len(groups) and _kind(groups[last].before) in kinds
    return min(shape) >= 4 or not (before or after)


def _kind(marks: str) -> int | None:
    """Which kind of single mark stands between two groups; None for anything else."""
    return next((n for n, kind in enumerate(_KINDS) if kind.fullmatch(marks)), None)


def _is_list(numbers: list[str]) -> bool:
    """Whether the groups are neighbouring document numbers: as long, alike in front, all unlike."""
    return (
        len({len(number) for number in numbers}) == 1
        and len({number[:2] for number in numbers}) == 1
        and len(set(numbers)) == len(numbers)
    )


def _is_other(text: str, groups: list[_Group]) -> bool:
    """Whether the number is an amount, a fraction, a phone number or part of an IBAN."""
    start, end = groups[0].start, groups[-1].end
    length = sum(len(group.digits) for group in groups)
    if text[max(start - 1, 0) : start] == "+" and length <= 15:
        return True
    if len(groups) == 1 and text[start - 1 : start] == "." and text[start - 2 : start - 1].isdigit():
        return True
    if len(groups) == 1 and length <= 14 and _CENTS.match(text, end):
        return True
    return any(low <= start and end <= high for low, high in _ibans(text, start))


def _ibans(text: str, place: int) -> Iterator[tuple[int, int]]:
    """Where the valid bank account numbers near a place stand: length right, remainder 1 by 97."""
    for match in _IBAN_START.finditer(text, max(place - _LONGEST_IBAN, 0), place + 2):
        wanted = _IBAN_LENGTHS.get(match[1].upper(), 0)
        account, end = "", match.start()
        while len(account) < wanted and end < len(text):
            if text[end].isascii() and text[end].isalnum():
                account += text[end]
            elif not _IBAN_SPACE.match(text, end) or end - match.start() > _LONGEST_IBAN:
                break
            end += 1
        if wanted and len(account) == wanted and not text[end : end + 1].isalnum():
            number = "".join(str(int(sign, 36)) for sign in account[4:] + account[:4])
            if int(number) % 97 == 1:
                yield match.start(), end
