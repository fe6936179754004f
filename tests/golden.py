"""Every screen of the sample office, as text and as a picture: `python -m tests.golden` makes them anew.

The texts are compared by `tests/tui/test_golden.py`; the pictures are those of the documentation. Day,
clock, time zone, collector and sample are given, so that the same screens come out on every machine.
"""

import asyncio
import csv
import os
import re
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from arcollect_tui.app import ArcollectApp
from arcollect_tui.rules.dispute_words import hinted_reason
from arcollect_tui.screens.themes import DARK, MONO
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.exports import export
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.elsewhere import Elsewhere
from tests.services.next_day import next_file
from tests.tui.office import Hand

FOLDER = Path(__file__).parents[1] / "screens"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 41, tzinfo=UTC)
ZONE = "EST5EDT,M3.2.0,M11.1.0"
"""New York, spelled out so that no zone file is needed: 09:41 at the desk."""
COLLECTOR = "J.Kim"
HERE = "/home/jkim"
"""What the folder of the exports is called on every machine."""
SIZES = ((120, 35), (80, 24))
SUFFIXES = (".txt", ".svg", "-mono.svg")
"""The text, which is the same without colours; the picture in the dark theme; and that in none."""
STILL = 2.0
"""Seconds without a change until a screen is what it is; the window looks at the store each second."""
LOADED = ("left", "open")
"""Words of a worklist that has its counts and its pane."""


@dataclass(frozen=True)
class Shot:
    """One screen.

    Attributes:
        name: of its files.
        keys: what is pressed from the start, with a blank between keys.
        signs: what stands on the screen when everything has come.
        sizes: columns and lines.
        empty: in an office without a ledger.
        contested: after another desk's entries came, which contradict those of this desk.
        half_coded: after every second short pay whose text hints at a reason was coded so.
        types: one types there, so that ? is a letter.
        next_file: with the file of the next day beside the store.
        strange_file: with a file beside the store whose columns no layout knows.
        edited: with a worklist that was exported and edited beside the store.
    """

    name: str
    keys: str
    signs: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...] = SIZES
    empty: bool = False
    contested: bool = False
    half_coded: bool = False
    types: bool = False
    next_file: bool = False
    strange_file: bool = False
    edited: bool = False

    def file(self, size: tuple[int, int], suffix: str) -> Path:
        """Where the shot is kept."""
        return FOLDER / f"{self.name}-{size[0]}x{size[1]}{suffix}"


def letters(text: str) -> str:
    """The keys of a text, as a shot names them."""
    return " ".join("space" if letter == " " else letter for letter in text)


