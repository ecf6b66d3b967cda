"""Files that were damaged on their way: whatever the bytes, a document or a named refusal.

Each example takes a file that a program wrote and cuts, doubles or changes pieces of it. What
comes out has the form that is promised of all text, and nothing else is ever raised.
"""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.documents.readers import SUFFIXES, read
from searchkit.errors import UnreadableFile

FOLDER = Path(__file__).parent / "samples"
SAMPLES = {path.suffix: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in SUFFIXES}
NASTY = (
    *(b"\x00", b"\xff\xfe", b"\xc3", b"\r\n\r\n", b"PK\x05\x06", b"=?utf-8?b?", b"?=", b"From "),
    *(b"boundary=", b"Content-Type: message/rfc822\r\n\r\n", b'charset="utf-7"', b"--x", b"&a;"),
    *(b"<div>" * 300, b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<![CDATA[", b"<table><td>", b"</main>"),
    *(b"<time class=publ datetime='9999-12-31T23:59Z'>", b"<script type=application/ld+json>[["),
)

pieces = st.one_of(
    st.tuples(st.just("insert"), st.floats(0, 1), st.sampled_from(NASTY) | st.binary(max_size=20)),
    st.tuples(st.just("delete"), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
    st.tuples(st.just("replace"), st.floats(0, 1), st.binary(min_size=1, max_size=8)),
    st.tuples(st.just("cut"), st.floats(0, 1), st.just(b"")),
)
every_sample = pytest.mark.parametrize("suffix", sorted(SAMPLES))


def _changed(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, place, piece in changes:
        start = int(place * len(data))
        after = start if how == "insert" else start + len(piece)
        if how == "cut":
            data = data[:start]
        else:
            data = data[:start] + (b"" if how == "delete" else piece) + data[after:]
    return data


def _check(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(data)
        reasons: list[str] = []
        documents = []
        try:
            documents = list(read(path, reasons.append))
        except UnreadableFile as error:
            reasons.append(error.reason)
    assert documents or reasons
    for document in documents:
        assert _is_tidy(document.text)
        assert 0 <= document.begins <= len(document.text)
        for line in (document.key, *document.headers.values()):
            assert _is_tidy(line)
            assert "\n" not in line
    for reason in reasons:
        reason.encode()


def _is_tidy(text: str) -> bool:
    text.encode()
    return unicodedata.is_normalized("NFC", text) and not set("\r\0") & set(text)


@every_sample
@settings(max_examples=25, deadline=None)
@given(changes=st.lists(pieces, min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused(
    suffix: str, changes: list[tuple[str, float, bytes]]
) -> None:
    _check(_changed(SAMPLES[suffix], changes), suffix)
