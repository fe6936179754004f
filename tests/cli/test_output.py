"""How answers look: columns of the right width, text shown as it is, one JSON value."""

import io
import json
import sys
from collections.abc import Callable

import pytest

from arcollect_tui.cli.output import Column, Listing, put, put_json, put_json_rows, put_table, say

COLUMNS = (Column("No"), Column("Name", gives=True), Column("Amount", right=True))


class Terminal(io.StringIO):
    """A standard output that people read."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Terminal]:
    """Makes standard output a terminal of 10 lines and 40 columns."""

    def opened() -> Terminal:
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("COLUMNS", "40")
        monkeypatch.setenv("LINES", "10")
        return stream

    return opened


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(COLUMNS, [("1", "Harbor", "1,234.50"), ("22", "Oak", "-3.00")])
    assert capsys.readouterr().out == (
        "No  Name      Amount\n"
        "1   Harbor  1,234.50\n"
        "22  Oak        -3.00\n"
    )  # fmt: skip


def test_wide_and_combining_characters_keep_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(COLUMNS, [("1", "東京", "1.00"), ("2", "e\u0301t", "2.00")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "1   東京    1.00"
    assert lines[2] == "2   ét      2.00"


def test_no_rows_no_header(capsys: pytest.CaptureFixture[str]) -> None:
    put_table(COLUMNS, [])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[bold]x[/] [/red] :smile:", "[bold]x[/] [/red] :smile:"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("a\nb", "a b"),
        ("\u202egnp", "gnp"),
    ],
)
def test_text_from_outside_is_shown_and_does_nothing(
    capsys: pytest.CaptureFixture[str], text: str, shown: str
) -> None:
    put(text)
    put_table((Column("T"),), [(text,)])
    say(text)
    said = capsys.readouterr()
    assert said.out.splitlines() == [shown, "T", shown]
    assert said.err == f"{shown}\n"


def test_a_narrow_terminal_cuts_the_column_that_gives_way(open_terminal: Callable[[], Terminal]) -> None:
    terminal = open_terminal()
    put_table(COLUMNS, [("1", "A very long name of a customer indeed", "1,234.50")])
    lines = terminal.getvalue().splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[1].endswith("1,234.50")
    assert "…" in lines[1]


def _show(listing: Listing, count: int) -> None:
    rows = [str(number) for number in range(count)]
    if listing.fetch is not None:
        rows = rows[: listing.fetch]
    listing.show(rows, (Column("N"),), lambda row: (row,), lambda row: {"n": row}, "No row.")


def test_a_terminal_gets_a_screenful_and_is_told(
    open_terminal: Callable[[], Terminal], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = open_terminal()
    _show(Listing(as_json=False, limit=None), 50)
    assert len(terminal.getvalue().splitlines()) == 1 + 7
    assert "There are more than the 7 shown" in capsys.readouterr().err


def test_what_fits_is_not_called_cut(
    open_terminal: Callable[[], Terminal], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = open_terminal()
    _show(Listing(as_json=False, limit=None), 7)
    assert len(terminal.getvalue().splitlines()) == 1 + 7
    assert capsys.readouterr().err == ""


def test_a_pipe_gets_everything(capsys: pytest.CaptureFixture[str]) -> None:
    _show(Listing(as_json=False, limit=None), 500)
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 501
    assert said.err == ""


def test_json_has_everything_on_a_terminal_too(
    open_terminal: Callable[[], Terminal], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = open_terminal()
    _show(Listing(as_json=True, limit=None), 50)
    assert len(json.loads(terminal.getvalue())) == 50
    assert capsys.readouterr().err == ""


def test_a_limit_holds_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    _show(Listing(as_json=True, limit=3), 50)
    assert json.loads(capsys.readouterr().out) == [{"n": "0"}, {"n": "1"}, {"n": "2"}]


def test_an_empty_list_says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    _show(Listing(as_json=False, limit=None), 0)
    assert capsys.readouterr() == ("", "No row.\n")


def test_an_empty_list_is_an_empty_array(capsys: pytest.CaptureFixture[str]) -> None:
    put_json_rows([])
    assert json.loads(capsys.readouterr().out) == []


def test_json_is_utf8_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    put_json({"name": "東京 Späth"})
    sys.stdout.flush()
    assert json.loads(raw.getvalue().decode("utf-8")) == {"name": "東京 Späth"}


def test_a_terminal_without_the_character_shows_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    put("東京 Späth")
    sys.stdout.flush()
    assert raw.getvalue().decode("latin-1").rstrip() == "?? Späth"
