"""Money: whole minor units and an ISO 4217 code, printed and read in the office's own way."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.text import clean, quoted

MOST_DIGITS: Final = 15
MOST_MINOR: Final = 10**18 - 1  # what a signed 64-bit column holds, with room for a sum of nine

# ISO 4217 list one, active codes with a minor unit. Metals, test codes and codes without a minor
# unit are not money that anyone owes. ANG and BGN left the list in 2025 and 2026; open items of
# the years before still carry them.
_CODES: Final[dict[int, str]] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP
        BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP
        GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK
        LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK
        NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
        STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG
        YER ZAR ZMW ZWG""",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENT: Final = {code: digits for digits, codes in _CODES.items() for code in codes.split()}
_SCALES: Final = (1, 10, 100, 1_000, 10_000)

_DOLLARS: Final = "USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD HKD JMD MXN NZD SGD TTD"
_SIGNS: Final[dict[str, frozenset[str]]] = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP", "FKP", "GIP", "SHP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "$": frozenset(_DOLLARS.split()),
}
_LETTERS: Final = {0: "", 3: "k", 6: "M", 9: "B"}
_THREE_DIGITS: Final = Context(prec=3, rounding=ROUND_HALF_EVEN)
_FACTORS: Final = {"": 1, "k": 1_000, "m": 1_000_000}
_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " ") | {"’": "'", "−": "-"})
_CODE_FIRST: Final = re.compile(r"([a-z]{3}|[€£¥$]) ?([-=0-9.,].*)")
_CODE_LAST: Final = re.compile(r"(.*[0-9km.,]) ?([a-z]{3}|[€£¥$])")
_PERCENT: Final = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%")
_SCALED: Final = re.compile(r"(.*?) ?([km]?)")


def is_currency(code: str) -> bool:
    """Whether the code, in capitals, is a currency that an item can be in."""
    return code in _EXPONENT


def exponent(currency: str) -> int:
    """How many digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD; 2 when unknown."""
    return _EXPONENT.get(currency, 2)


def scale(currency: str) -> int:
    """How many minor units make one unit: 100 for EUR, 1 for JPY."""
    return _SCALES[exponent(currency)]


def share(minor: int, part: int | Fraction) -> int:
    """A part of an amount in whole minor units; a half goes to the even neighbour."""
    return round(minor * Fraction(part))


def plain(minor: int, currency: str) -> str:
    """The amount for machines, without groups: `1234.50`, `-0.05`; `1234` in yen."""
    return _joined(minor, currency, ".", str)


def shown(minor: int, currency: str, fmt: OfficeFormat) -> str:
    """The amount for people, in the office's way: `1,234.50`, `1.234,50`."""
    return _joined(minor, currency, fmt.decimal, lambda whole: _grouped(whole, fmt))


