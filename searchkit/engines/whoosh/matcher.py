"""A term's postings as Whoosh's queries walk them: document by document, block by block."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

from whoosh import formats, matching

from searchkit.engines.whoosh.runs import Run


class RunMatcher(matching.LeafMatcher):  # type: ignore[misc]
    """Match the documents of one term of one segment. The whole term is one block to Whoosh."""

    def __init__(
        self,
        runs: Sequence[Run],
        format_: formats.Format,
        term: tuple[str, bytes] | None = None,
        scorer: Any = None,
        terminfo: Any = None,
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._info = terminfo
        self._runs = runs
        self._ids = list(chain.from_iterable(run.numbers() for run in runs))
        self._weights = [weight for run in runs for weight in iter_weights(run)]
        self._count = len(self._ids)
        # Some of Whoosh's matchers look at the document behind the last one.
        self._ids.append(self._ids[-1])
        self._values: list[Any] | None = None
        self._at = 0

    def copy(self) -> RunMatcher:
        copied = RunMatcher(self._runs, self.format, self._term, self.scorer, self._info)
        copied._at = self._at
        return copied

    def is_active(self) -> bool:
        return self._at < self._count

    def reset(self) -> None:
        self._at = 0

    def id(self) -> int:
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._at : self._count])

    def next(self) -> bool:
        self._at += 1
        return not self.is_active()

    def skip_to(self, target: int) -> None:
        if not self.is_active():
            raise matching.ReadTooFar
        self._at = bisect_left(self._ids, target, self._at, self._count)

    def weight(self) -> float:
        return self._weights[self._at]

    def value(self) -> bytes:
        if self._values is None:
            self._values = [value for run in self._runs for value in iter_values(run)]
        value = self._values[self._at]
        return value if isinstance(value, bytes) else bytes(self.format.encode(value))

    def value_as(self, astype: str) -> Any:
        value = self.value()
        return self.format.decoder(astype)(value)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._at = self._count
        return 1

    def block_min_length(self) -> int:
        return int(self._info.min_length() or 0)

    def block_max_length(self) -> int:
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        return float(self._info.max_weight())


def iter_weights(run: Run) -> Iterator[float]:
    """Yield the weight of each document: its frequency, unless others are given."""
    if run.weights is not None:
        return iter(run.weights)
    return map(float, run.frequencies or [1] * len(run.documents))


def iter_values(run: Run) -> Iterator[bytes | list[int]]:
    """Yield what each posting holds beside its weight: positions, or bytes of another format."""
    if run.opaque is not None:
        yield from run.opaque
    elif run.positions is None:
        yield from [b""] * len(run.documents)
    else:
        starts = run.starts()
        for start, end in pairwise(starts):
            yield list(run.positions[start:end])
