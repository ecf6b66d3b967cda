"""The dictionary of a segment: sorted, paged, checked page by page."""

from __future__ import annotations

import itertools
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.reading import CorruptIndexError

from searchkit.engines.whoosh.dictionary import SINGLE, DictionaryReader, Entry
from searchkit.engines.whoosh.writing.dictionary import TERMS_PER_PAGE, DictionaryWriter


class MemoryFile:
    """A file in memory, with the methods that the dictionary needs of one."""

    def __init__(self, content: bytes = b"") -> None:
        self._bytes = BytesIO(content)
        self.content = content

    def get(self, position: int, length: int) -> bytes:
        return self.content[max(position, 0) :][: max(length, 0)]

    def write(self, data: bytes) -> None:
        self._bytes.write(data)

    def close(self) -> None:
        self.content = self._bytes.getvalue()


def written(fields: dict[str, list[bytes]]) -> bytes:
    file = MemoryFile()
    writer = DictionaryWriter(file)
    place = itertools.count(8)
    for name, terms in fields.items():
        writer.start_field(name)
        for number, term in enumerate(terms):
            if number % 3:
                writer.add(term, len(term) + 1, next(place))
            else:
                writer.add(term, 70_000 * len(term), next(place) | SINGLE)
    writer.close()
    return file.content


def read(content: bytes) -> DictionaryReader:
    return DictionaryReader(MemoryFile(content), len(content))


_terms = st.lists(st.binary(max_size=4), unique=True, max_size=3 * TERMS_PER_PAGE).map(sorted)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["text", "text_form", "title"]), _terms), st.binary())
def test_terms_are_found_and_listed_from_any_on(
    fields: dict[str, list[bytes]], start: bytes
) -> None:
    reader = read(written(fields))
    place = itertools.count(8)
    for name, terms in fields.items():
        entries = [
            Entry(term, len(term) + 1, next(place))
            if number % 3
            else Entry(term, 1, next(place), 70_000 * len(term))
            for number, term in enumerate(terms)
        ]
        assert list(reader.iter_from(name)) == entries
        assert list(reader.iter_from(name, start)) == [e for e in entries if e.term >= start]
        assert [reader.find(name, term) for term in terms] == entries
        assert reader.count(name) == len(terms)
        if start not in terms:
            assert reader.find(name, start) is None
    assert reader.names() == [name for name, terms in fields.items() if terms]


def test_a_field_that_is_not_there_has_no_terms() -> None:
    reader = read(written({"text": [b"a"]}))
    assert reader.find("title", b"a") is None
    assert list(reader.iter_from("title")) == []
    assert reader.count("title") == 0


def test_an_altered_byte_anywhere_is_noticed() -> None:
    terms = [f"{number:03}".encode() for number in range(TERMS_PER_PAGE + 3)]
    content = written({"text": terms})
    for at in range(len(content)):
        altered = bytearray(content)
        altered[at] ^= 1
        with pytest.raises(CorruptIndexError):
            list(read(bytes(altered)).iter_from("text"))


def test_a_dictionary_cut_short_anywhere_is_refused() -> None:
    content = written({"text": [b"a", b"b"]})
    for end in range(len(content)):
        with pytest.raises(CorruptIndexError):
            read(content[:end])
