"""A format for tests, `.prov`, whose files say in their first word what its reader does.

Imported by the processes that read, which a test cannot reach into.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.documents import readers
from searchkit.documents.readers.base import RawDocument, Skip
from searchkit.errors import UnreadableFile

PROGRAM = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import trying
trying.register()
from searchkit.documents.worker import main
main()
"""


def register() -> None:
    """Make this module the reader of `.prov`."""
    sys.modules[f"{readers.__name__}.prov"] = sys.modules[__name__]
    readers._MODULES[".prov"] = "prov"


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of the format be found, and be read by processes that know it."""
    monkeypatch.setitem(readers._MODULES, ".prov", "prov")
    monkeypatch.setattr("searchkit.documents.pool.PROGRAM", PROGRAM)


def read(path: Path, skip: Skip) -> Iterator[RawDocument]:
    """Do what the file says."""
    text = path.read_text(encoding="utf-8")
    match text.split()[0]:
        case "häng":
            time.sleep(600)
        case "avsluta":
            os._exit(3)
        case "krascha":
            ctypes.string_at(0)
        case "svälj":
            yield RawDocument("", "x" * (8 << 30))
        case "fela":
            raise ZeroDivisionError
        case "vägra":
            raise UnreadableFile(str(path), "encrypted")
        case "prata":
            os.write(1, b"varning\n" * 10_000)
            yield RawDocument("", text)
        case "många":
            for number in range(300):
                yield RawDocument(str(number), f"Post {number}. " + "Lön. " * 400)
        case "brev":
            yield RawDocument("", text)
            yield RawDocument("bilaga.txt", "Bilagan handlar om semester.")
        case "brist":
            yield RawDocument("1", "Första posten.")
            os._exit(3)
        case _:
            yield RawDocument("", text)
