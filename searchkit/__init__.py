"""Ranked full-text search of Swedish documents.

    import searchkit

    searchkit.update_index("index", ["seeds"])
    with searchkit.open_index("index") as index:
        for hit in index.search("personalomsättning", since="2022").hits:
            print(hit.date, hit.title, hit.passages[0].text)

Every exception is a SearchkitError; `searchkit.errors` draws the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.documents.model import Document
    from searchkit.errors import SearchkitError
    from searchkit.index import Index, open_index
    from searchkit.indexing.build import IndexReport, update_index
    from searchkit.query.request import SearchRequest
    from searchkit.results.model import Hit, Passage, SearchResults

__all__ = [
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

_HOMES = {
    "Document": "searchkit.documents.model",
    "Hit": "searchkit.results.model",
    "Index": "searchkit.index",
    "IndexReport": "searchkit.indexing.build",
    "Passage": "searchkit.results.model",
    "SearchRequest": "searchkit.query.request",
    "SearchResults": "searchkit.results.model",
    "SearchkitError": "searchkit.errors",
    "open_index": "searchkit.index",
    "update_index": "searchkit.indexing.build",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used; `import searchkit` alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