PREVIEWED = f"g m a {letters('next.csv')} enter"
"""The keys to the preview of the file of the next day."""
MAPPED = f"g m a {letters('export.csv')} enter"
"""The keys to the columns of a file that no layout knows."""
ANSWERED = f"g g j enter {letters('dmy')} enter j enter {letters('comma')} enter"
"""The keys that say how its dates and amounts are written."""
STRANGE = """Kd,Bel,Wann,Fällig,Rst,Farbe
Harbor Trading Ltd,A-1001,03/04/2026,04/05/2026,"1.234",red
Harbor Trading Ltd,A-1002,07/04/2026,08/05/2026,"2.500",blue
Mill & Sons,A-1003,05/05/2026,05/06/2026,"700",blue
"""
SHOTS = (
    Shot("worklist", "", LOADED),
    Shot("worklist-done", "c n j space c v", ("2 done", "Logged", "done 09:41", *LOADED)),
    Shot("worklist-list", "z", LOADED[:1]),
    Shot("worklist-pane", "z z", ("Last contacts",)),
    Shot("which-key", "c", ("n  no answer", "pending: c")),
    Shot("call-promise", "p f r i", ("Will write", "draft saved"), types=True),
    Shot("call-dispute", "c d", ("Call", "Reason"), types=True),
    Shot("note", "a C a l l s space b a c k", ("Calls back", "draft saved"), types=True),
    Shot("reschedule", "r m o n", ("Mon 30 Nov", "draft saved"), types=True),
    Shot("contacts", "e", ("Contact",), types=True),
    Shot("why", "=", ("score",), types=True),
    Shot("account", "enter", ("[Items 61]", "Changes 72", "Suggested")),
    Shot("account-timeline", "enter ]", ("[Timeline ", "Changes 72")),
    Shot("account-entry", "enter ] enter", ("[Timeline ", "Esc close"), types=True),
    Shot("account-promises", "f p : k e p t enter enter ] ]", ("[Promises ", "kept")),
    Shot("account-promise", "f p : k e p t enter enter ] ] enter", ("judged by the file",), types=True),
    Shot("account-disputes", "f d i s p u t e d > 0 enter enter ] ] ]", ("[Disputes ", "Owner")),
    Shot("account-contacts", "enter [ [", ("[Contacts ", "There now")),
    Shot("account-changes", "enter [", ("[Changes 72]", "short paid")),
    Shot(
        "contact-zone",
        "e tab tab tab tab tab tab f2",
        ("Contact: time zone", "United States"),
        types=True,
    ),
    Shot("items", "g i", ("4,000 of 4,000",)),
    Shot("items-short", "V s space space j space", ("of 4,000", "3 marked")),
    Shot("coding-reasons", "V s * ; d p r", ("Reason for", "PRC", "customers"), types=True),
    Shot("coding-preview", "V s * ; d p r enter", ("nothing written yet", "customers"), types=True),
    Shot(
        "coding-split",
        f"V s f {letters(' cur:usd')} enter * ; d tab ctrl+u {letters('prc 9.50 + frt rest')} enter",
        ("PRC + FRT on", "196 items"),
        types=True,
    ),
    Shot(
        "coding-fields", "V s * ; d p r c tab tab tab C - 7 7 f2", ("Their words", "claim C-77"), types=True
    ),
    Shot("marks-prompt", "V s m f r e i g h t", (" m short d:uncoded freight", "of 4,000"), types=True),
    Shot("marks-excluded", "V s X * k", ("221 marked", "! excluded")),
    Shot("view-saved-as", "V s V = k enter", ("Save the view", "a word or two"), types=True),
    Shot("columns", "V s o J", ("Columns", "In the filter"), types=True),
    Shot("columns-worklist", "o 9 j f", ("Columns", "last_contact_on"), types=True),
    Shot("looks", "g v", ("Colours and borders", "ansi16"), types=True),
    Shot("looks-no-borders", "g v G", ("Colours and borders", "Enter keep it"), types=True),
    Shot("sideways", "g p right right right right right right right right right right", ("Promises",)),
    Shot("coded", "V s * ; d p r enter enter", ("Coded: dispute PRC", "PRC")),
    Shot("queue", "V c", ("of 4,000", "to code")),
    Shot("tolerance", "V c T", ("within the tolerance", "skips"), types=True),
    Shot("proposals", "V c P", ("text has",), half_coded=True, types=True),
    Shot("cause", "V s D p r c", ("Root cause", "Price"), types=True),
    Shot("item-why", "V s d p r enter enter k =", ("when it was coded", "J.Kim"), types=True),
    Shot("reasons", "g s 1", ("27 reasons", "Tolerance")),
    Shot("reason", "g s 1 enter tab tab tab 9", ("Will write", "draft saved"), types=True),
    Shot("settings", "g s", ("9 sections", "Aging buckets")),
    Shot("outcomes", "g s 2", ("20 outcomes", "Next step")),
    Shot("outcome", "g s 2 enter", ("Next step", "business day later"), types=True),
    Shot("strategy", "g s 3", ("Per day", "Over limit", "Enter preview"), types=True),
    Shot("strategy-preview", "g s 3 tab tab 9 enter", ("stand elsewhere", "Move"), types=True),
    Shot("aging", "g s 4", ("1-30  31-60", "Enter preview"), types=True),
    Shot("calendar", "g s 5", ("Closed on", "Enter preview"), types=True),
    Shot("history", "g u", ("Entry", "Undone by")),
    Shot("items-export", "g i x", ("items-2026-11-23.csv", "Enter write"), types=True),
    Shot("activity", "c n c v g a x", ("activity-2026-11-23.csv", "Enter write"), types=True),
    Shot("exported", "c n c v g a x enter", ("Exported",)),
    Shot("promises", "g p", ("Due", "State")),
    Shot("today", "c n c v g t", ("2 done", "222", "Ledger of")),
    Shot(
        "answering",
        "p + 9 ctrl+t C 1 0 0 2 enter c o p y",
        ("Inbound call", "Will write", "draft saved"),
        types=True,
    ),
    Shot("answered", "p + 9 ctrl+t C 1 0 0 2 enter enter", ("R back", "1 parked", "R goes back")),
    Shot("conflicts-list", "g t 8", ("2 conflicts", "Also said"), contested=True),
    Shot("find", "/ h a r", ("har",), types=True),
    Shot("help", "?", ("Keys of worklist",), types=True),
    Shot("help-typed", "? p r o m", ("prom", "broken promises"), types=True),
    Shot("palette", ": u n d o", ("Commands",), types=True),
    Shot("messages", "c n c v !", ("Messages, newest first", "Logged"), types=True),
    Shot("filter", "f o d > = 3 0", ("of 300",)),
    Shot("filter-error", "f o d > = t h i r t y", ("^^^^^^",)),
    Shot("refused", "g i ; d", ("othing is marked",)),
    Shot("welcome", "", ("Welcome to arcollect", "3 of 3"), empty=True, types=True),
    Shot("first-office", "enter", ("step 1 of 2", "who works here"), empty=True, types=True),
    Shot("first-file", "enter escape", ("step 2 of 2", "Tab completes"), empty=True, types=True),
    Shot("assign", "t a . tab tab f r i", ("a cover until Fri 27 Nov", "draft saved"), types=True),
    Shot("assigned", "t a . tab tab f r i enter", ("covered by A.Roy", *LOADED)),
    Shot("assign-preview", "* ; t m . enter", ("nothing written yet", "loses"), types=True),
    Shot("team", "g o", ("3 collectors", "Untouched")),
    Shot("team-hand-out", "g o x", ("one file a collector", "handout-2026-11-23"), types=True),
    Shot("imports", "g m", ("Entry", "a take in a file")),
    Shot("imports-kept", "g m x", ("Get back", "a folder will do"), types=True),
    Shot("import-file", "g m a n e x tab", ("next.csv", "Enter preview"), next_file=True, types=True),
    Shot("import-preview", f"{PREVIEWED}", ("Stopped by shrink", "then:"), next_file=True),
    Shot("import-through", f"{PREVIEWED} j l", ("Enter applies", "let through"), next_file=True),
    Shot("import-walk", f"{PREVIEWED} {'j ' * 4}enter", ("What it means", "Esc back"), next_file=True),
    Shot("import-held", f"{PREVIEWED} j j enter", ("What is wrong", "e fix"), next_file=True),
    Shot(
        "import-fix",
        f"{PREVIEWED} j j enter e {letters('2026-12-01')}",
        ("what should stand in due_date", "2026-12-01"),
        next_file=True,
        types=True,
    ),
    Shot(
        "import-left-out",
        f"{PREVIEWED} j j enter d escape j enter",
        ("left out", "due_date", "Esc back"),
        next_file=True,
    ),
    Shot("import-columns", f"{PREVIEWED} o", ("A reads the file so", "decimal point"), next_file=True),
    Shot("mapper", MAPPED, ("No column gives amount", "not yet"), strange_file=True),
    Shot(
        "mapper-pick", f"{MAPPED} G k enter", ("What is Rst?", "Enter take"), strange_file=True, types=True
    ),
    Shot(
        "mapper-asked",
        f"{MAPPED} G k enter {letters('open_a')} enter g g j",
        ("Enter on Amounts", "which?"),
        strange_file=True,
    ),
    Shot(
        "mapper-save",
        f"{MAPPED} G k enter {letters('open_a')} enter {ANSWERED} w",
        ("goes into", "Enter save"),
        strange_file=True,
        types=True,
    ),
    Shot(
        "returned",
        f"g m a {letters('plan.csv')} enter",
        ("exported, and edited elsewhere", "Enter applies 3 changes"),
        edited=True,
    ),
    Shot(
        "returned-row",
        f"g m a {letters('plan.csv')} enter j enter",
        ("not taken, next_action_on", "Esc close"),
        edited=True,
        types=True,
    ),
    Shot("exports-empty", "g x", ("No file is noted as sent yet",)),
    Shot("exports", "c n g x x enter w c v x enter", ("- withdrawn", "Run 1-")),
    Shot("exports-run", "c n g x x enter enter", ("It counts as sent.", "Esc close"), types=True),
    Shot("exports-again", "c n g x x enter r", ("again", "Enter write"), types=True),
    Shot("export-layouts", "g a x tab tab f2", ("salesforce-machine", "exact to the byte"), types=True),
    Shot("held", f"{PREVIEWED} j l A g m h", ("2 held lines", "waits"), next_file=True),
    Shot("empty", "escape", ("The office is empty",), empty=True),
    Shot("conflicts", "", ("! 2 conflicts", *LOADED), contested=True),
    Shot("conflicts-values", "O", ("The value that shall hold", "counts"), contested=True, types=True),
    Shot("small", "", ("C10",), sizes=((60, 15),)),
    Shot("tiny", "", ("needs 60x12",), sizes=((40, 10),)),
)


