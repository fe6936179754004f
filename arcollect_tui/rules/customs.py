"""How each country writes amounts and days: what the Unicode Common Locale Data Repository says, in brief.

A copy, because reading the repository costs a start of the workstation more than the store does. A test
compares it with the repository of the Babel release in `constraints.txt`.
"""

from typing import Final, Literal

DateOrder = Literal["dmy", "mdy", "ymd"]
CUSTOMS: Final[tuple[tuple[str, str, DateOrder, str, int, bool, str], ...]] = (
    (".", ",", "dmy", "/", 0, False,
     "AC AE AI AQ AU BB BM BQ BV CC CK CP CQ CU CX DG EH FJ FK FM GB GD GG GI GM GS GY HM IE IM IO "
     "JE KI KM KN KY LC LR ML MS MW MY NE NF NG NR NU NZ PG PN PS PW SB SH SL SO SS SX SZ TA TC TD "
     "TF TK TO TV TZ UG VC VG VU ZM"),
    (",", "\u00a0", "dmy", "/", 0, False,
     "BF BJ BL CD CG CI CM CR FR GA GF GN GP HT KG MC MF MQ MU NC PF PM RE SC TG TJ UZ WF YT"),
    (".", ",", "dmy", "/", 6, False,
     "AG BS BW BZ DM DO ET GT HK HN JM KE KH MM MO MT MX NI PE PK SA SG SV TH TT WS YE"),
    (",", ".", "dmy", "/", 0, False,
     "AD AR BE BI BN BO CF CY EA EC ES GQ GR IC IT LB LU MA MR SM TN UY VA VN"),
    (",", "\u00a0", "dmy", ".", 0, False, "AL AM BG BY CZ EE FI GE KZ LV NO PL RU SJ SK TM UA XK"),
    (",", ".", "dmy", ".", 0, False, "AT AZ BA DE DK FO HR IS MD ME MK RO RS SI TR"),
    (".", ",", "dmy", "/", 5, False, "BH EG IQ JO KW OM QA SD SY"),
    (".", ",", "mdy", "/", 6, False, "AS GU MH PA PH PR UM US VI"),
    (",", "\u00a0", "dmy", "/", 6, False, "AO CV GW MZ PT ST TL"),
    (",", ".", "dmy", "-", 0, False, "AW CL NL SN SR"),
    (",", ".", "dmy", "/", 6, False, "BR CO ID LA VE"),
    (",", "\u00a0", "ymd", "-", 0, False, "AX LT NA SE"),
    (".", ",", "mdy", "/", 0, False, "ER GH MP"),
    (".", ",", "ymd", "-", 0, False, "LK LS MG"),
    (".", ",", "ymd", "-", 6, False, "CA PY ZW"),
    (",", ".", "dmy", "/", 5, False, "DZ LY"),
    (",", ".", "ymd", "-", 0, False, "GL RW"),
    (".", ",", "dmy", "/", 6, True, "BD IN"),
    (".", ",", "ymd", ".", 0, False, "KP MN"),
    (".", ",", "ymd", "/", 5, False, "AF IR"),
    (".", ",", "ymd", "/", 6, False, "JP TW"),
    (".", "’", "dmy", ".", 0, False, "CH LI"),
    (",", "\u00a0", "dmy", "/", 5, False, "DJ"),
    (",", "\u00a0", "ymd", ".", 0, False, "HU"),
    (",", "\u00a0", "ymd", "/", 6, False, "ZA"),
    (".", ",", "dmy", "-", 0, False, "CW"),
    (".", ",", "dmy", "-", 4, True, "MV"),
    (".", ",", "dmy", ".", 6, False, "IL"),
    (".", ",", "ymd", "-", 6, True, "BT"),
    (".", ",", "ymd", ".", 6, False, "KR"),
    (".", ",", "ymd", "/", 0, False, "CN"),
    (".", ",", "ymd", "/", 6, True, "NP"),
)  # fmt: skip
"""Decimal mark, group mark, order and separator of days, first day of the week, lakh, and the countries."""
