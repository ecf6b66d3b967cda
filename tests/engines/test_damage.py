"""Files of an index that were cut short or altered: an error each, and never another answer."""

from __future__ import annotations

import contextlib
import datetime
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from language.toy import toy_analyzer
from whoosh.reading import CorruptIndexError

from searchkit.engines.base import Engine
from searchkit.engines.whoosh import runs
from searchkit.engines.whoosh.codec import FlatSegment
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.storage import IndexStorage, load_plain
from searchkit.engines.whoosh.writing import merging
from searchkit.errors import IndexDamaged
from searchkit.query.request import Filters
from searchkit.query.terms import AllOf, Near

from .archive import document, part, stem

Question = Callable[[Engine], object]

QUESTIONS: dict[str, Question] = {
    "word": lambda engine: engine.search(stem("lön"), Filters()),
    "part": lambda engine: engine.search(part("personal"), Filters(), "newest"),
    "phrase": lambda engine: engine.search(Near("", (stem("hög"), stem("lön"))), Filters()),
    "filtered": lambda engine: engine.search(
        AllOf((stem("lön"), stem("fack"))), Filters(sources=("ST",)), "title"
    ),
    "documents": lambda engine: [engine.get(doc_id) for doc_id in engine.iter_ids()],
    "metadata": lambda engine: list(engine.iter_metadata()),
    "words": lambda engine: list(engine.iter_terms()),
    "positions": lambda engine: engine.find_positions("a", [("stem", "lön")]),
    "values": lambda engine: engine.count_values("source"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an index of two segments with a deleted document, and runs of both kinds."""
    monkeypatch.setattr(runs, "PACKED_FROM", 2)
    engine = WhooshEngine.create(tmp_path, toy_analyzer())
    engine.update(
        [
            document("a", "Facket vill ha hög lön.", "Lön", source="ST", date="2021-06"),
            document("b", "Hög personalomsättning, låg lön.", date="2020"),
            document("c", "Vakanser"),
        ]
    )
    engine.update([document("d", "Facket och lönen", "Fack", source="ST")], ["c"])
    engine.close()
    return tmp_path


def answers(folder: Path) -> dict[str, object]:
    """Ask everything; what is damaged has no answer."""
    found: dict[str, object] = {}
    try:
        engine = WhooshEngine(folder, toy_analyzer())
    except IndexDamaged:
        return {}
    for name, ask in QUESTIONS.items():
        try:
            found[name] = ask(engine)
        except IndexDamaged as error:
            assert "run `searchkit index --rebuild`" in str(error)
    engine.close()
    return found


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".seg", ".toc"))


@pytest.mark.usefixtures("evaluator")
def test_an_altered_byte_gives_an_error_or_the_same_answer(folder: Path) -> None:
    whole = answers(folder)
    assert whole.keys() == QUESTIONS.keys()
    for path in files(folder):
        content = path.read_bytes()
        for at in range(0, len(content), 7):
            altered = bytearray(content)
            altered[at] ^= 0x15
            path.write_bytes(bytes(altered))
            for name, answer in answers(folder).items():
                assert answer == whole[name], (path.name, at, name)
        path.write_bytes(content)


def test_a_file_cut_short_is_refused_when_it_is_opened(folder: Path) -> None:
    for path in files(folder):
        content = path.read_bytes()
        for end in range(0, len(content), 11):
            path.write_bytes(content[:end])
            with pytest.raises(IndexDamaged):
                WhooshEngine(folder, toy_analyzer())
        path.write_bytes(content)


# Whoosh's writer leaves its own files to be collected when a commit fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damage_met_by_a_merge_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "FAN_OUT", 2)
    whole = {path: path.read_bytes() for path in folder.iterdir()}
    damaged = 0
    for path in (path for path in whole if path.suffix == ".seg"):
        for at in range(0, len(whole[path]), 61):
            altered = bytearray(whole[path])
            altered[at] ^= 0x15
            path.write_bytes(bytes(altered))
            damaged += _is_named_in_update(folder)
            for left in set(folder.iterdir()) - whole.keys():
                left.unlink()
            for each, content in whole.items():
                each.write_bytes(content)
    assert damaged > 10


def _is_named_in_update(folder: Path) -> bool:
    try:
        engine = WhooshEngine(folder, toy_analyzer())
        with contextlib.closing(engine):
            engine.update([document("e", "Lön")])
    except IndexDamaged:
        return True
    return False


def test_verifying_notices_an_altered_byte_anywhere(folder: Path) -> None:
    WhooshEngine(folder, toy_analyzer()).verify()
    path = files(folder)[0]
    content = path.read_bytes()
    for at in range(0, len(content), 13):
        altered = bytearray(content)
        altered[at] ^= 1
        path.write_bytes(bytes(altered))
        with pytest.raises(IndexDamaged):
            WhooshEngine(folder, toy_analyzer()).verify()


def test_a_segment_that_is_gone_is_refused(folder: Path) -> None:
    files(folder)[0].unlink()
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder, toy_analyzer())


class Rogue:
    """What runs code when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("run",)


@pytest.mark.parametrize("value", [None, 1, "lön", [2.5], {"dag": datetime.date(2021, 6, 1)}])
def test_plain_values_and_dates_are_unpickled(value: object) -> None:
    assert load_plain(pickle.dumps(value, 2)) == value


@pytest.mark.parametrize("value", [Rogue(), [Rogue()], FlatSegment, Path("x")])
def test_a_pickle_of_anything_else_is_refused(
    value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(pickle.UnpicklingError, match="has no place in an index"):
        load_plain(pickle.dumps(value))
    assert capsys.readouterr().out == ""


def test_a_table_of_contents_with_code_in_it_runs_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storage = IndexStorage(str(folder))
    name = next(path.name for path in folder.iterdir() if path.suffix == ".toc")
    file = storage.create_file("rogue")
    file.write_pickle([Rogue()])
    file.close()
    storage.rename_file("rogue", name)
    with pytest.raises(pickle.UnpicklingError):
        storage.open_file(name).read_pickle()
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder, toy_analyzer())
    assert capsys.readouterr().out == ""


def test_a_table_of_contents_without_its_checksum_is_refused(folder: Path) -> None:
    name = next(path.name for path in folder.iterdir() if path.suffix == ".toc")
    (folder / name).write_bytes(b"x" * 40)
    with pytest.raises(CorruptIndexError):
        IndexStorage(str(folder)).open_file(name)