def shown_short(minor: int, currency: str, fmt: OfficeFormat) -> str:
    """The amount in three digits, for narrow places: `41.2k`, `100k`, `1.91M`, `80.6`, `0`.

    Rounded, a half to the even neighbour; never finer than the currency.
    """
    if minor == 0:
        return "0"
    units = _THREE_DIGITS.create_decimal(Decimal(abs(minor)).scaleb(-exponent(currency)))
    power = min(max(units.adjusted() // 3 * 3, 0), 9)
    digits = f"{units.scaleb(-power):f}".replace(".", fmt.decimal)
    return f"{'-' if minor < 0 else ''}{digits}{_LETTERS[power]}"


def parse_amount(
    text: str,
    currency: str,
    fmt: OfficeFormat,
    default: int | None = None,
    full: int | None = None,
) -> int:
    """What a person types into an amount field, in minor units of the currency.

    Understood: an amount in the office's way (`1,204.50`), `12.4k`, `1.5m`, `500 eur`, the sum
    `=1200+350`, and of the proposed amount `all`, `half`, `50%`, `-80.55` (so much less) or nothing
    typed. `full` is everything open. Only `half` and a percentage round: a half minor unit goes to
    the even neighbour.

    Args:
        text: as typed.
        currency: ISO 4217 code of what is paid.
        fmt: the office's marks.
        default: the proposed amount, for a promise all overdue less disputed; None: no proposal.
        full: everything open; None: not known.

    Raises:
        UsageError: no such amount, another currency, too many digits or decimals, or a text with
            two possible readings; the sentence says what to type.
    """
    typed = _normal(text)
    named = _named(typed, default, full)
    if named is not None:
        return named
    body = _without_currency(typed, currency)
    if body.startswith("="):
        return _sum(body, currency, fmt)
    if body.startswith("-"):
        return _less(_number(body[1:].strip(), currency, fmt), default)
    return _number(body, currency, fmt)


def parse_signed(text: str, currency: str, fmt: OfficeFormat) -> int:
    """Read an amount as `shown` writes it, in minor units; here a minus makes it negative.

    Raises:
        UsageError: as for `parse_amount`.
    """
    body = _without_currency(_normal(text), currency)
    if body.startswith("-"):
        return -_number(body[1:].strip(), currency, fmt)
    return _number(body, currency, fmt)


def _grouped(whole: int, fmt: OfficeFormat) -> str:
    if not fmt.lakh or whole < 100_000:
        return f"{whole:,}".replace(",", fmt.group)
    upper, thousands = divmod(whole, 1000)
    pairs = []
    while upper:
        upper, pair = divmod(upper, 100)
        pairs.append(f"{pair:02}" if upper else str(pair))
    return fmt.group.join([*reversed(pairs), f"{thousands:03}"])


def _joined(minor: int, currency: str, decimal: str, whole: Callable[[int], str]) -> str:
    digits = exponent(currency)
    units, rest = divmod(abs(minor), scale(currency))
    part = f"{decimal}{rest:0{digits}}" if digits else ""
    return f"{'-' if minor < 0 else ''}{whole(units)}{part}"


def _normal(text: str) -> str:
    """Lower case, plain spaces and minus signs, no space at either end."""
    return clean(text).translate(_SPACES).strip().lower()


def _named(typed: str, default: int | None, full: int | None) -> int | None:
    """The amount of a word or a percentage, None for anything else."""
    if typed == "full":
        return _known(full, "the open balance is not known here")
    percent = _PERCENT.fullmatch(typed)
    if not percent and typed not in {"", "all", "half"}:
        return None
    proposal = _known(default, "there is no proposed amount here")
    if typed in {"", "all"}:
        return proposal
    part = Fraction(percent[1].replace(",", ".")) / 100 if percent else Fraction(1, 2)
    if part > 1:
        raise UsageError(f"{quoted(typed)} is more than all: type a percentage up to 100%.")
    return share(proposal, part)


def _known(minor: int | None, problem: str) -> int:
    if minor is None:
        raise UsageError(f"An amount is needed, {problem}: type a number.")
    return minor


def _less(minor: int, default: int | None) -> int:
    rest = _known(default, "there is no proposed amount to take it from") - minor
    if rest < 0:
        raise UsageError("That is more than the proposed amount: type a smaller number to take off.")
    return rest


def _sum(typed: str, currency: str, fmt: OfficeFormat) -> int:
    """The sum `=1200+350`, with plus and minus."""
    signs_and_terms = re.split("([+-])", f"+{typed[1:]}")[1:]
    total = 0
    for sign, term in zip(signs_and_terms[::2], signs_and_terms[1::2], strict=True):
        if not term.strip():
            raise UsageError(f"{quoted(typed)} is no sum: type one such as =1200+350.")
        minor = _number(term.strip(), currency, fmt)
        total += -minor if sign == "-" else minor
    if not 0 <= total <= MOST_MINOR:
        raise UsageError(f"{quoted(typed)} comes to less than nothing or too much: type another.")
    return total


def _without_currency(typed: str, currency: str) -> str:
    """The text without a currency code or sign; an unknown word stays and is refused later."""
    if first := _CODE_FIRST.fullmatch(typed):
        code, body = first[1], first[2]
    elif last := _CODE_LAST.fullmatch(typed):
        code, body = last[2], last[1]
    else:
        return typed
    code = code.upper()
    meant = _SIGNS.get(code, frozenset({code} if is_currency(code) else ()))
    if not meant:
        return typed
    if currency not in meant:
        raise UsageError(f"{quoted(typed)} is not in {currency}: type the amount in {currency}.")
    return body


def _number(typed: str, currency: str, fmt: OfficeFormat) -> int:
    """A positive number, perhaps with `k` or `m`, in minor units.

    The office's reading counts unless the text could also be meant with the other decimal mark:
    then only the full form with all decimals, which nobody groups, is taken at its word.
    """
    scaled = _SCALED.fullmatch(typed)
    body, letter = (scaled[1], scaled[2]) if scaled else (typed, "")
    own = _read(body, fmt.decimal, lakh=fmt.lakh)
    other = _read(body, "," if fmt.decimal == "." else ".", lakh=fmt.lakh)
    reading = other if own is None else own
    if reading is None:
        raise UsageError(f"{quoted(typed)} is no amount: type one such as {shown(123450, currency, fmt)}.")
    most = min(MOST_DIGITS, len(str(MOST_MINOR)) - exponent(currency))
    if sum(map(str.isdigit, body)) > MOST_DIGITS or reading * _FACTORS[letter] >= 10**most:
        raise UsageError(f"{quoted(typed)} is too long: type at most {most} digits.")
    minor = _minor(reading, letter, currency)
    if own is not None and other is not None and own != other:
        rival = _minor(other, letter, currency)
        spelt_out = not letter and exponent(currency) == _decimals(own)
        if rival is not None and not spelt_out:
            raise _two_readings(typed, minor, rival, currency, fmt)
    if minor is None:
        example = shown(123450, currency, fmt)
        raise UsageError(f"{quoted(typed)} is finer than {currency} goes: type one such as {example}.")
    return minor


@cache
def _grammar(decimal: str, *, lakh: bool) -> re.Pattern[str]:
    group = "[, ']" if decimal == "." else "[. ']"
    wholes = ["[0-9]+", rf"[1-9][0-9]{{0,2}}(?P<g>{group})[0-9]{{3}}(?:(?P=g)[0-9]{{3}})*"]
    if lakh:
        wholes.append(rf"[1-9][0-9]?(?P<h>{group})(?:[0-9]{{2}}(?P=h))*[0-9]{{3}}")
    return re.compile(rf"(?P<whole>{'|'.join(wholes)})?(?:{re.escape(decimal)}(?P<part>[0-9]+))?")


def _read(body: str, decimal: str, *, lakh: bool) -> Decimal | None:
    """The number if it is well formed with this decimal mark; groups have three digits."""
    match = _grammar(decimal, lakh=lakh).fullmatch(body)
    if not body or not match:
        return None
    whole = re.sub("[^0-9]", "", match["whole"] or "0")
    return Decimal(f"{whole}.{match['part']}" if match["part"] else whole)


def _minor(number: Decimal, letter: str, currency: str) -> int | None:
    """The number in minor units, None when the currency has no such decimals.

    Decimals count as written: 1.000 has three. Before `k` and `m` only their value counts.
    """
    if not letter and _decimals(number) > exponent(currency):
        return None
    minor = Fraction(number) * _FACTORS[letter] * scale(currency)
    return int(minor) if minor.denominator == 1 else None


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


def _two_readings(
    typed: str, minor: int | None, rival: int, currency: str, fmt: OfficeFormat
) -> UsageError:
    def spelt(amount: int) -> str:
        return plain(amount, currency).replace(".", fmt.decimal)

    both = shown(rival, currency, fmt)
    if minor is None:
        return UsageError(
            f"{quoted(typed)} can be read as {typed}, which is finer than {currency} goes, "
            f"or as {both}: type {spelt(rival)} if you mean that."
        )
    return UsageError(
        f"{quoted(typed)} can be read as {shown(minor, currency, fmt)} or as {both}: "
        f"type {spelt(minor)} or {spelt(rival)}."
    )


def odd_scales() -> dict[str, int]:
    """Currencies whose minor unit is not a hundredth, with their scale."""
    return {code: 10**digits for code, digits in _EXPONENT.items() if digits != 2}
