"""What is set for the office."""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action

SECTIONS = (
    *("reasons", "outcomes", "strategy", "aging", "calendar", "office"),
    *("yours alone", "take in a file", "sample office"),
)
"""What the digits of the settings open, in order."""


def settings() -> Iterable[Action]:
    """Reasons and outcomes; then the sections."""
    reasons = frozenset({"reasons"})
    add = "Add a reason of the office's own."
    yield Action("reasons.add", ("a",), "add", add, reasons, writes=True)
    retire = "Offer the reason no longer for new codings, or offer it again."
    yield Action("reasons.retire", ("r",), "retire, offer", retire, reasons, writes=True)
    offer = "Offer the outcome no longer for new calls, or offer it again."
    yield Action("outcomes.retire", ("r",), "retire, offer", offer, frozenset({"outcomes"}), writes=True)
    yield from _sections()


def _sections() -> Iterable[Action]:
    settings = frozenset({"settings"})
    for digit, section in enumerate(SECTIONS, 1):
        sentence = f"Open the section {section}."
        yield Action("settings.open", (str(digit),), section, sentence, settings, argument=str(digit))
