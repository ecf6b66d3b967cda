"""Every engine there is, each to be held to the same contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from language.toy import toy_analyzer

from searchkit.engines.base import Engine
from searchkit.engines.whoosh.engine import WhooshEngine

from .evaluators import EVALUATORS, use
from .oracle import Oracle

ENGINES: dict[str, Callable[[Path], Engine]] = {
    **dict.fromkeys(EVALUATORS, lambda directory: WhooshEngine.create(directory, toy_analyzer())),
    "oracle": lambda _directory: Oracle(toy_analyzer()),
}


@pytest.fixture(params=EVALUATORS)
def evaluator(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the engine on Whoosh evaluate in each way."""
    use(request.param, monkeypatch)
    return str(request.param)


@pytest.fixture(params=list(ENGINES))
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Engine:
    """Make an empty engine of each kind."""
    if request.param in EVALUATORS:
        use(request.param, monkeypatch)
    return ENGINES[request.param](tmp_path)