@contextmanager
def same_everywhere() -> Generator[None]:
    """The given time zone, language, colours, settings and folder name, whatever the machine's are."""
    no_file = mock.patch("arcollect_tui.config.config_path", return_value=Path(HERE) / "config.toml")
    said = {"TZ": ZONE, "LANG": "en_US.UTF-8"}
    with mock.patch.dict(os.environ, said), mock.patch("os.getcwd", return_value=HERE), no_file:
        for name in ("NO_COLOR", "LC_ALL", "LC_MONETARY"):
            os.environ.pop(name, None)
        _take_zone()
        yield
    _take_zone()


def _take_zone() -> None:
    if sys.platform != "win32":
        time.tzset()


def sample(folder: Path) -> Path:
    """The sample office of the screens."""
    path = folder / "sample.arcollect"
    build_demo(path, today=TODAY, collector=COLLECTOR).close()
    return path


def strange_file(path: Path) -> None:
    """A file whose columns no layout knows, and which shows neither order nor decimal mark."""
    path.write_text(STRANGE, "utf-8")


def contest(office: Office) -> None:
    """Two desks say different things of the top account, neither knowing of the other."""
    top = worklist_rows(office, WorklistView(), 1)[0]
    other = Elsewhere(office, "A.Roy")
    for item, ours, theirs in zip(
        item_rows(office, ItemView(f"acct:{top.number} type:invoice"), 2),
        ("PRC", "DMG"),
        ("FRT", "collectible"),
        strict=True,
    ):
        apply_coding(office, plan_coding(office, CodingRequest(ours, (item.item_id,), recode=True)))
        other.coded(item.document_no, theirs)


