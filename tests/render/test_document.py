"""One whole document, its hits marked."""

from __future__ import annotations

import json

from searchkit.documents.dates import PartialDate
from searchkit.documents.model import Document, Metadata
from searchkit.render.document import document_json, document_lines
from searchkit.render.style import Style
from searchkit.results.model import Mark


def lines(text: str, *marks: Mark, title: str = "") -> list[str]:
    document = Document("a", "seeds/a.txt", text, Metadata(title=title))
    return list(document_lines(document, marks, Style(color=True)))[1 + bool(title) :]


def test_the_title_and_what_is_known_stand_above_the_text() -> None:
    metadata = Metadata("Löner\n", PartialDate(2021, 6), source="ST", type="protokoll")
    document = Document("a", "seeds/a.txt", "Facket är\n\noroligt.\n", metadata)
    assert list(document_lines(document, (), Style())) == [
        "Löner",
        "2021-06 · ST · protokoll · seeds/a.txt",
        "",
        "Facket är",
        "",
        "oroligt.",
    ]


def test_marks_are_shown_on_their_lines() -> None:
    assert lines("lön\n\noch fack, fack", Mark(0, 3, "exact"), Mark(9, 13, "stem")) == [
        "",
        "\x1b[31mlön\x1b[0m",
        "",
        "och \x1b[31mfack\x1b[0m, fack",
    ]


def test_a_mark_over_a_line_end_is_shown_on_both_lines() -> None:
    assert lines("hög\nlön nu", Mark(0, 7, "exact"))[1:] == [
        "\x1b[31mhög\x1b[0m",
        "\x1b[31mlön\x1b[0m nu",
    ]


def test_indents_stay_and_controls_go() -> None:
    assert lines("  a\tb \x1b[2J  ")[1:] == ["  a b �[2J"]


def test_an_empty_document_has_its_path() -> None:
    document = Document("a", "seeds/a.txt", "")
    assert list(document_lines(document, (), Style())) == ["seeds/a.txt", "", ""]


def test_json_has_the_whole_text_and_its_marks() -> None:
    metadata = Metadata("Löner", PartialDate(2021, 6), evidence={"date": "Datum:"})
    document = Document("a", "seeds/a.txt", "Facket\x1b är oroligt.\n", metadata)
    (line,) = document_json(document, [Mark(0, 6, "exact")])
    assert json.loads(line) == {
        "schema": "searchkit.document/1",
        "id": "a",
        "title": "Löner",
        "date": "2021-06",
        "date_precision": "month",
        "date_evidence": "Datum:",
        "source": "",
        "type": "",
        "path": "seeds/a.txt",
        "also": [],
        "text": "Facket\x1b är oroligt.\n",
        "marks": [[0, 6, "exact"]],
    }
