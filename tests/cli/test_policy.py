"""`arcollect policy`: showing, setting and editing what the office decided."""

import sys
from pathlib import Path

import pytest

from arcollect_tui.rules.policy_keys import settable
from arcollect_tui.rules.reason_policy import ATTRIBUTES
from arcollect_tui.rules.reasons import SHIPPED
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")
OWNER = "reason.PRC.owner"


def _value(run: Run, key: str) -> str:
    return str(run("policy", "show", key, "--json").json[0]["value"])


def test_show_lists_every_key_with_what_ships(run: Run) -> None:
    rows = run("policy", "show", "--json").json
    assert list(rows[0]) == ["key", "value", "shipped", "set_by", "set_on", "handle", "entry"]
    assert [row["key"] for row in rows[:-1]] == settable(SHIPPED)
    assert {row["set_by"] for row in rows[:-1]} == {None}
    assert rows[-1]["key"] == "ledger.main.recipe"


def test_show_in_text_names_what_was_shipped_only_where_it_differs(run: Run) -> None:
    run("policy", "set", OWNER, "Pricing")
    lines = run("policy", "show", "PRC").out.splitlines()
    assert lines[0].split() == ["Key", "Value", "Shipped", "Set", "by", "On", "Entry"]
    assert next(line for line in lines if OWNER in line).split() == [
        OWNER, "Pricing", "Sales", "ann", "2026-11-23", "1-2",
    ]  # fmt: skip
    assert next(line for line in lines if "reason.PRC.name" in line).split() == ["reason.PRC.name", "Price"]


def test_show_says_when_no_key_begins_so(run: Run) -> None:
    said = run("policy", "show", "colour")
    assert (said.code, said.out) == (2, "")
    assert "no policy key" in said.err


def test_set_is_one_entry_and_one_undo(run: Run) -> None:
    said = run("policy", "set", "reason.prc.owner", "Pricing", "reason.PRC.sla_days", "9", "--json")
    assert said.code == 0
    assert said.json == {
        "changes": [
            {"key": OWNER, "was": "Sales", "value": "Pricing"},
            {"key": "reason.PRC.sla_days", "was": "5", "value": "9"},
        ],
        "same": [],
        "handle": "1-2",
        "text": f"Policy: {OWNER} = Pricing, reason.PRC.sla_days = 9.",
        "applied": True,
    }
    assert run("undo").code == 0
    assert _value(run, OWNER) == "Sales"
    assert run("redo").code == 0
    assert _value(run, OWNER) == "Pricing"


def test_a_dry_run_shows_the_same_plan_and_writes_nothing(run: Run, office: Path) -> None:
    before = office.read_bytes()
    rehearsed = run("policy", "set", OWNER, "Pricing", "--dry-run", "--json").json
    assert (rehearsed["applied"], rehearsed["handle"]) == (False, "")
    text = run("policy", "set", OWNER, "Pricing", "--dry-run")
    assert text.out.splitlines()[1].split() == [OWNER, "Sales", "Pricing"]
    assert text.out.splitlines()[2] == f"Would set: {OWNER} = Pricing."
    assert office.read_bytes() == before
    done = run("policy", "set", OWNER, "Pricing", "--json").json
    assert done["changes"] == rehearsed["changes"]


def test_a_value_in_force_changes_nothing_and_is_no_error(run: Run) -> None:
    said = run("policy", "set", OWNER, "Sales")
    assert (said.code, said.out) == (0, f"Nothing to change: {OWNER} says that already.\n")
    assert len(run("history", "--json").json) == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((OWNER,), "has no value"),
        (("reason.PCR.owner", "x"), f"Did you mean {OWNER}?"),
        (("reason.PRC.sla_days", "soon"), "business days"),
        (("office.currency", "dollars"), "three letters"),
        (("ledger.main.recipe", "x"), "never changes"),
        ((), "KEY VALUE"),
    ],
)
def test_what_cannot_be_set_is_a_mistake_of_use(run: Run, arguments: tuple[str, ...], why: str) -> None:
    said = run("policy", "set", *arguments)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_a_store_for_reading_only_is_not_set(run: Run) -> None:
    assert run("--read-only", "policy", "set", OWNER, "Pricing").code == 5
    assert run("--read-only", "policy", "show", OWNER).code == 0


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that replaces words; which ones stands in a file of their own."""
    script, words = tmp_path / "editor.py", tmp_path / "words"
    script.write_text(
        "import pathlib, sys\n"
        f"was, now = pathlib.Path({str(words)!r}).read_text().split('|')\n"
        "file = pathlib.Path(sys.argv[-1])\n"
        "text = file.read_text()\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(oct(file.stat().st_mode)[-3:] + text)\n"
        "file.write_text(text.replace(was, now) if was else text + now)\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return words


def test_edit_sets_what_was_changed_in_the_editor(run: Run, editor: Path, tmp_path: Path) -> None:
    editor.write_text(f"{OWNER} = Sales|{OWNER} = Pricing desk")
    said = run("policy", "edit", "PRC", "--yes", "--json")
    assert said.code == 0, said.err
    assert said.json["changes"] == [{"key": OWNER, "was": "Sales", "value": "Pricing desk"}]
    assert said.json["applied"] is True
    seen = (tmp_path / "seen").read_text()
    assert sum(line.startswith("reason.PRC.") for line in seen[3:].splitlines()) == len(ATTRIBUTES)
    if sys.platform != "win32":
        assert seen[:3] == "600"
    assert _value(run, OWNER) == "Pricing desk"


def test_edit_of_everything_changed_by_nobody_changes_nothing(run: Run, editor: Path) -> None:
    editor.write_text("nowhere|at all")
    said = run("policy", "edit")
    assert (said.code, said.out) == (0, "Nothing to change: all is as given.\n")


def test_edit_adds_a_reason(run: Run, editor: Path) -> None:
    editor.write_text("|reason.PAL.owner = Logistics\nreason.PAL.name = Pallets\n")
    assert run("policy", "edit", "PRC", "--yes").code == 0
    assert _value(run, "reason.PAL.owner") == "Logistics"
    assert run("code", "pal", "--item", "1001").code == 0


def test_edit_refuses_a_wrong_value_with_its_line_and_key(run: Run, editor: Path) -> None:
    editor.write_text("reason.PRC.sla_days = 5|reason.PRC.sla_days = soon")
    said = run("policy", "edit", "PRC", "--yes")
    assert said.code == 2
    assert said.err.startswith('error: policy.txt line 6: reason.PRC.sla_days cannot be "soon": ')
    editor.write_text("|nonsense\n")
    assert run("policy", "edit", "PRC", "--yes").err.startswith("error: policy.txt line 14: ")
    assert len(run("history", "--json").json) == 1


def test_edit_is_not_applied_while_nobody_can_say_yes(run: Run, editor: Path) -> None:
    editor.write_text(f"{OWNER} = Sales|{OWNER} = Pricing")
    said = run("policy", "edit", "PRC")
    assert said.code == 3
    assert said.err.splitlines() == [
        f"{OWNER}: Sales -> Pricing",
        "error: Nobody is at a terminal to ask, so nothing was changed: add --yes to apply.",
    ]
    assert _value(run, OWNER) == "Sales"


def test_an_editor_that_is_not_there_or_fails_changes_nothing(
    run: Run, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.write_text("too|many|words")
    said = run("policy", "edit")
    assert said.code == 3
    assert "ended with 1. Nothing was changed." in said.err
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    said = run("policy", "edit")
    assert said.code == 3
    assert "no-such-editor-here cannot be started" in said.err