def code_half(office: Office) -> None:
    """Every second short pay whose text hints at a reason is coded so, one deed a reason."""
    hinted: defaultdict[str, list[int]] = defaultdict(list)
    for row in item_rows(office, ItemView("queue")):
        hinted[hinted_reason(row.text) or ""].append(row.item_id)
    for reason, items in hinted.items():
        if reason:
            request = CodingRequest(reason, tuple(items[::2]), mode="short")
            apply_coding(office, plan_coding(office, request))


def edit_a_list(office: Office, path: Path) -> None:
    """A worklist that went out and was edited: other days, a note, and rows of which nothing comes."""
    export(office, "worklist", path, filter="od>60")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0].update(next_action_on="2026-12-04", note="Ask for the new treasurer")
    rows[1].update(next_action_on="soon")
    rows[2].update(next_action_on="")
    rows[3].update(note="Statement sent by post")
    rows[4].update(customer_no="C99999")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def working_in(folder: Path) -> Generator[None]:
    """Files without a folder are written here."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Rendered:
    """A screen as it stands."""

    def __init__(self, app: ArcollectApp) -> None:
        strips = app.screen._compositor.render_strips()
        self.lines = ["".join(segment.text for segment in strip) for strip in strips]
        self.text = "\n".join([*self.lines, ""])
        self.picture = _picture(app)


def _picture(app: ArcollectApp) -> str:
    """An SVG that is the same each time and asks no server for a font."""
    svg = app.export_screenshot(title="arcollect", simplify=True)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "DejaVu Sans Mono")


async def settled(hand: Hand, wanted: str) -> None:
    """Until the screen stands still for a while, or is what is wanted."""
    before, since = "", time.monotonic()
    while time.monotonic() - since < STILL:
        await hand.rest()
        now = hand.text() + "\n"
        if now == wanted:
            return
        if now != before:
            before, since = now, time.monotonic()


@dataclass(frozen=True)
class Shown:
    """A screen in colours, and without any."""

    dark: Rendered
    mono: Rendered


async def rendered(shot: Shot, size: tuple[int, int], store: Path, wanted: str = "") -> Shown:
    """The screen of a shot, on a copy of the sample store.

    Args:
        shot: the screen.
        size: columns and lines.
        store: the sample office.
        wanted: what the screen should become; a moment is given for that.

    Raises:
        AssertionError: the signs of the shot never appeared.
    """
    with TemporaryDirectory(prefix="arcollect-shot-") as name, working_in(Path(name)), same_everywhere():
        path = Path(name) / "office.arcollect"
        if not shot.empty:
            shutil.copyfile(store, path)
        clock = Clock(TODAY, lambda: NOW)
        office = open_office(path, collector=COLLECTOR, clock=clock, seated=False)
        if shot.contested:
            contest(office)
        if shot.half_coded:
            code_half(office)
        if shot.next_file:
            next_file(office, Path("next.csv"))
        if shot.strange_file:
            strange_file(Path("export.csv"))
        if shot.edited:
            edit_a_list(office, Path("plan.csv"))
        app = ArcollectApp(office, DARK)
        try:
            async with app.run_test(size=size) as pilot:
                hand = Hand(app, pilot)
                await hand.rest()
                for key in shot.keys.split():
                    await hand.press(key)
                await hand.until(lambda: all(sign in hand.text() for sign in shot.signs))
                await settled(hand, wanted)
                dark = Rendered(app)
                app.take_look(MONO)
                await settled(hand, dark.text)
                return Shown(dark, Rendered(app))
        finally:
            app.finish()
            office.close()


async def make(names: Sequence[str] = ()) -> None:
    """Make the files anew: of all shots, or of those named.

    Raises:
        SystemExit: some screens never came about; they are printed.
    """
    FOLDER.mkdir(exist_ok=True)
    chosen = [shot for shot in SHOTS if not names or shot.name in names]
    missing = []
    with TemporaryDirectory(prefix="arcollect-golden-") as name:
        store = sample(Path(name))
        for shot, size in [(one, size) for one in chosen for size in one.sizes]:
            try:
                found = await rendered(shot, size, store)
            except AssertionError as error:
                missing.append(f"{shot.name} at {size[0]}x{size[1]}: {error}")
                continue
            if found.mono.text != found.dark.text:
                missing.append(f"{shot.name} at {size[0]}x{size[1]} says something by colour alone")
            for suffix, content in (
                (".txt", found.dark.text),
                (".svg", found.dark.picture),
                ("-mono.svg", found.mono.picture),
            ):
                shot.file(size, suffix).write_text(content, "utf-8", newline="\n")
    for old in set(FOLDER.glob("*-*x*.*")) - known_files():
        old.unlink()
    if missing:
        raise SystemExit("\n".join(missing))


def known_files() -> set[Path]:
    """Every file that the shots make."""
    return {shot.file(size, suffix) for shot in SHOTS for size in shot.sizes for suffix in SUFFIXES}


if __name__ == "__main__":
    asyncio.run(make(sys.argv[1:]))
