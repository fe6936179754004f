"""Saving calls while another process takes in the next day's file."""

import json
import subprocess
import time
from collections.abc import Iterator

from arcollect_tui.errors import StoreError
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.office import Office
from benchmarks.figures import Figure
from benchmarks.processes import environment, python
from benchmarks.workshop import TOMORROW, Workshop, office_at

NAME = "beside"
SLACK = 0.25
"""Seconds that a call may wait beyond the move of ready rows: it looks again every tenth of a second."""
PAUSE = 0.05


def _longest_wait(office: Office, customer: int, other: "subprocess.Popen[str]") -> tuple[float, int]:
    """Save calls until the other process has ended; seconds that the slowest took, and how many."""
    longest, saved = 0.0, 0
    while other.poll() is None:
        start, done = time.perf_counter(), False
        draft = CallDraft(customer, "VM", note="left a message", token=office.token())
        while not done:
            try:
                log_call(office, draft)
                done = True
            except StoreError:
                pass  # told after five seconds that another one writes: the draft is kept, and saved again
        longest, saved = max(longest, time.perf_counter() - start), saved + 1
        time.sleep(PAUSE)
    return longest, saved


def figures(workshop: Workshop) -> Iterator[Figure]:
    """The longest wait of a call, beside the time for which the file locks the store."""
    store, tomorrow = workshop.store(), workshop.next_day
    with office_at(store, TOMORROW) as office:
        with office.store.reading() as connection:
            customer = connection.exec_driver_sql("SELECT min(id) FROM customer").scalar_one()
        command = python("-m", "benchmarks.importing", store, tomorrow, TOMORROW.isoformat())
        other = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
        longest, saved = _longest_wait(office, customer, other)
        said = json.loads(other.communicate()[0])
    yield Figure(NAME, "the file from start to end", said["whole"], "s")
    what, most = f"longest wait of {saved} calls meanwhile", said["locked"] + SLACK
    yield Figure(NAME, what, longest, "s", most, f"the move of ready rows: {said['locked']:.2f} s")
