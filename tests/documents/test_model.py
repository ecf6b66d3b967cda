"""Documents go from process to process whole."""

from __future__ import annotations

import pickle
from dataclasses import fields

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata

METADATA = Metadata(
    "Protokoll", PartialDate(2022, 9, 28), PartialDate(2023), "ST", "protokoll", {"date": "Datum:"}
)
DOCUMENT = Document("a", "arkiv/a.txt", "Höjd lön.", METADATA, ("not",), ("kopia.txt",))


def test_a_document_comes_out_of_a_pickle_as_it_went_in() -> None:
    assert pickle.loads(pickle.dumps(DOCUMENT)) == DOCUMENT


def test_every_field_is_pickled() -> None:
    for value in (METADATA, DOCUMENT, PartialDate(2022, 9, 28)):
        made = value.__reduce__()[1]
        assert list(made) == [getattr(value, field.name) for field in fields(value)]
