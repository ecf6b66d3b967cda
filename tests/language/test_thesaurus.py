"""The thesaurus: related words, looked up by any form of a word."""

from __future__ import annotations

from pathlib import Path

from searchkit.language.thesaurus import (
    Thesaurus,
    group_by_stem,
    parse_groups,
    shipped_groups,
    write_thesaurus,
)

from .toy import toy_analyzer

GROUPS = [("lön", "ersättning", "arvode"), ("konsult", "inhyrd personal"), ("lön", "betalning")]

stem = toy_analyzer().stem


def thesaurus() -> Thesaurus:
    return Thesaurus(group_by_stem(GROUPS, stem), stem)


def test_a_word_is_related_to_the_others_of_its_groups() -> None:
    assert thesaurus().related("ersättning") == ("lön", "arvode")
    assert thesaurus().related("lön") == ("ersättning", "arvode", "betalning")


def test_a_word_is_found_by_any_of_its_forms() -> None:
    assert thesaurus().related("Konsulterna") == ("inhyrd personal",)


def test_an_unknown_word_is_related_to_none() -> None:
    assert thesaurus().related("semester") == ()


def test_words_related_to_several_are_named_once() -> None:
    assert thesaurus().related_to_any(["ersättning", "arvode", "semester"]) == (
        "lön",
        "arvode",
        "ersättning",
    )


def test_two_forms_of_a_word_in_a_group_are_not_related() -> None:
    assert group_by_stem([("lön", "lönen", "arvode")], stem) == {
        "lön": ["arvode"],
        "arvode": ["lön", "lönen"],
    }


def test_groups_are_written_a_line_each() -> None:
    text = "# Ord\nlön, arvode ,ersättning\n\nkonsult, inhyrd personal # om folk\n"
    assert parse_groups(text) == [("lön", "arvode", "ersättning"), ("konsult", "inhyrd personal")]


def test_what_is_written_into_a_folder_is_read_from_it(tmp_path: Path) -> None:
    write_thesaurus(tmp_path, GROUPS, stem)
    assert Thesaurus.open(tmp_path, stem).related("lönen") == ("ersättning", "arvode", "betalning")


def test_a_folder_without_groups_relates_no_words(tmp_path: Path) -> None:
    assert Thesaurus.open(tmp_path, stem).related("lön") == ()


def test_the_groups_that_are_shipped_relate_two_words_or_more() -> None:
    assert [group for group in shipped_groups() if len(set(group)) < 2] == []
