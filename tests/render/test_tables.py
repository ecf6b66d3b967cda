"""Results as CSV and TSV."""

from __future__ import annotations

import csv

from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.render.clean import one_line
from searchkit.render.tables import csv_lines, tsv_lines
from searchkit.values import replace

from .samples import BARE, HIT, results


def test_csv_has_a_header_and_a_row_for_each_hit() -> None:
    assert list(csv_lines(results(HIT, BARE))) == [
        "rank,score,date,source,type,id,path,title",
        "1,2.17,2022-09-28,ST,protokoll,002_1842171969dfd728.txt,seeds/002_1842171969dfd728.txt,"
        "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        "2,1.0,,,,001.txt,seeds/001.txt,",
    ]


def test_tsv_has_the_same_cells_between_tabs() -> None:
    assert list(tsv_lines(results(HIT, BARE))) == [
        "rank\tscore\tdate\tsource\ttype\tid\tpath\ttitle",
        "1\t2.17\t2022-09-28\tST\tprotokoll\t002_1842171969dfd728.txt\t"
        "seeds/002_1842171969dfd728.txt\t"
        "Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        "2\t1.0\t\t\t\t001.txt\tseeds/001.txt\t",
    ]


def test_nothing_found_is_a_header_alone() -> None:
    assert list(tsv_lines(results())) == ["rank\tscore\tdate\tsource\ttype\tid\tpath\ttitle"]


def test_csv_quotes_commas_and_quotes() -> None:
    _, row = csv_lines(results(replace(BARE, title='Löner, "avtal"')))
    assert row == '2,1.0,,,,001.txt,seeds/001.txt,"Löner, ""avtal"""'


def test_tabs_and_line_ends_become_blanks() -> None:
    _, row = tsv_lines(results(replace(BARE, title="Löner\toch\r\navtal")))
    assert row == "2\t1.0\t\t\t\t001.txt\tseeds/001.txt\tLöner och avtal"


def test_a_cell_that_looks_like_a_formula_stays_as_it_is() -> None:
    _, row = csv_lines(results(replace(BARE, title="=1+1")))
    assert row == "2,1.0,,,,001.txt,seeds/001.txt,=1+1"


@settings(deadline=None)
@given(st.text(), st.text())
def test_csv_reads_back_as_it_was_cleaned(title: str, source: str) -> None:
    lines = csv_lines(results(replace(BARE, title=title, source=source)))
    (record,) = csv.DictReader(lines)
    assert (record["title"], record["source"]) == (one_line(title), one_line(source))
