"""The threads of a window: readers, one writer, and one for what takes long.

Reading happens newest question first, stale answers dropped. Writing happens in one thread of its own,
strictly in the order of the keys, so that nothing typed ahead can overtake.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from textual.message_pump import MessagePump

from arcollect_tui.errors import ArcollectError

READERS = 2

ValueT = TypeVar("ValueT")
Failed = Callable[[ArcollectError], None]


class Threads:
    """Runs service calls beside the keys; every answer comes back on the UI thread."""

    def __init__(self) -> None:
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._jobs: list[Future[None]] = []
        self._newest: dict[tuple[int, str], int] = {}

    def read(
        self,
        owner: MessagePump,
        group: str,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None],
        failed: Failed,
        *,
        after_writes: bool = False,
    ) -> None:
        """Read, for one who asks; see `Workstation.fetch`."""
        key = (id(owner), group)
        number = self._newest[key] = self._newest.get(key, 0) + 1

        def fresh() -> bool:
            return self._newest.get(key) == number

        def answer(value: ValueT) -> None:
            if fresh():
                then(value)

        def wrong(error: ArcollectError) -> None:
            if fresh():
                failed(error)

        def work() -> None:
            if fresh():
                _work(owner, job, answer, wrong)

        def when_written(_: None) -> None:
            self._send(self._readers, work)

        if after_writes:
            self.write(owner, lambda: None, when_written, wrong)
        else:
            self._send(self._readers, work)

    def write(
        self,
        owner: MessagePump,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None],
        failed: Failed,
    ) -> None:
        """Write, after everything that was to be written before."""
        self._send(self._writer, lambda: _work(owner, job, then, failed))

    def beside(
        self,
        owner: MessagePump,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None],
        failed: Failed,
    ) -> None:
        """Write beside the writer, after everything that was to be written before; no deed waits for it."""

        def work() -> None:
            _work(owner, job, then, failed)

        self._send(self._writer, lambda: self._send(self._beside, work))

    def when_all_is_written(self, owner: MessagePump, callback: Callable[[], None]) -> None:
        """Call back once nothing is left to be written."""
        self._writer.submit(owner.call_later, callback)

    def _send(self, threads: ThreadPoolExecutor, work: Callable[[], None]) -> None:
        self._jobs = [job for job in self._jobs if not job.done()]
        self._jobs.append(threads.submit(work))

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being read or written."""
        return all(job.done() for job in self._jobs)

    def finish(self) -> None:
        """Write what is still to be written, and let the threads end."""
        self._writer.shutdown(wait=True)
        self._beside.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)


def _work(
    owner: MessagePump,
    job: Callable[[], ValueT],
    then: Callable[[ValueT], None],
    failed: Failed,
) -> None:
    """One service call and one message; what has no name is raised where the app sees it."""
    try:
        value = job()
    except ArcollectError as error:
        owner.call_later(failed, error)
    except Exception as error:  # noqa: BLE001 - handed over, not swallowed: the app ends with it
        owner.call_later(_raise, error)
    else:
        owner.call_later(then, value)


def _raise(error: Exception) -> None:
    raise error
