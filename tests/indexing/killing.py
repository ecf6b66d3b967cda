"""Kill a build at any of the moments when it touches the disk, and see what it leaves.

A build runs in a forked process that counts what it does to files, and kills itself (SIGKILL)
right before it does it for the nth time.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from searchkit.errors import IndexMissing
from searchkit.indexing import batches
from searchkit.indexing.build import update_index

from .contents import contents

KINDS = ("first", "refresh", "rebuild")
_TOUCHING = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")
_END = 10**9


def make_archive(folder: Path, kind: str) -> None:
    """Make an archive with an index of how it was, and then change it in every way."""
    texts = folder / "texter"
    texts.mkdir(parents=True)
    for number in range(8):
        text = f"Gammal text nummer {number} om Personalnämnden (PN)."
        (texts / f"{number}.txt").write_text(text, encoding="utf-8")
    records = '{"id": "p%d", "text": "Gammal post %d."}\n'
    (texts / "9.jsonl").write_text("".join(records % (n, n) for n in range(4)))
    (texts / "metadata.toml").write_text('[files."2.txt"]\ndate = "2021-05"\n')
    if kind != "first":
        update_index(folder / "index", [texts])
    for number in range(10, 16):
        text = f"Ny text nummer {number} om Justitieombudsmannen (JO)."
        (texts / f"{number}.txt").write_text(text, encoding="utf-8")
    (texts / "0.txt").write_text("Ändrad text om Personalnämnden (PN).", encoding="utf-8")
    (texts / "1.txt").unlink()
    (texts / "2.txt").rename(texts / "flyttad.txt")
    shutil.copy(texts / "3.txt", texts / "kopia.txt")
    (texts / "9.jsonl").write_text("".join(records % (n, n + 5) for n in range(2, 7)))


def build_and_die(folder: Path, kind: str, moment: int = _END) -> int:
    """Build in another process, killed at a moment; give how many moments there were."""
    counting, counted = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _build(folder, kind, moment, counted)
        finally:
            os._exit(0)
    os.close(counted)
    with os.fdopen(counting, "rb") as pipe:
        moments = len(pipe.read())
    os.waitpid(child, 0)
    return moments


def _build(folder: Path, kind: str, moment: int, counted: int) -> None:
    done = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event in _TOUCHING:
            done += 1
            os.write(counted, b".")
            if done == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    batches.BATCH_DOCUMENTS = 3
    sys.addaudithook(count)
    update_index(folder / "index", [folder / "texter"], rebuild=kind == "rebuild")


def check_survival(folder: Path, kind: str) -> None:
    """See that the index answers as before or after, and that the next build completes it."""
    try:
        answered = contents(folder / "index")["documents"]
    except IndexMissing:
        assert kind == "first"
        answered = {}
    update_index(folder / "index", [folder / "texter"], rebuild=kind == "rebuild")
    update_index(folder / "new", [folder / "texter"])
    finished, new = contents(folder / "index"), contents(folder / "new")
    if kind == "refresh":
        # What changed and deleted files spelled out is counted until a rebuild.
        finished["acronyms"] = new["acronyms"]
    assert finished == new
    unknown = {document.text for document in answered.values()} - {
        document.text for document in new["documents"].values()
    }
    assert all(text.startswith("Gammal") for text in unknown)
    generations = list((folder / "index").glob("generation-*"))
    assert len(generations) == 1
