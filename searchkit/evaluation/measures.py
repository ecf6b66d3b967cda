"""Measures: what a run is worth by the qrels, computed by `ir_measures`.

They are named as that package names them: `nDCG@10`, `AP(rel=2)@100`. It is an extra, and
imported here alone and only when something is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from searchkit.errors import RequestError
from searchkit.evaluation.collection import Qrels
from searchkit.evaluation.runs import Run
from searchkit.query.typed import excerpt

DEFAULT_MEASURES = ("nDCG@10", "RR@10", "R@100")
"""How good the first page is, how far down the first good document, and how much was missed."""

_LARGEST_CUTOFF = 1_000_000

_REHEARSED_QRELS = {"1": {"a": 1, "b": 0}}
_REHEARSED_RUN = {"1": {"a": 2.0, "b": 1.0}}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run is worth by one measure: a value for each query, by `query_id`."""

    measure: str
    values: Mapping[str, float]

    @property
    def mean(self) -> float:
        """The mean over the queries, of which there is at least one."""
        return fmean(self.values.values())


class Measures:
    """Measures, by their names, ready to be used on as many runs as there are.

    Raises RequestError for a name that `ir_measures` does not know or cannot compute here, and
    when it is not installed: before anything has been searched for.
    """

    def __init__(self, names: Iterable[str] = DEFAULT_MEASURES) -> None:
        self._package = _import_package()
        self._measures = tuple(dict.fromkeys(self._parse(name) for name in names))
        for measure in self._measures:
            # Some only turn out to need another program when they are computed.
            list(self._iter_values((measure,), _REHEARSED_QRELS, _REHEARSED_RUN))

    @property
    def cutoffs(self) -> dict[str, int]:
        """How many results each measure looks at, of those that say so."""
        return {
            str(measure): measure.params["cutoff"]
            for measure in self._measures
            if "cutoff" in measure.params
        }

    def of(self, run: Run, qrels: Qrels) -> tuple[Measured, ...]:
        """Measure a run by each measure, over all queries of the qrels.

        A query without results has the lowest value, as it is worth no more than bad ones.
        """
        scores = {
            query_id: {match.doc_id: match.score for match in run.get(query_id, ())}
            for query_id in qrels
        }
        values: dict[str, dict[str, float]] = {str(measure): {} for measure in self._measures}
        for name, query_id, value in self._iter_values(self._measures, qrels, scores):
            values[name][query_id] = value
        return tuple(
            Measured(name, {query_id: found[query_id] for query_id in qrels})
            for name, found in values.items()
        )

    def _parse(self, name: str) -> Any:
        try:
            measure = self._package.parse_measure(name)
            measure.validate_params()
        except Exception:
            # There is no exception for it: names, values, types and assertions fail alike.
            raise _unknown(name) from None
        cutoff = measure.params.get("cutoff", 1)
        # Below 1, some of them end the process.
        if type(cutoff) is not int or not 1 <= cutoff <= _LARGEST_CUTOFF:
            raise _unknown(name)
        return measure

    def _iter_values(
        self,
        measures: tuple[Any, ...],
        qrels: Mapping[str, Mapping[str, int]],
        scores: Mapping[str, Mapping[str, float]],
    ) -> Iterator[tuple[str, str, float]]:
        try:
            for metric in self._package.iter_calc(measures, qrels, scores):
                yield str(metric.measure), metric.query_id, float(metric.value)
        except Exception as error:
            # What computes a measure may be another package or program, and fail as it likes.
            names = ", ".join(map(str, measures))
            raise RequestError(
                f"{names} cannot be computed here ({type(error).__name__}): "
                f"leave it out, or install what ir_measures needs for it"
            ) from error


def _unknown(name: str) -> RequestError:
    return RequestError(
        f"there is no measure “{excerpt(name)}”: ir_measures has, among others, "
        "nDCG@10, RR@10, R@100, P@5, AP@100, Rprec and Success@1"
    )


def _import_package() -> Any:
    try:
        import ir_measures
    except ImportError:
        raise RequestError(
            "measuring needs ir_measures: pip install 'searchkit[evaluate]'"
        ) from None
    return ir_measures
