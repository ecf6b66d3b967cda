"""Preparing the folder that an index is analysed with: the compiled lexicon in it.

Compiling takes some seconds, so the result is kept in the user's cache folder and copied from
there. An index has a copy of its own: it goes on working as it was built whatever becomes of
the cache, and whichever dictionary is installed later.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from searchkit.durable import write_sealed
from searchkit.errors import IndexDamaged
from searchkit.language.swedish import COMPOUNDS_FILE, LEXICON_FILE

Told = Callable[[str], object]
"""Called with a sentence when something takes long enough to be explained."""


def prepare_folder(folder: Path, compounds: str, told: Told) -> None:
    """Put into `folder` what the analyzer needs; `compounds` is the text of the user's own."""
    shutil.copyfile(cached_folder(told) / LEXICON_FILE, folder / LEXICON_FILE)
    if compounds:
        write_sealed(folder / COMPOUNDS_FILE, compounds)


def cached_folder(told: Told) -> Path:
    """Give the folder of the user's cache that holds the current lexicon; compile it first.

    Where the cache cannot be written, give one that lasts as long as this process.
    """
    from searchkit.language.lexicon_writer import lexicon_fingerprint, write_lexicon

    folder = _cache() / f"lexicon-{lexicon_fingerprint().hex()}"
    if _is_whole(folder / LEXICON_FILE):
        return folder
    told("preparing the Swedish dictionary: once, for some seconds")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_lexicon(folder / LEXICON_FILE)
    except OSError:
        folder = _passing_folder()
        write_lexicon(folder / LEXICON_FILE)
    return folder


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return Path(home or "~/.cache").expanduser() / "searchkit"


def _is_whole(path: Path) -> bool:
    """Tell whether a lexicon is there and nothing of it lost, to a full disk for example."""
    from searchkit.language.lexicon import Lexicon

    try:
        Lexicon.open(path).verify()
    except IndexDamaged:
        return False
    return True


def _passing_folder() -> Path:
    import atexit
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="searchkit-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
