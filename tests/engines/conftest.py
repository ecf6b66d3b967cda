"""Every engine there is, each to be held to the same contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from language.toy import toy_analyzer

from searchkit.engines.base import Engine
from searchkit.engines.whoosh.engine import WhooshEngine

from .oracle import Oracle

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "whoosh": lambda directory: WhooshEngine.create(directory, toy_analyzer()),
    "oracle": lambda _directory: Oracle(toy_analyzer()),
}


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Make an empty engine of each kind."""
    return ENGINES[request.param](tmp_path)
