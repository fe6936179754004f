"""Where stores live: where the user says, or else where they always do."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from arcollect_tui.errors import ArcollectError

if TYPE_CHECKING:
    from arcollect_tui.data.location import Place

_THROW_AWAY: Final = "arcollect-demo-"


def named_place(text: str) -> "Place":
    """The store that a text names: the URL of a server, else the path of a file.

    Raises:
        StoreError: a URL that is not one of a PostgreSQL database.
    """
    if "://" not in text:
        return Path(text)
    from arcollect_tui.data.location import server

    return server(text)


def default_store_path() -> Path:
    """The office's own store."""
    from platformdirs import user_data_path

    return user_data_path("arcollect", appauthor=False) / "office.arcollect"


def throw_away_path() -> Path:
    """A place for a sample office that nobody keeps."""
    return Path(tempfile.mkdtemp(prefix=_THROW_AWAY)) / "demo.arcollect"


def is_throw_away(path: Path) -> bool:
    """Whether a store is at such a place; nothing outside it is written for it."""
    folder = path.absolute().parent
    return folder.name.startswith(_THROW_AWAY) and folder.parent == Path(tempfile.gettempdir())


def folder_of(place: "Place") -> Path:
    """Where an office keeps layouts of its own: beside its store, or in our data folder for a server."""
    if isinstance(place, Path):
        real = place.expanduser().resolve()
        return real.with_name(f"{real.name}.layouts")
    return default_store_path().parent / "layouts"


def usable(path: Path, refusal: type[ArcollectError]) -> Path:
    """The path with `~` written out, checked to be one that the system can look at.

    Args:
        path: as typed.
        refusal: what to raise.

    Raises:
        ArcollectError: the home folder is not known, the name is too long, or a folder is closed.
    """
    try:
        found = path.expanduser()
        found.exists()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its home folder is not known"
        msg = f"{path} cannot be used: {reason}. Name another place."
        raise refusal(msg) from None
    return found
