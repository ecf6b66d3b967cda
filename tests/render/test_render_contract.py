"""What every renderer owes, whatever the documents hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from searchkit.documents.model import Document, Metadata
from searchkit.render import FORMS, Options, renderer
from searchkit.render.document import document_lines
from searchkit.render.style import Style
from searchkit.render.width import width
from searchkit.results.model import Mark, SearchResults
from searchkit.values import replace

from .samples import BARE, HIT, HOSTILE_TEXTS, hostile_hit, results

STYLES = (
    Style(),
    Style(color=True, bold=True, links=True, directory="/arkiv"),
    Style(width=1),
    Style(width=400),
)
OURS = re.compile(r"\x1b\[[0-9;]+m|\x1b\]8;;[!-~]*\x1b\\")
HARMLESS = {"\u00ad", "\u200b", "\u200d", "\ufeff"}
"""Invisible, steering nothing: JSON hands them on as they are."""

TEMPLATE = "{rank} {title:10.10} {passage} {path} {source} {type} {id}"

each_form = pytest.mark.parametrize("form", FORMS)
each_style = pytest.mark.parametrize("style", STYLES, ids=repr)
each_text = pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)


def rendered(form: str, style: Style, given: SearchResults) -> list[str]:
    return list(renderer(form, Options(style, TEMPLATE, explain=True))(given))


def unwanted(line: str) -> set[str]:
    """Find what could steer a terminal, beside our own colours and links; tabs part cells."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    rest = OURS.sub("", line).replace("\t", "")
    return {character for character in rest if unicodedata.category(character) in kinds}


@each_form
@each_style
@each_text
def test_no_control_character_gets_through(form: str, style: Style, text: str) -> None:
    for line in rendered(form, style, results(hostile_hit(text))):
        assert unwanted(line) <= (HARMLESS if form in ("json", "jsonl") else set())


@each_form
@each_style
@each_text
def test_every_line_can_be_encoded(form: str, style: Style, text: str) -> None:
    for line in rendered(form, style, results(hostile_hit(text))):
        assert line.encode("utf-8").decode("utf-8") == line


@each_form
@each_style
def test_the_same_results_give_the_same_lines(form: str, style: Style) -> None:
    given = results(HIT, BARE, *map(hostile_hit, HOSTILE_TEXTS))
    assert rendered(form, style, given) == rendered(form, style, given)


@each_form
def test_lines_come_one_at_a_time(form: str) -> None:
    lines = renderer(form, Options(Style(), TEMPLATE))(results(HIT))
    assert isinstance(lines, Iterator)


@each_form
def test_no_results_name_no_document(form: str) -> None:
    assert rendered(form, Style(), results()) == {
        "json": [
            '{"schema": "searchkit.search/1", "query": "personalomsättning", "total": 0, '
            '"offset": 0, "dates": null, "undated_left_out": 0, "suggestions": [], '
            '"notices": [], "related_total": 0, "related_words": [], "results": []}'
        ],
        "csv": ["rank,score,date,source,type,id,path,title"],
        "tsv": ["rank\tscore\tdate\tsource\ttype\tid\tpath\ttitle"],
    }.get(form, [])


@pytest.mark.parametrize("form", ["text", "list"])
@each_style
@each_text
def test_no_line_ends_in_blanks(form: str, style: Style, text: str) -> None:
    for line in rendered(form, style, results(hostile_hit(text), HIT, BARE)):
        assert OURS.sub("", line) == OURS.sub("", line).rstrip()


@pytest.mark.parametrize("form", ["text", "list"])
@each_style
@each_text
def test_only_a_line_with_a_path_is_wider_than_the_screen(
    form: str, style: Style, text: str
) -> None:
    path = "arkiv/" + "x" * 200
    hit = replace(hostile_hit(text), path=path)
    for line in rendered(form, style, results(hit)):
        assert path in line or width(OURS.sub("", line)) <= style.columns


@pytest.mark.parametrize("form", ["text", "list"])
@each_text
def test_colour_changes_nothing_in_the_text(form: str, text: str) -> None:
    given = results(hostile_hit(text), HIT, BARE)
    painted = rendered(form, STYLES[1], given)
    assert [OURS.sub("", line) for line in painted] == rendered(form, Style(), given)


@each_style
@each_text
def test_a_whole_document_is_shown_without_control_characters(style: Style, text: str) -> None:
    document = Document(text, text, text, Metadata(text, source=text, type=text))
    marks = [Mark(0, len(text), "exact")] if text else []
    for line in document_lines(document, marks, style):
        assert not unwanted(line)
        assert line.encode("utf-8").decode("utf-8") == line
