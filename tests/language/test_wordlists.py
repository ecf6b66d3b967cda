"""Word lists: what users write into theirs, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.errors import MetadataError
from searchkit.language.wordlists import (
    iter_lines,
    parse_compounds,
    read_own_compounds,
    read_own_list,
)


def test_comments_and_blank_lines_are_no_entries() -> None:
    assert list(iter_lines("# lön\n\nlön # mer\n  fack  \n")) == ["lön", "fack"]


def test_a_bar_shows_where_a_compound_is_split() -> None:
    assert parse_compounds("Upp|sägning\nkommunstyrelse  # whole\n", "") == {
        "uppsägning": ("upp", "sägning"),
        "kommunstyrelse": ("kommunstyrelse",),
    }


def test_decomposed_letters_are_put_together() -> None:
    assert parse_compounds("lo\u0308n|kontor", "") == {"lönkontor": ("lön", "kontor")}


@pytest.mark.parametrize("line", ["upp||sägning", "upp sägning", "|sägning", "1|2", "a-b"])
def test_a_line_that_cannot_be_read_is_pointed_at(tmp_path: Path, line: str) -> None:
    path = tmp_path / "compounds.txt"
    path.write_text(f"# ours\nlön|kontor\n{line}\n", "utf-8")
    with pytest.raises(MetadataError, match=r"compounds\.txt:3: cannot read “") as raised:
        read_own_compounds(path)
    assert (raised.value.path, raised.value.line) == (str(path), 3)


def test_a_list_in_another_encoding_is_pointed_at(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.txt"
    path.write_bytes("fack\nlön\n".encode("latin-1"))
    with pytest.raises(MetadataError, match=r"thesaurus\.txt:2: not UTF-8"):
        read_own_list(path)


def test_a_list_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match="cannot be read"):
        read_own_list(tmp_path)


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "compounds.txt"
    path.write_bytes(b"\xef\xbb\xbfupp|snitt\r\n")
    assert read_own_compounds(path) == "upp|snitt\n"
