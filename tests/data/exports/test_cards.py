"""Calendars and cards: every text survives, no line is too long, no text becomes a property."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.exports.cards import MOST_OCTETS, escaped, folded, write_cards

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")) | st.text(
    st.sampled_from("a,;:\\\n \"=é😀'")
)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def unescaped(text: str) -> str:
    found, signs = "", iter(text)
    for sign in signs:
        if sign == "\\":
            after = next(signs)
            found += "\n" if after == "n" else after
        else:
            found += sign
    return found


@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    line = folded(f"NOTE:{escaped(text)}")
    assert unescaped(unfolded(line).removeprefix("NOTE:")) == text
    assert "\n" not in unfolded(line)


@given(TEXTS)
def test_no_line_is_longer_than_it_may_be(text: str) -> None:
    for line in folded(f"NOTE:{escaped(text)}").split("\r\n"):
        assert len(line.encode()) <= MOST_OCTETS


def test_a_card_has_lines_for_what_is_known(tmp_path: Path) -> None:
    out = tmp_path / "a.vcf"
    assert write_cards(out, ("FN", "TEL", "NOTE"), [("Ann", "", escaped("a\nEND:VCARD"))]) == 1
    assert out.read_bytes() == (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nNOTE:a\\nEND:VCARD\r\nEND:VCARD\r\n"
    )


def test_a_day_is_a_day(tmp_path: Path) -> None:
    out = tmp_path / "a.ics"
    write_cards(out, ("DTSTART",), [(date(2026, 12, 4),), ("20261204T143000",)])
    text = out.read_text()
    assert "DTSTART;VALUE=DATE:20261204\n" in text
    assert "DTSTART:20261204T143000\n" in text
    assert text.startswith("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:")
    assert text.endswith("END:VEVENT\nEND:VCALENDAR\n")


def test_an_empty_calendar_is_a_calendar(tmp_path: Path) -> None:
    assert write_cards(tmp_path / "a.ics", ("UID",), []) == 0
    assert "END:VCALENDAR" in (tmp_path / "a.ics").read_text()
