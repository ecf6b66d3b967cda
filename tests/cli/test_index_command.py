"""`searchkit index`: what it says it did, and that it did it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from searchkit.cli.index import ProgressLine, report_lines
from searchkit.indexing.build import IndexReport

from .conftest import Call
from .running import COMMAND, Ran, quiet_environment, run_process

MINUTES = "002_1842171969dfd728.txt"


def test_nothing_changed_is_nothing_done(call: Call, archive: Path) -> None:
    assert call(archive, "index") == Ran(0, "+0 added, 0 changed, 0 deleted, 5 unchanged\n", "")


@pytest.fixture
def differing(archive: Path) -> Path:
    """An archive where one file is new, one has changed, one is gone and one is broken."""
    seeds = archive / "seeds"
    (seeds / "ny.txt").write_text("En ny promemoria om distansarbete.")
    (seeds / MINUTES).write_text("Protokoll\n\nMötet ställdes in.")
    (seeds / "004_54182828c5fb76cc.txt").unlink()
    (seeds / "tom.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    return archive


DONE = "+1 added, 1 changed, 1 deleted, 3 unchanged; 1 skipped: seeds/tom.txt ("


def test_only_what_differs_is_read_again(call: Call, differing: Path) -> None:
    ran = call(differing, "index")
    assert (ran.code, ran.err, len(ran.lines)) == (0, "", 1)
    assert ran.out.startswith(DONE)
    found = {
        word: call(differing, "search", "-l", word).lines
        for word in ("distansarbete", "inställdes", "personalomsättning", "=arbetsförmedlingen")
    }
    assert found["distansarbete"] == ["seeds/ny.txt"]
    assert found["personalomsättning"] == []
    assert call(differing, "search", "-l", "=ställdes").lines == [f"seeds/{MINUTES}"]


def test_a_file_that_failed_is_told_of_again_without_being_read(
    call: Call, differing: Path
) -> None:
    call(differing, "index")
    ran = call(differing, "index")
    assert ran.out.startswith(
        "+0 added, 0 changed, 0 deleted, 5 unchanged; 1 skipped: seeds/tom.txt ("
    )


def test_a_dry_run_only_tells(call: Call, differing: Path) -> None:
    ran = call(differing, "index", "--dry-run")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "would be: +2 added, 1 changed, 1 deleted, 3 unchanged\n",
        "",
    )
    assert call(differing, "search", "-c", "personalomsättning").out == "1\n"


def test_a_dry_run_leaves_no_index_behind(call: Call, empty: Path) -> None:
    (empty / "text.txt").write_text("Hej")
    ran = call(empty, "index", "--dry-run", "text.txt")
    assert ran == Ran(0, "would be: +1 added, 0 changed, 0 deleted, 0 unchanged\n", "")
    assert [path.name for path in empty.iterdir()] == ["text.txt"]


def test_a_rebuild_reads_everything_again(call: Call, archive: Path) -> None:
    assert call(archive, "index", "--rebuild") == Ran(
        0, "+5 added, 0 changed, 0 deleted, 0 unchanged\n", ""
    )


def test_folders_are_remembered_and_added_to(call: Call, archive: Path) -> None:
    (archive / "mer").mkdir()
    (archive / "mer" / "brev.txt").write_text("Ett brev.")
    assert call(archive, "index", "mer").out == "+1 added, 0 changed, 0 deleted, 5 unchanged\n"
    assert call(archive, "index").out == "+0 added, 0 changed, 0 deleted, 6 unchanged\n"


def test_a_rebuild_of_a_folder_forgets_the_others(call: Call, archive: Path) -> None:
    (archive / "mer").mkdir()
    (archive / "mer" / "brev.txt").write_text("Ett brev.")
    call(archive, "index", "--rebuild", "mer")
    assert call(archive, "list", "-l").lines == ["mer/brev.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing to index: name a folder, `searchkit index FOLDER`"),
        (("saknas",), "saknas: give a folder or a file that exists"),
    ],
)
def test_nothing_to_index_leaves_no_index_behind(
    arguments: tuple[str, ...], message: str, call: Call, empty: Path
) -> None:
    ran = call(empty, "index", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"{message}\n")
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("paths", [("",), ("seeds", "")])
def test_a_folder_without_a_name_is_not_this_one(
    paths: tuple[str, ...], call: Call, archive: Path
) -> None:
    assert call(archive, "index", *paths) == Ran(
        2,
        "",
        "searchkit: Invalid value for '[PATH]...': name a folder, . for this one\n"
        "Try: searchkit index --help\n",
    )


def test_a_folder_that_is_gone_changes_nothing(call: Call, archive: Path) -> None:
    (archive / "seeds").rename(archive / "borta")
    ran = call(archive, "index")
    assert (ran.code, ran.out) == (2, "")
    message = (
        "there is no seeds, which the index remembers: bring it back, or leave it out with "
        "`searchkit index --rebuild PATH...`"
    )
    assert ran.err == f"searchkit: {message}\n"
    assert call(archive, "search", "-c", "personalomsättning").out == "1\n"


def test_an_archive_can_be_moved_with_its_index(call: Call, archive: Path) -> None:
    moved = archive.rename(archive.with_name("flyttat"))
    assert call(moved, "search", "-l", "personalomsättning").out == f"seeds/{MINUTES}\n"
    assert call(moved, "index").out == "+0 added, 0 changed, 0 deleted, 5 unchanged\n"


def test_a_latin_1_file_is_found_and_its_encoding_told(call: Call, archive: Path) -> None:
    (archive / "seeds" / "gammal.txt").write_bytes("Många åsikter om lönen.".encode("latin-1"))
    ran = call(archive, "index")
    assert (ran.code, ran.out) == (0, "+1 added, 0 changed, 0 deleted, 5 unchanged\n")
    assert ran.err.startswith("note: seeds/gammal.txt (")
    assert "latin-1" in ran.err.lower() or "windows-1252" in ran.err.lower()
    assert call(archive, "search", "--format", "{passage}", "åsikter").out == (
        "Många åsikter om lönen.\n"
    )


def test_files_are_named_as_they_open_from_the_current_folder(call: Call, archive: Path) -> None:
    (archive / "seeds" / "tom.txt").write_text("")
    (archive / "seeds" / "gammal.txt").write_bytes("Många åsikter om lönen.".encode("latin-1"))
    ran = call(archive / "seeds", "index", "--index", "../index")
    assert ran.out == (
        "+1 added, 0 changed, 0 deleted, 5 unchanged; 1 skipped: tom.txt (no text in it)\n"
    )
    assert ran.err == "note: gammal.txt (read as windows-1252)\n"
    (archive / "sedan").mkdir()
    path = f"{archive}/seeds/tom.txt (no text in it)"
    assert call(archive / "sedan", "index", "--index", "../index").out.endswith(
        f"; 1 skipped: {path}\n"
    )
    status = json.loads(call(archive / "sedan", "status", "--json", "--index", "../index").out)
    assert status["skipped"] == [path]


def test_records_of_a_json_lines_file_are_documents(call: Call, archive: Path) -> None:
    first = {"id": "a1", "title": "Om lön", "date": "2020-05-01", "text": "Lönen steg."}
    second = {"id": "a2", "type": "brev", "body": "Tiden sjönk.", "url": "https://a.se/2"}
    lines = [json.dumps(first), "{trasig", json.dumps(second)]
    (archive / "seeds" / "alla.jsonl").write_text("\n".join(lines))
    ran = call(archive, "index")
    assert ran.out.startswith(
        "+2 added, 0 changed, 0 deleted, 5 unchanged; 1 skipped: seeds/alla.jsonl ("
    )
    listed = call(archive, "search", "--format", "{id} {date} {source} {type} {path}", "sjönk")
    assert listed.lines == ["a2   brev https://a.se/2"]


def test_a_broken_line_of_an_unchanged_file_is_told_of_again(call: Call, archive: Path) -> None:
    (archive / "seeds" / "alla.jsonl").write_text('{"text": "Lönen steg."}\n{trasig\n')
    counts = "+1 added, 0 changed, 0 deleted, 5 unchanged"
    skipped = "1 skipped: seeds/alla.jsonl (line 2: not JSON)"
    assert call(archive, "index").out == f"{counts}; {skipped}\n"
    counts = "+0 added, 0 changed, 0 deleted, 6 unchanged"
    assert call(archive, "index", "--dry-run").out == f"would be: {counts}; {skipped}\n"
    assert call(archive, "index").out == f"{counts}; {skipped}\n"
    assert call(archive, "index").out == f"{counts}; {skipped}\n"


TOO_LARGE = "seeds/stor.txt (13 KB: larger than 9 KB; raise it with --max-size 20KB)"


def test_a_size_that_is_allowed_is_remembered(call: Call, archive: Path) -> None:
    (archive / "seeds" / "stor.txt").write_text("En stor fil. " * 1000)
    counts = "+0 added, 0 changed, 0 deleted, 5 unchanged"
    ran = call(archive, "index", "--max-size", "9KB")
    assert ran == Ran(0, f"{counts}; 1 skipped: {TOO_LARGE}\n", "")
    assert call(archive, "index").out == ran.out
    assert f"skipped: {TOO_LARGE}" in call(archive, "status").out
    assert "up to date" in call(archive, "status").out
    assert TOO_LARGE in call(archive, "index", "--rebuild").out
    assert call(archive, "index", "--max-size", "20KB").out.startswith("+1 added, ")


def test_a_size_may_come_from_the_settings(call: Call, archive: Path) -> None:
    (archive / "seeds" / "stor.txt").write_text("En stor fil. " * 1000)
    (archive / "searchkit.toml").write_text('[index]\nmax-size = "9KB"\n')
    assert call(archive, "index").out.endswith(f"; 1 skipped: {TOO_LARGE}\n")
    assert call(archive, "index", "--max-size", "20KB").out.startswith("+1 added, ")


def test_a_size_that_cannot_be_read_is_refused(call: Call, archive: Path) -> None:
    ran = call(archive, "index", "--max-size", "stor")
    assert (ran.code, ran.out) == (2, "")
    assert "'stor' is no size: write 500KB, 200MB or 2GB" in ran.err


def test_what_is_ignored_is_counted_and_not_named(call: Call, archive: Path) -> None:
    (archive / "seeds" / ".searchkitignore").write_text("00[0-2]*\n")
    counts = "+0 added, 0 changed, 3 deleted, 2 unchanged"
    ran = call(archive, "index", "--dry-run")
    assert ran.out == f"would be: {counts}; 3 ignored by .searchkitignore\n"
    assert call(archive, "index").out == f"{counts}\n"
    assert "Ignored  3 by .searchkitignore" in call(archive, "status").lines
    assert json.loads(call(archive, "status", "--json").out)["ignored"] == 3


def test_a_line_that_cannot_be_ignored_by_stops_the_build(call: Call, archive: Path) -> None:
    (archive / "seeds" / ".searchkitignore").write_text("*.log\n[utkast\n")
    message = (
        f"{archive}/seeds/.searchkitignore:2: "
        "a [ is never closed; write \\[ for the character itself"
    )
    assert call(archive, "index") == Ran(2, "", f"searchkit: {message}\n")
    assert message in call(archive, "status").out


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"tv\xc3\xa5\nrader.x\x1b[31m", "två rader.x\ufffd[31m (no reader for .x\ufffd[31m)"),
        (b"latin-\xe5.\xe4", "latin-%E5.%E4 (no reader for .%E4)"),
        (b"bak\xe2\x80\xaeat.x", "bakat.x (no reader for .x)"),
    ],
)
def test_a_name_reaches_the_terminal_without_controls(
    name: bytes, shown: str, call: Call, archive: Path
) -> None:
    (archive / "seeds" / os.fsdecode(name)).write_text("Hej")
    for ran in (call(archive, "index"), call(archive, "status")):
        (line,) = (line for line in ran.lines if "skipped: " in line)
        assert line.partition("skipped: ")[2] == f"seeds/{shown}"


@pytest.mark.parametrize("name", [b"tv\xc3\xa5\nrader.txt", b"\x1b[31m\xe5.txt"])
def test_a_document_is_found_by_its_name_whatever_is_in_it(
    name: bytes, call: Call, archive: Path
) -> None:
    path = archive / "seeds" / os.fsdecode(name)
    path.write_text("Ett brev om sabbatsår.")
    call(archive, "index")
    assert "sabbatsår" in call(archive, "show", f"seeds/{os.fsdecode(name)}").out
    listed = call(archive, "search", "-l", "-0", "sabbatsår").out.removesuffix("\0")
    assert call(archive, "show", listed).code == 0
    assert call(archive, "show", listed.removeprefix("seeds/")).code == 0


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_document_is_found_whichever_way_its_letters_are_written(
    form: Literal["NFC", "NFD"], call: Call, archive: Path
) -> None:
    name = "rå äggröra.txt"
    (archive / "seeds" / unicodedata.normalize(form, name)).write_text("Ett brev om sabbatsår.")
    call(archive, "index")
    for typed in ("NFC", "NFD"):
        for spelled in (name, f"seeds/{name}", "rå ägg"):
            ran = call(archive, "show", unicodedata.normalize(typed, spelled))
            assert (ran.code, ran.err) == (0, "")
            assert ran.lines[-1] == "Ett brev om sabbatsår."
    message = "searchkit: there is no document rå röra: `searchkit list` shows all\n"
    assert call(archive, "show", unicodedata.normalize("NFD", "rå röra")) == Ran(1, "", message)


def test_a_rule_says_where_a_value_comes_from(call: Call, archive: Path) -> None:
    (archive / "seeds" / "metadata.toml").write_text('[[rule]]\nglob = "001*"\nsource = "ST"\n')
    assert call(archive, "index").out == "+0 added, 1 changed, 0 deleted, 4 unchanged\n"
    assert "source  ST  (metadata.toml rule 001*)" in call(archive, "meta", "001").lines
    corrected = call(archive, "meta", "001", "--source", "Voister").lines
    assert "source  Voister  (metadata.toml)" in corrected
    cleared = call(archive, "meta", "001", "--clear", "source").lines
    assert "source  ST  (metadata.toml rule 001*)" in cleared


def test_what_was_skipped_is_listed_when_it_is_more_than_one() -> None:
    report = IndexReport(added=2, skipped=("a.pdf (no text in it)", "b.pdf (no text in it)"))
    assert report_lines(report) == [
        "+2 added, 0 changed, 0 deleted, 0 unchanged; 2 skipped:",
        "  a.pdf (no text in it)",
        "  b.pdf (no text in it)",
    ]


def test_only_the_first_five_of_many_skipped_are_named() -> None:
    skipped = tuple(f"{number}.pdf (permission denied)" for number in range(23))
    lines = report_lines(IndexReport(skipped=skipped))
    assert (len(lines), lines[-1]) == (7, "  18 more: searchkit status")


def test_moved_files_and_copies_are_counted_when_there_are_any() -> None:
    report = IndexReport(added=1, unchanged=40, moved=2, copies=1)
    assert report_lines(report) == [
        "+1 added, 0 changed, 0 deleted, 2 moved, 40 unchanged, 1 copy"
    ]


def test_progress_tells_how_many_files_how_fast_and_how_long(
    capsys: pytest.CaptureFixture[str],
) -> None:
    times = iter([0.0, 0.4, 1.0, 1.05, 100.0, 200.0])
    line = ProgressLine(lambda: next(times))
    for done in (10, 200, 201, 20_000, 40_000):
        line.tell(done, 40_000)
    line.clear()
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown == [
        "",
        "200 of 40,000 files · 200 a second · 4 min left",
        "20,000 of 40,000 files · 200 a second · 2 min left",
        "40,000 files read, writing the index …",
        "",
    ]
    assert max(map(len, shown)) <= 80


def test_notes_are_told_and_of_many_the_first_few(call: Call, archive: Path) -> None:
    for number in range(12):
        text = f"Många åsikter, nummer {number}.".encode("latin-1")
        (archive / "seeds" / f"gammal{number:02}.txt").write_bytes(text)
    ran = call(archive, "index")
    assert [line.split(" (")[0] for line in ran.err.splitlines()] == [
        *(f"note: seeds/gammal{number:02}.txt" for number in range(5)),
        "  7 more notes",
    ]


def test_a_limit_on_the_size_of_files_is_told_like_a_full_disk(archive: Path) -> None:
    (archive / "seeds" / "ny.txt").write_text("Något nytt.")
    command = f"ulimit -f 8; exec {' '.join(COMMAND)} index --rebuild"
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=archive,
        env=quiet_environment(archive),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert ran.stderr.startswith(b"searchkit: the index in index cannot be written: a file would")
    assert run_process(archive, "search", "-c", "personalomsättning").out == "1\n"
    assert run_process(archive, "index", "--rebuild").out == (
        "+6 added, 0 changed, 0 deleted, 0 unchanged\n"
    )


def test_a_search_whose_index_vanishes_is_told(call: Call, archive: Path) -> None:
    shutil.rmtree(archive / "index" / "generation-1")
    ran = call(archive, "search", "lön")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("run `searchkit index --rebuild`\n")


def test_a_copy_is_shown_where_its_document_is(call: Call, archive: Path) -> None:
    shutil.copy(archive / "seeds" / MINUTES, archive / "seeds" / "kopia.txt")
    assert call(archive, "index").out == "+0 added, 0 changed, 0 deleted, 5 unchanged, 1 copy\n"
    found = call(archive, "search", "personalomsättning").lines
    assert found[2] == "   also seeds/kopia.txt"
    shown = call(archive, "show", "seeds/kopia.txt").lines
    assert shown[2] == "also seeds/kopia.txt"
    (record,) = json.loads(call(archive, "search", "--json", "personalomsättning").out)["results"]
    assert record["also"] == ["seeds/kopia.txt"]
    listed = call(archive, "list", "-s", "ST").lines
    assert listed[0].endswith(f"{MINUTES}  +1 copy")
    assert " · 5 documents · 1 copy · " in call(archive, "status").lines[0]
