"""What `metadata.toml` may say, how mistakes in it are told, and how it is changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.documents.evidence import Found
from searchkit.documents.override_writing import place_override, write_override
from searchkit.documents.overrides import overrides_digest, parse_overrides, read_overrides
from searchkit.documents.rules import said_by_rules
from searchkit.errors import DateError, MetadataError, RequestError

FIRST_LINE = "# What is known about the documents here beside their text. Edit freely.\n"

RULES = """\
# våra mappar
[[rule]]
glob = "st/**"
source = "ST"
type = "protokoll"

[[rule]]
glob = "*_möte.txt"
type = ""
date = "2022-09"
"""


def _write(folder: Path, source: str) -> Path:
    path = folder / "metadata.toml"
    path.write_text(source, encoding="utf-8")
    return path


def _message(source: str) -> tuple[str, int | None]:
    with pytest.raises(MetadataError) as caught:
        parse_overrides(source, Path("metadata.toml"))
    return str(caught.value), caught.value.line


def test_a_table_a_file_gives_its_fields(tmp_path: Path) -> None:
    _write(tmp_path, '[files."001_å.txt"]\ndate = "2016"\nsource = ""\n')
    assert read_overrides(tmp_path).by_key == {"001_å.txt": {"date": "2016", "source": ""}}


def test_no_file_means_no_overrides(tmp_path: Path) -> None:
    assert read_overrides(tmp_path).by_key == {}


def test_a_date_may_be_written_without_quotes() -> None:
    parsed = parse_overrides('[files."a.txt"]\ndate = 2021-06-15\n', Path("metadata.toml")).by_key
    assert parsed == {"a.txt": {"date": "2021-06-15"}}


def test_a_key_is_compared_in_nfc() -> None:
    parsed = parse_overrides('[files."a\u030a.txt"]\ntype = "x"\n', Path("metadata.toml")).by_key
    assert parsed == {"å.txt": {"type": "x"}}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            '# ett\n[files."a.txt"]\ndatum = "2016"\n',
            "metadata.toml:3: unknown key datum; "
            "allowed are date, source, title, type (for a.txt)",
        ),
        (
            '[files."a.txt"]\ndate = "2016"\n\n[files."b.txt"]\ndate = "i fjol"\n',
            "metadata.toml:5: date 'i fjol' cannot be read; "
            'write "2021", "2021-06" or "2021-06-15" (for b.txt)',
        ),
        (
            '[files."a.txt"]\ndate = 2016\n',
            'metadata.toml:2: date of a.txt must be text in quotes: date = "…"',
        ),
        (
            '[filer."a.txt"]\n',
            'metadata.toml:1: unknown table filer; write [files."name.txt"] or [[rule]]',
        ),
        (
            '[files.a.txt]\ndate = "2016"\n',
            "metadata.toml:1: unknown key txt for a; "
            'a name with a dot needs quotes: [files."a.txt"]',
        ),
        ('files = "a.txt"\n', 'metadata.toml:1: files must be tables: [files."name.txt"]'),
        (
            '[files]\n"a.txt" = "2016"\n',
            'metadata.toml:2: a.txt must be a table: [files."a.txt"]',
        ),
        (
            'files."a.txt" = { title = "x", date = "2022-13" }\n',
            "metadata.toml:1: date '2022-13' cannot be read; "
            'write "2021", "2021-06" or "2021-06-15" (for a.txt)',
        ),
        (
            '[[rule]]\nglob = "st/**"\nsource = "ST"\n\n[[rule]]\nglob = "*.md"\ntitle = "x"\n',
            "metadata.toml:7: unknown key title in rule *.md; "
            "allowed are glob, date, source, type",
        ),
        (
            '[[rule]]\nglob = "st/**"\n# fel\ndate = "i fjol"\n',
            "metadata.toml:4: date 'i fjol' cannot be read; "
            'write "2021", "2021-06" or "2021-06-15" (in rule st/**)',
        ),
        (
            '[[rule]]\nglob = "st/**"\ntype = 7\n',
            'metadata.toml:3: type in rule st/** must be text in quotes: type = "…"',
        ),
        (
            '[[rule]]\nsource = "ST"\n',
            'metadata.toml:1: a rule says in quotes which files it speaks of: glob = "st/**"',
        ),
        (
            '[[rule]]\nglob = "st/**"\n',
            "metadata.toml:2: rule st/** sets nothing: add date, source, type",
        ),
        (
            '[[rule]]\nglob = "[st"\nsource = "ST"\n',
            r"metadata.toml:2: a [ is never closed; write \[ for the character itself (in glob)",
        ),
        (
            '[[rule]]\nglob = "!st"\nsource = "ST"\n',
            "metadata.toml:2: a rule takes nothing back; "
            "a later rule wins over an earlier one (in glob)",
        ),
        (
            '[rule]\nglob = "st/**"\n',
            "metadata.toml:1: a rule is a table with two brackets: [[rule]]",
        ),
        (
            'rule = [{ glob = "st/**", titel = "x" }]\n',
            "metadata.toml: unknown key titel in rule st/**; allowed are glob, date, source, type",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(source: str, message: str) -> None:
    assert _message(source)[0] == message


def test_rules_are_read_in_order(tmp_path: Path) -> None:
    _write(tmp_path, RULES)
    said = read_overrides(tmp_path)
    assert [(rule.written, rule.values) for rule in said.rules] == [
        ("st/**", {"source": "ST", "type": "protokoll"}),
        ("*_möte.txt", {"type": "", "date": "2022-09"}),
    ]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("annat/brev.txt", {}),
        ("stab/brev.txt", {}),
        (
            "st/2022/brev.txt",
            {
                "source": Found("ST", "metadata.toml rule st/**"),
                "type": Found("protokoll", "metadata.toml rule st/**"),
            },
        ),
        (
            "st/syd_möte.txt",
            {
                "source": Found("ST", "metadata.toml rule st/**"),
                "type": Found("", "metadata.toml rule *_möte.txt"),
                "date": Found("2022-09", "metadata.toml rule *_möte.txt"),
            },
        ),
    ],
)
def test_a_later_rule_wins_over_an_earlier_field_by_field(
    key: str, said: dict[str, Found], tmp_path: Path
) -> None:
    _write(tmp_path, RULES)
    assert said_by_rules(read_overrides(tmp_path).rules, key) == said


@pytest.mark.parametrize("glob", ["st", "st/", "/st", "st/**", "s?", "**/st/", "å.txt"])
def test_a_rule_for_a_folder_speaks_of_all_that_is_in_it(glob: str) -> None:
    source = f'[[rule]]\nglob = "{glob}"\nsource = "ST"\n'
    (rule,) = parse_overrides(source, Path("metadata.toml")).rules
    assert rule.glob.holds("st/2022/å.txt")


def test_broken_toml_is_told_with_its_line() -> None:
    message, line = _message('[files."a.txt"]\ndate = \n')
    assert line == 2
    assert message.startswith("metadata.toml:2: not TOML: ")


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "metadata.toml"
    path.write_bytes('# ett\n[files."å.txt"]\n'.encode("latin-1"))
    with pytest.raises(MetadataError) as caught:
        read_overrides(tmp_path)
    assert str(caught.value) == f"{path.as_posix()}:2: not UTF-8; save it as UTF-8"


def test_a_key_with_a_hash_speaks_of_a_record(tmp_path: Path) -> None:
    _write(tmp_path, '[files."a.jsonl"]\nsource = "ST"\n[files."a.jsonl#7"]\ntype = "protokoll"\n')
    assert read_overrides(tmp_path).by_file() == {
        "a.jsonl": {"": {"source": "ST"}, "7": {"type": "protokoll"}},
        "a.jsonl#7": {"": {"type": "protokoll"}},
    }


def test_the_digest_tells_overrides_apart() -> None:
    said: list[dict[str, Mapping[str, str]]] = [
        {},
        {"": {}},
        {"": {"date": "2016"}},
        {"": {"date": "2017"}},
        {"7": {"date": "2016"}},
    ]
    assert len({overrides_digest(one) for one in said}) == len(said)
    assert overrides_digest({}) == ""
    ruled = [{"date": Found("2016", "ena")}, {"date": Found("2016", "andra")}]
    assert len({overrides_digest({}, one) for one in ruled}) == len(ruled)


# Writing


def test_a_correction_leaves_rules_alone(tmp_path: Path) -> None:
    path = _write(tmp_path, RULES)
    write_override(tmp_path, "st/å.txt", {"source": "Vision"})
    assert path.read_text(encoding="utf-8") == (
        RULES + '\n[files."st/å.txt"]\nsource = "Vision"\n'
    )


def test_the_first_change_makes_the_file(tmp_path: Path) -> None:
    write_override(tmp_path, "001_å.txt", {"date": "2016", "source": "Voister"})
    assert (tmp_path / "metadata.toml").read_text(encoding="utf-8") == (
        FIRST_LINE + '\n[files."001_å.txt"]\ndate = "2016"\nsource = "Voister"\n'
    )


def test_a_change_leaves_comments_and_order_alone(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        '# Våra rättelser\n\n[files."b.txt"]\nsource = "ST" # enligt Anna\ndate = "2016"\n\n'
        '# sist\n[files."a.txt"]\ntype = "rapport"\n',
    )
    write_override(tmp_path, "b.txt", {"source": "Vision", "type": "protokoll"})
    assert path.read_text(encoding="utf-8") == (
        '# Våra rättelser\n\n[files."b.txt"]\nsource = "Vision" # enligt Anna\ndate = "2016"\n'
        'type = "protokoll"\n\n# sist\n[files."a.txt"]\ntype = "rapport"\n'
    )


def test_a_field_can_be_taken_away_and_known_to_be_none(tmp_path: Path) -> None:
    _write(tmp_path, '[files."a.txt"]\nsource = "ST"\ndate = "2016"\n')
    write_override(tmp_path, "a.txt", {"source": None, "date": "", "type": None})
    assert read_overrides(tmp_path).by_key == {"a.txt": {"date": ""}}


def test_taking_away_what_is_not_there_makes_no_table(tmp_path: Path) -> None:
    _write(tmp_path, "# tom\n")
    write_override(tmp_path, "a.txt", {"source": None})
    assert (tmp_path / "metadata.toml").read_text(encoding="utf-8") == "# tom\n"


def test_a_date_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DateError):
        write_override(tmp_path, "a.txt", {"date": "i fjol"})
    assert list(tmp_path.iterdir()) == []


def test_a_field_that_does_not_exist_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        write_override(tmp_path, "a.txt", {"author": "Anna"})
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_text_change_nothing(tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"^source holds bytes that are not UTF-8: type it anew$"
    ):
        write_override(tmp_path, "a.txt", {"source": "V\udce5r"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_a_mistake_is_not_changed(tmp_path: Path) -> None:
    path = _write(tmp_path, '[files."a.txt"]\ndatum = "2016"\n')
    with pytest.raises(MetadataError):
        write_override(tmp_path, "a.txt", {"date": "2016"})
    assert path.read_text(encoding="utf-8") == '[files."a.txt"]\ndatum = "2016"\n'


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError("disk full")

    path = _write(tmp_path, "# kvar\n")
    monkeypatch.setattr("searchkit.documents.override_writing.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_override(tmp_path, "a.txt", {"date": "2016"})
    assert (list(tmp_path.iterdir()), path.read_text(encoding="utf-8")) == ([path], "# kvar\n")


def test_permissions_stay(tmp_path: Path) -> None:
    path = _write(tmp_path, "")
    path.chmod(0o640)
    write_override(tmp_path, "a.txt", {"date": "2016"})
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need privileges")
def test_a_link_to_a_shared_file_stays_a_link(tmp_path: Path) -> None:
    shared = tmp_path / "shared.toml"
    shared.write_text("", encoding="utf-8")
    (tmp_path / "metadata.toml").symlink_to(shared)
    write_override(tmp_path, "a.txt", {"date": "2016"})
    assert (tmp_path / "metadata.toml").is_symlink()
    assert '"2016"' in shared.read_text(encoding="utf-8")


@given(
    key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_what_is_written_is_read_back(
    key: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("root")
    write_override(folder, key, {"title": value, "source": value})
    (read,) = read_overrides(folder).by_key.values()
    assert read == {"title": value, "source": value}


def test_an_override_lies_in_the_root_that_holds_the_file(tmp_path: Path) -> None:
    file = tmp_path / "arkiv" / "2022" / "a.jsonl"
    assert place_override(file, [tmp_path / "annat", tmp_path / "arkiv"], "7") == (
        tmp_path / "arkiv",
        "2022/a.jsonl#7",
    )


def test_the_override_of_a_single_file_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    assert place_override(file, [file]) == (tmp_path, "a.txt")


def test_a_file_outside_the_roots_has_no_override(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        place_override(tmp_path / "a.txt", [tmp_path / "arkiv"])
