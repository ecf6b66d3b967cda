"""What a person sees in a terminal, line for line."""

from __future__ import annotations

import pytest

from searchkit.documents.dates import PartialDate
from searchkit.render.style import Style
from searchkit.render.terminal import terminal_lines
from searchkit.results.model import Contribution, Hit, Mark, Passage
from searchkit.values import replace

from .samples import BARE, HIT, results


def lines(*hits: Hit, style: Style | None = None) -> list[str]:
    return list(terminal_lines(results(*hits), style or Style()))


def test_the_layout_of_eighty_columns() -> None:
    assert lines(HIT, BARE) == [
        "1  Protokoll styrelsemöte ST sektion Syd inom Migrationsverket",
        "   2022-09-28 · ST · protokoll · seeds/002_1842171969dfd728.txt",
        "   65: Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping.",
        "       Funktionen är ansträngd och har hög personalomsättning. …",
        "   67: … Personalomsättningen vid kontaktcenter inom NOA skapar problem. …",
        "",
        "2  001.txt",
        "   seeds/001.txt",
        "   in the title only",
    ]


def test_the_layout_with_bold_and_colour() -> None:
    hit = replace(HIT, title_marks=(Mark(0, 9, "exact"),), passages=HIT.passages[1:])
    assert lines(hit, style=Style(bold=True, color=True)) == [
        "1  \x1b[1;4;31mProtokoll\x1b[0m"
        "\x1b[1m styrelsemöte ST sektion Syd inom Migrationsverket\x1b[0m",
        "   \x1b[2m2022-09-28 · ST · protokoll\x1b[0m\x1b[2m · \x1b[0m"
        "\x1b[2mseeds/002_1842171969dfd728.txt\x1b[0m",
        "   67: … \x1b[1;31mPersonalomsättningen\x1b[0m "
        "vid kontaktcenter inom NOA skapar problem. …",
    ]


def test_marks_are_bold_without_colour() -> None:
    hit = replace(HIT, title_marks=(Mark(0, 9, "exact"),), passages=HIT.passages[1:])
    title, _, passage = lines(hit, style=Style(bold=True))
    assert title.startswith("1  \x1b[1;4mProtokoll\x1b[0m\x1b[1m styrelsemöte")
    assert passage.startswith("   67: … \x1b[1mPersonalomsättningen\x1b[0m vid")


def test_a_path_is_a_link_where_links_are_shown() -> None:
    style = Style(links=True, directory="/arkiv/år 1")
    hit = replace(BARE, doc_id="50%.txt", path="seeds/50%.txt")
    assert lines(hit, style=style)[1] == (
        "   \x1b]8;;file:///arkiv/%C3%A5r%201/seeds/50%25.txt\x1b\\seeds/50%.txt\x1b]8;;\x1b\\"
    )


def test_an_address_links_to_itself() -> None:
    hit = replace(BARE, doc_id="17", path="https://st.se/å?a=1")
    assert lines(hit, style=Style(links=True))[1] == (
        "   17 · \x1b]8;;https://st.se/%C3%A5?a=1\x1b\\https://st.se/å?a=1\x1b]8;;\x1b\\"
    )


def test_a_relative_path_is_no_link_without_a_directory() -> None:
    assert lines(BARE, style=Style(links=True))[1] == "   seeds/001.txt"


def test_a_path_with_controls_in_it_is_no_link() -> None:
    hit = replace(BARE, doc_id="\x1b.txt", path="/tmp/\x1b.txt")
    assert lines(hit, style=Style(links=True))[1] == "   /tmp/�.txt"


def test_ranks_and_line_numbers_are_flush_right() -> None:
    hit = replace(
        BARE,
        unmarked="",
        passages=(Passage(7, "Facket.", ()), Passage(1234, "Lönen.", ())),
    )
    assert lines(replace(hit, rank=9), replace(BARE, rank=10)) == [
        " 9  001.txt",
        "    seeds/001.txt",
        "       7: Facket.",
        "    1234: Lönen.",
        "",
        "10  001.txt",
        "    seeds/001.txt",
        "    in the title only",
    ]


