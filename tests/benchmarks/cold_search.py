"""Time the whole process of a search on many documents beside the same on the seeds."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from corpus import iter_records
from startup import SEEDS, run, time_process

PAIRS = 11


def compare_cold_searches(path: Path, documents: int, words: Sequence[str]) -> None:
    """Print the medians for each of two indexes, and what the larger one costs."""
    word = _shared_word(words)
    program = str(Path(sys.executable).parent / "searchkit")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        large = folder / "documents.jsonl"
        with large.open("w", encoding="utf-8") as file:
            for doc_id, title, text in islice(iter_records(path), documents):
                record = {"id": doc_id, "title": title, "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        commands = []
        for name, source in (("large", large), ("small", SEEDS)):
            index = str(folder / name)
            run([program, "index", str(source), "--index", index])
            commands.append([program, "search", word, "--index", index])
        # The first pair warms the files up.
        pairs = [[time_process(command) for command in commands] for _ in range(PAIRS + 1)][1:]
    many, few = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"\nsearchkit search {word}, whole process: {many * 1000:.1f} ms "
        f"on {documents} documents, {few * 1000:.1f} ms on the seeds, {many / few:.2f} times",
        flush=True,
    )


def _shared_word(words: Sequence[str]) -> str:
    """Choose a word that the seeds have, too; else they would have no results to show."""
    seeds = " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir()))
    return next((word for word in words if f" {word} " in seeds), words[0])
