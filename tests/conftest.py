"""The language as it ships, compiled once for all tests: that takes some seconds.

Everything that the tests start, processes included, finds the compiled lexicon in a cache folder
of this run, and nothing in the cache of whoever runs the tests.
"""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from searchkit.language.analyzer import Analyzer
from searchkit.language.compounds import Splitter
from searchkit.language.lexicon import Lexicon
from searchkit.language.preparing import cached_folder
from searchkit.language.swedish import LEXICON_FILE, make_analyzer
from searchkit.language.wordlists import read_compound_exceptions, read_part_lists

# Set when this file is loaded, before any other: some look at it while they are imported.
_CACHE = tempfile.TemporaryDirectory(prefix="searchkit-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name

# A busy machine makes any example slow; what takes how long belongs to the benchmarks.
settings.register_profile("searchkit", deadline=None)
settings.load_profile("searchkit")

# A shell starts what it puts into the background with Ctrl-C ignored, and processes pass that on;
# the tests send interrupts and want them noticed.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    """Drop the cache folder of this run."""
    _CACHE.cleanup()


@pytest.fixture(scope="session", autouse=True)
def swedish_folder() -> Path:
    """The folder of the compiled lexicon, as an index would have it."""
    return cached_folder(lambda sentence: None)


@pytest.fixture(scope="session")
def lexicon(swedish_folder: Path) -> Lexicon:
    return Lexicon.open(swedish_folder / LEXICON_FILE)


@pytest.fixture(scope="session")
def splitter(lexicon: Lexicon) -> Splitter:
    return Splitter(lexicon, read_part_lists(), read_compound_exceptions())


@pytest.fixture(scope="session")
def swedish(swedish_folder: Path) -> Analyzer:
    """The analyzer that indexes and queries go through."""
    return make_analyzer(swedish_folder)
