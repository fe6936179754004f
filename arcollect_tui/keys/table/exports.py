"""Keys of the files that were sent."""

from collections.abc import Iterable

from arcollect_tui.keys.action import Action


def exports() -> Iterable[Action]:
    """Sending what is new; a run repeated, sent again, or withdrawn."""
    sent = frozenset({"exports"})
    new = "Send what no file has carried yet, or export anything else."
    yield Action("exports.send", ("x",), "send", new, sent)
    same = "Write the file of the run once more, byte for byte; nothing is noted."
    yield Action("exports.again", ("r",), "same file", same, sent)
    anew = "Send the entries of the run again, as they stand now; noted as a run of its own."
    yield Action("exports.anew", ("a",), "send again", anew, sent)
    withdraw = "Say that the run was not sent after all: its entries go into the next one."
    yield Action("exports.withdraw", ("w",), "withdraw", withdraw, sent, writes=True)
