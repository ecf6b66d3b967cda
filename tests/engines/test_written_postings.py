"""What is written of documents, and merged, and left after deletions, is what stands in them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Set
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from language.toy import toy_analyzer

from searchkit.engines.whoosh import runs
from searchkit.engines.whoosh.arrays import groups
from searchkit.engines.whoosh.arrays.inversion import ArrayInversion
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.schema import FIELD_SUFFIX, ZONES, field_name
from searchkit.engines.whoosh.writing import building, dictionary, joining, merging, parallel
from searchkit.engines.whoosh.writing.inversion import Inversion
from searchkit.engines.whoosh.writing.inverting import Inverting

from .archive import document

Written = dict[tuple[str, str], dict[str, Set[int]]]
"""Field and term to documents, with the positions in each."""

WORDS = [
    *("lön", "lönen", "löner", "lönerevision", "lönelöne", "fack", "facket", "unik", "C#"),
    *("arbetsmiljö", "arbetsmiljön", "personalomsättning", "personalomsättningen", "vakanser"),
    *("it-säkerhet", "2022-09-28", "och/eller"),
]

_texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
_documents = st.dictionaries(st.sampled_from("abcdefghij"), st.tuples(_texts, _texts), max_size=5)
_updates = st.lists(st.tuples(_documents, st.sets(st.sampled_from("abcdefghij"))), max_size=6)


def expected(texts: Mapping[str, tuple[str, str]]) -> Written:
    found: Written = {}
    for doc_id, zones in texts.items():
        for zone, text in zip(ZONES, zones, strict=True):
            for token in toy_analyzer().iter_tokens(text):
                term = field_name(zone, token.kind), token.term
                positions = found.setdefault(term, {}).get(doc_id, frozenset())
                found[term][doc_id] = positions | {token.position}
    return found


def written(engine: WhooshEngine) -> Written:
    postings, found = engine._postings, Written()
    doc_ids = {number: doc_id for doc_id, number in engine._numbered_ids()}
    for field in (field_name(zone, kind) for zone in ZONES for kind in FIELD_SUFFIX):
        for term, _ in postings.iter_terms(field, ""):
            here = postings.find(field, term)
            for number, frequency in zip(here.documents, here.frequencies, strict=True):
                positions = here.positions(number)
                assert frequency == len(positions)
                if number in doc_ids:
                    found.setdefault((field, term), {})[doc_ids[number]] = set(positions)
    return found


@pytest.mark.parametrize("inversion", [Inversion, ArrayInversion])
@settings(max_examples=40, deadline=None)
@given(updates=_updates)
@example(updates=[({"a": ("", " ".join(2 * WORDS)), "b": ("", " ".join(WORDS))}, set())])
def test_every_term_has_the_places_where_it_stands(
    inversion: Callable[[], Inverting],
    updates: list[tuple[dict[str, tuple[str, str]], set[str]]],
) -> None:
    texts: dict[str, tuple[str, str]] = {}
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(parallel, "choose_inversion", lambda *, much: inversion)
        patch.setattr(joining, "LONG_RUN", 3)
        patch.setattr(joining, "_TERMS_AT_ONCE", 2)
        patch.setattr(dictionary, "TERMS_PER_PAGE", 2)
        patch.setattr(merging, "FAN_OUT", 3)
        patch.setattr(building, "_RUNS_AT_ONCE", 3)
        patch.setattr(runs, "PACKED_FROM", 2)
        patch.setattr(groups, "PACKED_FROM", 2)
        engine = WhooshEngine.create(Path(folder), toy_analyzer(), jobs=1)
        for added, removed in updates:
            batch = [document(doc_id, text, title) for doc_id, (title, text) in added.items()]
            engine.update(batch, removed - added.keys())
            for doc_id in removed:
                texts.pop(doc_id, None)
            texts.update(added)
            assert written(engine) == expected(texts)
        engine.close()
