"""How much may be unpacked from one file, however deep the files in it lie in each other.

A few kilobytes can unpack to more than any disk holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.documents.sizes import as_size

MAX_DEPTH = 4
"""A file in an archive in a mail in an archive is as deep as anybody has packed on purpose."""

MAX_MEMBERS = 50_000
MAX_BYTES = 4 * 2**30
MAX_MEMBER_BYTES = 512 * 2**20
MAX_RATIO = 100
"""What packs better than this was made to be unpacked, if it is of any size."""

SMALL_BYTES = 64 * 2**20
"""What may be unpacked however well it was packed."""


class Exhausted(Exception):
    """Nothing more may be unpacked from this file; the message is a reason to show."""


@dataclass(slots=True)
class _Spent:
    """What has been unpacked from one file so far, at all depths, and the most that may be."""

    most: int
    members: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be unpacked from one file, with all that lies in it."""

    spent: _Spent
    depth: int = 0

    @classmethod
    def of(cls, size: int) -> Budget:
        """Give the budget of a file of that many bytes, which lies in no other."""
        return cls(_Spent(min(MAX_BYTES, max(SMALL_BYTES, MAX_RATIO * size))))

    def deeper(self) -> Budget:
        """Give the budget of what lies in a member: the same account, one level further in."""
        return Budget(self.spent, self.depth + 1)

    def count(self) -> None:
        """Take note of one member more; Exhausted when they are too many."""
        self.spent.members += 1
        if self.spent.members > MAX_MEMBERS:
            raise Exhausted(f"more than {MAX_MEMBERS} files in it; the others are left out")

    def charge(self, size: int) -> None:
        """Take note of bytes that have been unpacked; Exhausted when they are too many."""
        self.spent.size += size
        if self.spent.size > self.spent.most:
            most = as_size(self.spent.most)
            raise Exhausted(f"unpacks to more than {most}; the rest is left out")
