"""The ways in which the engine on Whoosh evaluates, to be chosen by tests."""

from __future__ import annotations

import pytest

from searchkit.engines.whoosh.acceleration import Acceleration

EVALUATORS = ("plain", "arrays")


def use(evaluator: str, patched: pytest.MonkeyPatch) -> None:
    """Evaluate in one way from now on; skip the test where NumPy is not there for it."""
    if evaluator == "arrays":
        pytest.importorskip("numpy")
    patched.setattr(Acceleration, "pays", lambda _self: evaluator == "arrays")
