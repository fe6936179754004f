"""What the first keys would wait for: loaded in a thread, after the first paint."""

from importlib import import_module

from arcollect_tui.services.office import Office, warm_up

LATER = ("call_verbs", "note_verbs")
"""Modules of this room that the worklist does without until a key is pressed."""


def load_for_the_first_keys(office: Office) -> None:
    """Load what the first deed and the first form need."""
    warm_up(office)
    for name in LATER:
        import_module(f"arcollect_tui.screens.{name}")
