"""Documents and query words for the tests of engines, written as short as can be."""

from __future__ import annotations

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.query.dates import DateRange
from searchkit.query.terms import OneOf, WeightedTerm


def document(
    doc_id: str,
    text: str = "",
    title: str = "",
    *,
    date: str = "",
    source: str = "",
    type: str = "",
) -> Document:
    """Make a document, with its date written as ISO 8601."""
    dated = PartialDate.parse(date) if date else None
    return Document(
        doc_id, f"arkiv/{doc_id}.txt", text, Metadata(title, dated, source=source, type=type)
    )


def stem(*terms: str) -> OneOf:
    """Ask for documents with one of the stems."""
    return OneOf(" ".join(terms), tuple(WeightedTerm(term, "stem") for term in terms))


def exact(form: str) -> OneOf:
    """Ask for documents with the form."""
    return OneOf(form, (WeightedTerm(form, "exact", 1.0, "exact"),))


def part(term: str, weight: float = 1.0) -> OneOf:
    """Ask for documents with the part of a compound."""
    return OneOf(term, (WeightedTerm(term, "part", weight, "part"),))


def within(dates: str) -> DateRange:
    """Make a range from its written form: `2021-01-01..2021-12-31`, an end left out is open."""
    first, last = (PartialDate.parse(end).earliest if end else None for end in dates.split(".."))
    return DateRange(first, last)
