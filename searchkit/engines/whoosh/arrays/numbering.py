"""Number the pieces of texts, what stands between blanks, for many texts at once.

Splitting a text and looking up each piece is most of what it takes to read it. Here texts wait
until there are some, and are cut as bytes. A piece of up to eight bytes is the number that these
make; a longer one has a hash of 64 bits, in which there are secrets, so that no text can be made
for it. That two pieces of some hundred thousand have the same one happens once in a billion.
Sorting these numbers brings equal pieces together, and of all that are equal, only one becomes a
string.
"""

from __future__ import annotations

import os

import numpy as np

from searchkit.engines.whoosh.arrays.groups import Numbers
from searchkit.language.tokens import LINE_END_SIGNS

_AT_ONCE = 500_000
"""Bytes of text that wait to be cut together; all that is made of them keeps to the cache."""

_BLANK = 0x20
"""No byte up to this one is in a word, unless the word goes over the end of a line."""

_LINE_END = b"\xff"
"""For a line end that may be inside a word. In UTF-8, there is no such byte."""

AROUND = '.,:;!?()"”»–'
"""What may stand around a word and is no part of it. Most pieces are one word and no more."""

_SIGNS_AROUND = np.array(
    [sign in AROUND for sign in map(chr, range(128))] + [False] * 128, np.int64
)
"""1 for each byte that is one of these signs by itself."""

_NUMBER_BYTES = 8
"""Bytes in a number."""

_HASHED_HERE = 4 * _NUMBER_BYTES
"""Bytes of the longest piece whose hash is made in arrays. Few are longer."""

_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_NUMBER_BYTES + 1)], np.uint64)
"""To so many bytes of a number."""


class Pieces:
    """The pieces of texts, numbered from 0."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._bytes_waiting = 0
        self._written: list[bytes] = []
        """Each piece that has been met, by its number."""
        self._keys = np.empty(0, np.uint64)
        """The keys of these, in order."""
        self._number_of_key = np.empty(0, np.uint32)
        self._numbers: list[Numbers] = []
        """Those of all pieces of all texts."""
        self._ends: list[Numbers] = [np.zeros(1, np.uint32)]
        """Where in them each text ends."""
        self.count = 0
        """The pieces of the texts that do not wait any more."""
        self._secrets = np.frombuffer(os.urandom(3 * _NUMBER_BYTES), np.uint64) | np.uint64(1)
        self._salt = os.urandom(_NUMBER_BYTES)

    def add(self, text: str) -> None:
        """Add the pieces of the next text."""
        data = text.encode()
        self._waiting.append(data)
        self._bytes_waiting += len(data)
        if self._bytes_waiting >= _AT_ONCE:
            self._number()

    def finish(self) -> tuple[list[str], Numbers, Numbers]:
        """Give the pieces, their numbers in a row, and where those of each text begin and end."""
        self._number()
        written = b" ".join(self._written).replace(_LINE_END, b"\n").decode()
        numbers, ends = np.concatenate(self._numbers), np.concatenate(self._ends)
        return written.split(" ") if written else [], numbers, ends

    def _number(self) -> None:
        """Number the pieces of the texts that wait."""
        data = b" ".join((b"", *self._waiting, bytes(_NUMBER_BYTES)))
        for sign in map(str.encode, LINE_END_SIGNS):
            data = data.replace(sign + b"\n", sign + _LINE_END)
        text_ends = np.cumsum(np.fromiter(map(len, self._waiting), np.int64) + 1)
        self._waiting, self._bytes_waiting = [], 0
        starts, ends = _cut(data)
        self._ends.append((np.searchsorted(starts, text_ends) + self.count).astype(np.uint32))
        keys = self._keys_of(data, starts, ends)
        different, places = np.unique(keys, return_inverse=True)
        any_of = np.empty(len(different), np.intp)
        any_of[places] = np.arange(len(keys))
        numbers = self._numbers_of(different, data, starts[any_of], ends[any_of])
        self._numbers.append(numbers[places])
        self.count += len(keys)

    def _keys_of(self, data: bytes, starts: Numbers, ends: Numbers) -> Numbers:
        """Give each piece its key."""
        lengths = ends - starts
        windows = np.ndarray((len(data) - _NUMBER_BYTES + 1,), "<u8", data, 0, (1,))
        keys: Numbers = windows[starts] & _MASKS[np.minimum(lengths, _NUMBER_BYTES)]
        for at in range(_NUMBER_BYTES, _HASHED_HERE, _NUMBER_BYTES):
            longer = np.flatnonzero(lengths > at)
            masks = _MASKS[np.minimum(lengths[longer] - at, _NUMBER_BYTES)]
            keys[longer] = self._mixed(keys[longer]) ^ windows[starts[longer] + at] & masks
        long = np.flatnonzero(lengths > _HASHED_HERE)
        pieces = _slices(data, starts[long], ends[long])
        hashes = [hash(self._salt + piece) for piece in pieces]
        keys[long] = np.array(hashes, np.int64).view(np.uint64)
        return keys

    def _mixed(self, keys: Numbers) -> Numbers:
        """Let every bit of a key depend on every other, as the last step of MurmurHash3 does."""
        for secret in self._secrets:
            keys ^= keys >> np.uint64(33)
            keys *= secret
        keys ^= keys >> np.uint64(33)
        return keys

    def _numbers_of(self, keys: Numbers, data: bytes, starts: Numbers, ends: Numbers) -> Numbers:
        """Give the numbers of different pieces, in the order of their keys, and keep the new."""
        at = np.searchsorted(self._keys, keys)
        is_new = np.append(self._keys, np.uint64(0))[at] != keys
        is_new |= at == len(self._keys)
        known = len(self._written)
        self._written += _slices(data, starts[is_new], ends[is_new])
        numbers = np.empty(len(keys), np.uint32)
        numbers[~is_new] = self._number_of_key[at[~is_new]]
        numbers[is_new] = np.arange(known, len(self._written))
        self._keys = np.insert(self._keys, at[is_new], keys[is_new])
        self._number_of_key = np.insert(self._number_of_key, at[is_new], numbers[is_new])
        return numbers


def _slices(data: bytes, starts: Numbers, ends: Numbers) -> list[bytes]:
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    return [data[start:end] for start, end in places]


def _cut(data: bytes) -> tuple[Numbers, Numbers]:
    """Give where pieces start and end, without the sign that most of them have around them.

    `data` begins and ends with a blank.
    """
    numbers = np.frombuffer(data, np.uint8)
    is_inside = numbers > _BLANK
    edges = np.flatnonzero(is_inside[1:] != is_inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    starts = starts + _SIGNS_AROUND[numbers[starts]]
    ends = ends - _SIGNS_AROUND[numbers[ends - 1]]
    is_left = starts < ends
    return starts[is_left], ends[is_left]
