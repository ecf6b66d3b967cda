"""Tell where a word cannot be cut in two, without looking for the pieces.

A word has some ten places where it could be cut, and what lies before or after most of them is no
word. The lexicon would say so, but asking it for two pieces takes as long as sieving all of them.

The sieve has a bit for each hash, set where one of its texts has that hash (a Bloom filter with
one hash): its own texts always pass, and of all others one in sixteen. An s at the end of a text
counts nowhere, as the lexicon finds a genitive by the form without it. What is nothing but s is no
part of a compound.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from searchkit.language.arrays import Cuts

_BYTES_PER_TEXT = 2


def make_sieve(texts: Collection[str]) -> bytes:
    """Make a sieve that all of `texts` pass. None of them may have a line end in it."""
    bits = (_BYTES_PER_TEXT * len(texts)).bit_length()
    shift = 32 - bits
    sieve = bytearray(1 << bits)
    # All at once: a million short texts take a second.
    for letters in _letters("\n".join(texts)).split(b"\n"):
        number = crc32(letters.rstrip(b"s"))
        sieve[number >> shift] |= 1 << (number & 7)
    return bytes(sieve)


def _letters(text: str) -> bytes:
    """Give a byte for each letter. Those that no Swedish word has share one."""
    return text.encode("latin-1", "replace")


class Sieve:
    """Sieve the pieces of words, given in lower case, with what `make_sieve` made."""

    def __init__(self, sieve: memoryview) -> None:
        self._sieve = sieve
        self._shift = 33 - len(sieve).bit_length()
        self._prepared: dict[str, Cuts] = {}

    def prepare(self, words: Sequence[str]) -> None:
        """Sieve words at once, where NumPy is loaded, and remember these instead of others.

        None of them may have a line end in it.
        """
        self._prepared = {}
        if words and "numpy" in sys.modules:
            try:
                from searchkit.language.arrays import sieve_words
            except Exception:
                # What is no NumPy, or a broken one, raises more than ImportError.
                return
            letters = _letters("\n".join(words)).split(b"\n")
            self._prepared = sieve_words(self._sieve, words, letters)

    def cuts(self, word: str) -> Sequence[int]:
        """Give where both pieces of a word may be parts of a compound, from right to left.

        The first one may have lost a letter, as `linking.first_texts` has it.
        """
        known = self._prepared.get(word)
        if known is not None:
            return known[0]
        sieve, shift = self._sieve, self._shift
        letters = _letters(word).rstrip(b"s")
        found = []
        for cut in range(len(letters) - 1, 1, -1):
            number = crc32(letters[cut:])
            if not sieve[number >> shift] & 1 << (number & 7):
                continue
            number = crc32(letters[:cut].rstrip(b"s"))
            if sieve[number >> shift] & 1 << (number & 7) or (
                letters[cut - 1] == letters[cut] and self.passes(word[: cut + 1])
            ):
                found.append(cut)
        return found

    def first_ends(self, word: str) -> list[int]:
        """Give where a first part may end, from left to right."""
        known = self._prepared.get(word)
        if known is not None:
            return _places(known[1])
        letters = _letters(word).rstrip(b"s")
        return self._passing([letters[:end].rstrip(b"s") for end in range(1, len(letters))])

    def last_starts(self, word: str) -> list[int]:
        """Give where a last part may begin, from left to right."""
        known = self._prepared.get(word)
        if known is not None:
            return _places(known[2])
        letters = _letters(word).rstrip(b"s")
        return self._passing([letters[start:] for start in range(1, len(letters))])

    def _passing(self, pieces: Iterable[bytes]) -> list[int]:
        """Give which of the pieces pass, counted from 1."""
        sieve, shift = self._sieve, self._shift
        return [
            place
            for place, number in enumerate(map(crc32, pieces), start=1)
            if sieve[number >> shift] & 1 << (number & 7)
        ]

    def passes(self, text: str) -> bool:
        """Tell whether a text may be a part of a compound; False is sure."""
        number = crc32(_letters(text).rstrip(b"s"))
        return self._sieve[number >> self._shift] & 1 << (number & 7) > 0


def _places(bits: int) -> list[int]:
    """Give the places of the bits that are set, ascending."""
    places = []
    while bits:
        lowest = bits & -bits
        places.append(lowest.bit_length() - 1)
        bits ^= lowest
    return places
