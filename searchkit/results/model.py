"""What a search gives back. Renderers receive these and never search."""

from __future__ import annotations

from searchkit.documents.dates import PartialDate
from searchkit.query.dates import DateRange
from searchkit.values import Value


class Mark(Value):
    """A stretch of text that answers the query, as code-point offsets, and why it does.

    `why` is `exact`, `stem`, `part`, `fuzzy`, `folded` or `related`.
    """

    start: int
    end: int
    why: str


class Occurrence(Mark):
    """A mark before passages are chosen: it also knows which query word it answers.

    Offsets are into the whole document. `concept` is the place of the query word in the query,
    so that a passage with more different words can win; `weight` is how much finding it there
    tells: rarer words weigh more, parts and related words less.
    """

    concept: int
    weight: float


class Passage(Value):
    """A sentence or two of a document, unaltered.

    `line` counts from 1 in the document; `marks` are offsets into `text`, in order and never
    overlapping. `cut_before` and `cut_after` say that the paragraph goes on on that side.
    """

    line: int
    text: str
    marks: tuple[Mark, ...]
    cut_before: bool = False
    cut_after: bool = False


class Contribution(Value):
    """What one term in one field added to a hit's score."""

    field: str
    term: str
    kind: str
    score: float


class Hit(Value):
    """One document in the results.

    `path` can be opened from the current directory. `unmarked` says why no passage has a
    mark ("in the title only", "no words to mark"), and is empty when one has. `also` are the
    paths of files that are copies of the same.
    """

    rank: int
    doc_id: str
    score: float
    title: str
    date: PartialDate | None
    date_evidence: str
    source: str
    type: str
    path: str
    title_marks: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] = ()
    unmarked: str = ""
    explanation: tuple[Contribution, ...] = ()
    also: tuple[str, ...] = ()


class SearchResults(Value):
    """The answer to one request.

    `total` counts every matching document, `hits` holds those between `offset` and the
    limit. `dates` is the range that was asked for, resolved to days. `notices` are sentences
    for a person: what was mended in the query, what was left out. `related_total` documents
    more would match with `related_words`.
    """

    query: str
    total: int
    offset: int = 0
    hits: tuple[Hit, ...] = ()
    dates: DateRange | None = None
    undated_left_out: int = 0
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    related_total: int = 0
    related_words: tuple[str, ...] = ()
