"""searchkit as a library: `import searchkit` and what it gives."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

import searchkit
from searchkit.documents.dates import PartialDate
from searchkit.errors import (
    DateError,
    DocumentMissing,
    IndexMissing,
    IndexUnusable,
    QueryError,
    RequestError,
    SearchkitError,
)

SEEDS = Path(__file__).parents[1] / "seeds"
MINUTES = "002_1842171969dfd728.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an index of the seeds."""
    directory = tmp_path_factory.mktemp("arkiv") / "index"
    report = searchkit.update_index(directory, [SEEDS])
    assert report == searchkit.IndexReport(added=5)
    return directory


def test_the_public_names_are_these() -> None:
    assert searchkit.__all__ == [
        "Document",
        "Hit",
        "Index",
        "IndexReport",
        "Passage",
        "SearchRequest",
        "SearchResults",
        "SearchkitError",
        "open_index",
        "update_index",
    ]


@pytest.mark.parametrize("name", searchkit.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(searchkit, name).__name__ == name


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="module 'searchkit' has no attribute 'sök'"):
        getattr(searchkit, "sök")  # noqa: B009


def test_the_public_names_are_listed_before_they_are_used() -> None:
    assert set(searchkit.__all__) <= set(dir(searchkit))


def test_a_closed_index_says_so_and_can_be_closed_again(built: Path) -> None:
    index = searchkit.open_index(built)
    index.close()
    index.close()
    with pytest.raises(IndexUnusable, match="has been closed: open it again"):
        index.search("lön")


def test_the_import_alone_loads_nothing_else() -> None:
    code = "import sys, searchkit; print([n for n in sys.modules if n.startswith('searchkit.')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout == b"[]\n"


def test_a_search_gives_typed_results(built: Path) -> None:
    with searchkit.open_index(built) as index:
        results = index.search("personalomsättning", since="2022")
    assert isinstance(results, searchkit.SearchResults)
    (hit,) = results.hits
    assert isinstance(hit, searchkit.Hit)
    assert (results.total, hit.doc_id, hit.date, hit.source, hit.type) == (
        1,
        MINUTES,
        PartialDate(2022, 9, 28),
        "ST",
        "protokoll",
    )
    first = hit.passages[0]
    assert isinstance(first, searchkit.Passage)
    assert [first.text[mark.start : mark.end] for mark in first.marks] == ["personalomsättning"]


def test_a_request_can_be_made_once_and_asked_again(built: Path) -> None:
    request = searchkit.SearchRequest(limit=2, sort="oldest")
    with searchkit.open_index(built) as index:
        first, second = index.search(request), index.search(request)
    assert first == second
    assert [hit.doc_id[:3] for hit in first.hits] == ["003", "000"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"sources": ["st"]}, ["002"]),
        ({"not_sources": ["ST", "Voister"]}, ["000", "001", "003"]),
        ({"types": ["protokoll"]}, ["002"]),
        ({"date": "2021..2022"}, ["000", "002"]),
        ({"until": "2010"}, ["003"]),
        ({"since": "2w", "today": datetime.date(2023, 9, 5)}, ["004"]),
        ({"undated": "only"}, ["001"]),
        ({"not_words": ["migrationsverket"]}, ["004"]),
        ({"since": datetime.date(2021, 6, 15), "until": datetime.date(2022, 9, 27)}, ["000"]),
        ({"date": datetime.date(2022, 9, 28)}, ["002"]),
        ({"sources": "ST"}, ["002"]),
        ({"not_words": "migrationsverket"}, ["004"]),
    ],
)
def test_the_filters_are_those_of_the_command_line(
    options: dict[str, object], found: list[str], built: Path
) -> None:
    with searchkit.open_index(built) as index:
        hits = index.search("", **options).hits
    assert sorted(hit.doc_id[:3] for hit in hits) == found


def test_documents_are_given_whole(built: Path) -> None:
    with searchkit.open_index(built) as index:
        document = index.get(MINUTES)
        assert list(index.iter_documents())[2] == document
    assert isinstance(document, searchkit.Document)
    assert document.text == (SEEDS / MINUTES).read_text(encoding="utf-8")
    assert document.metadata.evidence["date"] == "Datum:"


@pytest.mark.parametrize(
    ("query", "options", "error"),
    [
        ("författare:Ek", {}, QueryError),
        ("re*ra", {}, QueryError),
        ("lön", {"since": "2022-13"}, DateError),
        ("lön", {"since": 2022}, RequestError),
        ("lön", {"limit": -1}, RequestError),
        ("lön", {"sort": "nyast"}, RequestError),
    ],
)
def test_what_cannot_be_understood_has_its_own_exception(
    query: str, options: dict[str, object], error: type[SearchkitError], built: Path
) -> None:
    with searchkit.open_index(built) as index, pytest.raises(error):
        index.search(query, **options)


def test_a_query_error_tells_the_place(built: Path) -> None:
    with searchkit.open_index(built) as index, pytest.raises(QueryError) as caught:
        index.search("lön re*ra")
    error = caught.value
    assert error.query[error.start : error.end] == "*"


def test_a_document_that_is_not_there_has_its_own_exception(built: Path) -> None:
    with searchkit.open_index(built) as index, pytest.raises(DocumentMissing) as caught:
        index.get("saknas")
    assert caught.value.doc_id == "saknas"


def test_an_index_that_is_not_there_has_its_own_exception(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        searchkit.open_index(tmp_path / "index")
    assert caught.value.directory == str(tmp_path / "index")


def test_every_exception_is_a_searchkit_error() -> None:
    from searchkit import errors

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert len(kinds) > 10
    assert all(issubclass(kind, searchkit.SearchkitError) for kind in kinds)


def test_the_types_are_for_type_checkers_too() -> None:
    assert (Path(searchkit.__file__).parent / "py.typed").is_file()
