"""What every reader promises, held against the samples of its format, sound and broken.

A new format joins with a line in the readers' table and a sample of its suffix.
"""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from searchkit.documents.metadata import describe
from searchkit.documents.readers import SUFFIXES, holds_many, read
from searchkit.documents.readers.base import RawDocument
from searchkit.errors import UnreadableFile

FOLDER = Path(__file__).parent / "samples"
SAMPLES = [path for path in sorted(FOLDER.iterdir()) if path.suffix and path.name != "README.md"]
MOST_BYTES = 30_000

every_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
every_format = pytest.mark.parametrize("suffix", SUFFIXES)


def _read(path: Path) -> list[RawDocument]:
    """Read a sample; some hold parts that are left out on purpose."""
    return list(read(path, lambda reason: None))


def _outcome(path: Path) -> list[RawDocument] | str:
    """Read what may be broken: documents, or the reason why there are none."""
    try:
        return list(read(path, lambda reason: None))
    except UnreadableFile as error:
        return error.reason


def _is_sound(outcome: list[RawDocument] | str) -> bool:
    if isinstance(outcome, str):
        return 0 < len(outcome) < 100 and "\n" not in outcome
    return bool(outcome) and all(_is_clean(document.text) for document in outcome)


def _is_clean(text: str) -> bool:
    return "\r" not in text and unicodedata.is_normalized("NFC", text)


def test_every_format_has_a_sample() -> None:
    assert sorted(set(SUFFIXES) - {path.suffix for path in SAMPLES}) == []


@every_sample
def test_a_sample_is_small(path: Path) -> None:
    assert path.stat().st_size <= MOST_BYTES


@every_sample
def test_text_is_in_nfc_with_line_feeds_and_without_nul(path: Path) -> None:
    texts = [document.text for document in _read(path)]
    assert [text for text in texts if not _is_clean(text) or "\0" in text] == []


@every_sample
def test_swedish_letters_are_read(path: Path) -> None:
    text = " ".join(document.text for document in _read(path))
    assert {letter for letter in "åäö" if letter in text.lower()} != set()


@every_sample
def test_reading_twice_gives_the_same(path: Path) -> None:
    assert _read(path) == _read(path)


@every_sample
def test_every_document_has_a_key_of_its_own_and_one_alone_has_none(path: Path) -> None:
    keys = [document.key for document in _read(path)]
    assert len(set(keys)) == len(keys)
    assert holds_many(path) or keys == [""]


@every_sample
def test_what_is_said_of_headers_is_said_of_headers_there_are(path: Path) -> None:
    for document in _read(path):
        assert document.headers.keys() >= document.origins.keys() | document.doubtful
        assert 0 <= document.begins <= len(document.text)


@every_sample
def test_a_sample_has_a_title(path: Path) -> None:
    assert all(describe(document, path.stem).title for document in _read(path))


@every_format
def test_an_empty_file_has_no_text_in_it(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"")
    assert _outcome(path) == "no text in it"


@every_sample
def test_a_file_cut_short_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    cut = tmp_path / path.name
    for share in (0.1, 0.5, 0.9, 0.99):
        cut.write_bytes(data[: int(share * len(data))])
        assert _is_sound(_outcome(cut))


@every_sample
def test_a_file_with_wrong_bytes_is_read_or_refused(
    path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(path.name)
    wrong = tmp_path / path.name
    for _ in range(20):
        data = bytearray(path.read_bytes())
        for _ in range(10):
            data[chance.randrange(len(data))] = chance.randrange(256)
        wrong.write_bytes(data)
        assert _is_sound(_outcome(wrong))
    assert capfd.readouterr() == ("", "")


@every_format
def test_noise_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(random.Random(suffix).randbytes(5000))
    assert isinstance(_outcome(path), str)


@every_format
def test_a_file_of_another_format_is_read_or_refused(
    suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a{suffix}"
    for sample in SAMPLES:
        path.write_bytes(sample.read_bytes())
        assert _is_sound(_outcome(path))
    assert capfd.readouterr() == ("", "")
