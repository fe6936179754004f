"""What was half typed when the window went away, offered again at the start."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arcollect_tui.rules.text import counted
from arcollect_tui.services.drafts import SavedDraft, drafts

if TYPE_CHECKING:
    from arcollect_tui.screens.workstation import Workstation

_WHERE = "the row says draft, its key goes on with it; g t 9 lists all."


def offer_drafts(ws: "Workstation") -> None:
    """Say that forms wait to be finished, unless something more urgent is said already."""

    def offer(found: Sequence[SavedDraft]) -> None:
        # Forms about no customer, those of the settings, stand in no list.
        count = sum(draft.customer_id > 0 for draft in found)
        if count and not ws.said:
            ws.say(f"{counted(count, 'draft')} left: {_WHERE}")

    ws.fetch(ws, "drafts", lambda: drafts(ws.office), offer)