@pytest.mark.parametrize(
    ("doc_id", "path", "shown"),
    [
        ("brev.eml#bilaga.txt", "arkiv/brev.eml", "arkiv/brev.eml#bilaga.txt"),
        ("brev.eml", "arkiv/brev.eml", "arkiv/brev.eml"),
        ("C#.txt", "arkiv/C#.txt", "arkiv/C#.txt"),
        ("år.txt", "arkiv/a\u030ar.txt", "arkiv/a\u030ar.txt"),
        ("arkiv/brev.eml#bilaga.txt", "brev.eml", "brev.eml#bilaga.txt"),
        ("C#.zip#rapport.txt", "arkiv/C#.zip", "arkiv/C#.zip#rapport.txt"),
        ("arkiv.zip#brev.eml#1", "arkiv.zip", "arkiv.zip#brev.eml#1"),
        ("arkiv/rapport.txt", "rapport.txt", "rapport.txt"),
        ("arkiv/rapport.txt~2", "/data/arkiv/rapport.txt", "/data/arkiv/rapport.txt"),
        ("diarium.jsonl#17", "arkiv/diarium.jsonl", "arkiv/diarium.jsonl#17"),
        ("dnr 17", "arkiv/diarium.jsonl", "arkiv/diarium.jsonl#dnr 17"),
        ("dnr#17", "arkiv/diarium.jsonl", "arkiv/diarium.jsonl#dnr#17"),
        ("dnr 17", "https://st.org/17", "dnr 17 · https://st.org/17"),
        ("diarium.jsonl#17", "https://st.org/17", "diarium.jsonl#17 · https://st.org/17"),
        ("https://st.org/17", "https://st.org/17", "https://st.org/17"),
    ],
)
def test_a_document_inside_a_file_is_told_from_the_others_there(
    doc_id: str, path: str, shown: str
) -> None:
    assert lines(replace(BARE, doc_id=doc_id, path=path))[1] == f"   {shown}"


def test_what_is_inside_a_file_is_linked_to_the_file() -> None:
    hit = replace(BARE, doc_id="brev.eml#bilaga.txt", path="brev.eml")
    (_, first, *_) = lines(hit, style=Style(links=True, directory="/arkiv"))
    assert first == ("   \x1b]8;;file:///arkiv/brev.eml\x1b\\brev.eml#bilaga.txt\x1b]8;;\x1b\\")


def test_a_month_is_shown_as_known() -> None:
    assert lines(replace(BARE, date=PartialDate(2021, 6)))[1] == "   2021-06 · seeds/001.txt"


def test_a_long_title_takes_two_lines() -> None:
    assert lines(replace(BARE, title="Migrationsverkets it-enhet " * 9))[:2] == [
        "2  Migrationsverkets it-enhet Migrationsverkets it-enhet Migrationsverkets",
        "   it-enhet Migrationsverkets it-enhet Migrationsverkets it-enhet …",
    ]


def test_a_narrow_screen_is_honoured() -> None:
    assert lines(HIT, style=Style(width=40)) == [
        "1  Protokoll styrelsemöte ST sektion Syd",
        "   inom Migrationsverket",
        "   2022-09-28 · ST · protokoll · seeds/002_1842171969dfd728.txt",
        "   65: … och har hög",
        "       personalomsättning. …",
        "   67: … Personalomsättningen vid",
        "       kontaktcenter inom NOA skapar …",
    ]


def test_lines_of_a_wide_screen_end_at_a_hundred_columns() -> None:
    shown = lines(HIT, style=Style(width=300))
    assert shown == lines(HIT, style=Style(width=100))
    assert shown[2] == (
        "   65: Fredrik Bergman lyfter situationen vid Medborgarskap i Norrköping. "
        "Funktionen är ansträngd"
    )


def test_a_line_end_in_a_passage_is_a_blank() -> None:
    hit = replace(BARE, unmarked="", passages=(Passage(3, "kollegan och\nKristina.", ()),))
    assert lines(hit)[2] == "   3: kollegan och Kristina."


def test_an_explanation_is_a_table_with_the_score_below() -> None:
    parts = (
        Contribution("text", "personalomsättning", "exact", 11.5),
        Contribution("title", "lön", "part", 0.671),
    )
    assert lines(replace(BARE, score=12.171, explanation=parts))[3:] == [
        "   11.50  text    personalomsättning  exact",
        "    0.67  title   lön                 part",
        "   12.17  in all",
    ]


def test_no_hits_are_no_lines() -> None:
    assert lines() == []


def test_the_paths_of_copies_are_named_and_of_many_the_first() -> None:
    three = lines(replace(BARE, also=("a.txt", "b.txt", "c.txt")))
    assert three[2:5] == ["   also a.txt", "   also b.txt", "   also c.txt"]
    five = lines(replace(BARE, also=("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")))
    assert five[2:5] == ["   also a.txt", "   also b.txt", "   also 3 more: --json names them"]
