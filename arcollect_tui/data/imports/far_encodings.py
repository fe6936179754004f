"""Encodings of scripts other than Latin: offered only where the bytes of a file look like one.

Letters of Latin scripts above ASCII stand alone between plain letters; those of other scripts stand in
runs. Without that difference every list with a name like Brandão would be asked about Japanese.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple


class _Far(NamedTuple):
    """An encoding: the letters it is for, and those that a wrong reading hardly shows in such a share."""

    name: str
    letters: re.Pattern[str]
    telling: re.Pattern[str]
    share: float


_HAN: Final = "\u3000-\u30ff\u3400-\u9fff\uff01-\uff9f\uffe0-\uffe6"
_KANA: Final = re.compile("[\u3041-\u30fe]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff№«»–—]")
_SOME, _HALF, _MOST, _NEVER = 0.05, 0.5, 0.8, 2.0
"""Shares; Chinese characters alone tell nothing, as wrong readings are made of them."""
_FAR: Final = (
    _Far("cp932", re.compile(f"[{_HAN}\u2010-\u25ff]"), _KANA, _SOME),
    _Far("euc-jp", re.compile(f"[{_HAN}\u2010-\u25ff]"), _KANA, _SOME),
    _Far("gb18030", re.compile(f"[{_HAN}\u2010-\u25ff]"), re.compile("[\u4e00-\u9fff]"), _NEVER),
    _Far("big5", re.compile(f"[{_HAN}\u2010-\u25ff]"), re.compile("[\u4e00-\u9fff]"), _NEVER),
    _Far("euc-kr", re.compile(f"[{_HAN}\uac00-\ud7a3\u2010-\u25ff]"), re.compile("[\uac00-\ud7a3]"), _MOST),
    _Far("cp1251", _CYRILLIC, re.compile("[а-яё]"), _HALF),
)
FAR: Final = tuple(one.name for one in _FAR)
_FOREIGN_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_BESIDE_LETTER: Final = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
_FEWEST: Final = 4
"""Foreign letters that must be seen before anything is said of them."""
_MOSTLY: Final = 0.9
_SELDOM: Final = 0.25


def far_encodings(words: Sequence[bytes]) -> list[str]:
    """Encodings under which the words are a script other than Latin, the likeliest first.

    Args:
        words: different words of a file that have bytes beyond ASCII; a letter of two bytes may be cut
            off at their ends.
    """
    looks = [(_look(one, words), one) for one in _FAR]
    looks = [(share, one) for share, one in looks if share > 0]
    return [one.name for _, one in sorted(looks, key=lambda look: (look[0] < look[1].share, -look[0]))]


def _look(far: _Far, words: Sequence[bytes]) -> float:
    """The share of telling letters under an encoding; 0 where the words are not of its script."""
    texts = [word.decode(far.name, "ignore") for word in words]
    runs = [run for text in texts for run in _FOREIGN_RUN.findall(text)]
    foreign = "".join(runs)
    if len(foreign) < _FEWEST or len(far.letters.findall(foreign)) < _MOSTLY * len(foreign):
        return 0
    # A lone letter of two bytes may be a word, as that of the year is in a date.
    lone = sum(len(run.encode(far.name, "replace")) == 1 for run in runs)
    beside = sum(len(_BESIDE_LETTER.findall(text)) for text in texts)
    if lone > _SELDOM * len(foreign) or beside > _SELDOM * len(runs):
        return 0
    return len(far.telling.findall(foreign)) / len(foreign)
