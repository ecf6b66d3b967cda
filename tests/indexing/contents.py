"""All that an index tells, so that two of them can be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from searchkit.durable import read_sealed
from searchkit.index import open_index
from searchkit.manifest import read_manifest


def contents(index: Path) -> dict[str, Any]:
    """Give the documents of an index, what it remembers of the files, and its related words.

    When a file was changed is left out, so that copies of an archive compare equal.
    """
    with open_index(index) as opened:
        generation = opened.directory.read_header().generation
        manifest = read_manifest(opened.directory, generation)
        related = opened.directory.generation(generation) / "thesaurus.json"
        return {
            "documents": {document.doc_id: document for document in opened.iter_documents()},
            "files": [state._replace(mtime_ns=0) for state in manifest.files],
            "skipped": sorted(map(str, manifest.skipped)),
            "stale": manifest.stale,
            "acronyms": manifest.acronyms,
            "related": json.loads(read_sealed(related)),
        }


def ids(index: Path, query: str = "") -> list[str]:
    """Give the ids of what an index answers."""
    with open_index(index) as opened:
        return sorted(hit.doc_id for hit in opened.search(query, limit=0).hits)
