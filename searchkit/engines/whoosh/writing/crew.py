"""Who builds the segments of an engine: how many processes, and the words they know.

What one of them has analysed the others look up, in this update and in those that come later: most
words of the documents that an update brings have been met before.
"""

from __future__ import annotations

import os
import sys
import threading

from searchkit.language.analyzer import Analyzer, IndexAnalyzer
from searchkit.language.sharing import Share, SharedWords


class Crew:
    """Up to `jobs` processes, or one a core, from one update of an engine to the next."""

    def __init__(self, analyzer: Analyzer, jobs: int | None = None) -> None:
        self._analyzer = analyzer
        self.most = jobs or cores()
        self._words: SharedWords | None = None

    def shares(self, processes: int) -> list[Share]:
        """Give so many processes a share each in analysing words."""
        if self._words is None or not self._words.has_room(processes):
            self._words = SharedWords(self.most)
        return [
            Share(self._words, number, processes, self._analyzer) for number in range(processes)
        ]

    def alone(self) -> IndexAnalyzer:
        """Analyse words in this process, with what others have found out before."""
        if self._words is None or not self._words.has_room(1):
            return self._analyzer
        return Share(self._words, 0, 1, self._analyzer)


def can_fork() -> bool:
    """Whether a copy of this process would work: other threads would be missing in it."""
    return sys.platform == "linux" and threading.active_count() == 1


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
