"""The workstation with the user's own keys, and with a file of them that cannot be used."""

from pathlib import Path

from arcollect_tui.keys.keymap import load_keymap
from tests.tui.office import entries, sample_store, workstation


async def test_a_key_of_ones_own_works_and_is_shown(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    (tmp_path / "keys.toml").write_text('"worklist.log_outcome(NA)" = ["Q"]\n"edit.undo" = ["Z"]\n')
    before = len(entries(path, 100))
    async with workstation(path, keymap=load_keymap(tmp_path / "keys.toml")) as hand:
        await hand.press("Q")
        assert hand.echo.endswith("Z undo")
        assert "Z undo" in hand.text()
        await hand.press("u")
        assert len(entries(path, 100)) == before + 1, "u is free now"
        await hand.press("Z")
        assert "undone" in hand.echo.lower() or "Undone" in hand.echo
        await hand.press("c", "n")
        assert "c n: no such outcome" in hand.echo


async def test_a_file_with_a_mistake_leaves_the_shipped_keys_and_says_so(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    (tmp_path / "keys.toml").write_text('"edit.undo" = ["ctrl+h"]\n')
    async with workstation(path, keymap=load_keymap(tmp_path / "keys.toml")) as hand:
        assert "keys of your own are not used: ! says why" in hand.echo
        await hand.press("!")
        assert "arrives as Backspace" in " ".join(hand.text().replace("│", " ").split())
        await hand.press("escape", "c", "n", "u")
        assert "undone" in hand.echo.lower()
