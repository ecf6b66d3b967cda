"""When to evaluate with NumPy, which is quicker by far and takes long to import."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from searchkit.engines.whoosh.postings import Postings

if TYPE_CHECKING:
    from searchkit.engines.whoosh.arrays.evaluator import ArrayEvaluator

IMPORT_SECONDS = 0.1
"""What importing NumPy takes, about."""


class Acceleration:
    """Import NumPy when evaluating without it has taken as long as its import.

    That is the rule for renting skis and buying them: whatever is asked in one process, it never
    takes more than twice as long as when one had known before. A single search on a small index
    gets nowhere near it.
    """

    def __init__(self) -> None:
        self._spent = 0.0
        self._is_refused = False

    def spend(self, seconds: float) -> None:
        """Tell that evaluating without NumPy has taken so long."""
        self._spent += seconds

    def pays(self) -> bool:
        """Tell whether to use NumPy from now on, if it is installed."""
        return not self._is_refused and (self._spent >= IMPORT_SECONDS or is_loaded())

    def evaluator(self, postings: Postings) -> ArrayEvaluator | None:
        """Make the evaluator over arrays; None where the plain one is to go on."""
        if not self.pays():
            return None
        try:
            from searchkit.engines.whoosh.arrays.evaluator import ArrayEvaluator
        except Exception:
            # It is not there, too old, or broken, which shows as any kind of error.
            self._is_refused = True
            return None
        return ArrayEvaluator(postings)


def is_loaded() -> bool:
    """Tell whether something else has imported NumPy."""
    return "numpy" in sys.modules
