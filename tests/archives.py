"""Make an archive of many files in every format that searchkit reads.

`python tests/archives.py FOLDER 2000` makes one to try a build on. Plain formats get texts of
their own; those of every other format are its samples, with an end that makes no two files equal.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from searchkit.documents.readers import SUFFIXES

SAMPLES = Path(__file__).parent / "documents" / "samples"
_SEEDS = Path(__file__).parents[1] / "seeds"
_FOLDER_FILES = 200
_PLAIN = (".jsonl", ".markdown", ".md", ".text", ".txt")


def make_archive(folder: Path, count: int) -> dict[str, int]:
    """Make the files, and give how many there are of each suffix."""
    made: defaultdict[str, int] = defaultdict(int)
    for number, (suffix, content) in enumerate(islice(_iter_contents(), count)):
        path = folder / f"{number // _FOLDER_FILES:03}" / f"{number:05}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made[suffix] += 1
    return dict(made)


def _iter_contents() -> Iterator[tuple[str, bytes]]:
    """Yield a suffix and a content without end, every suffix in its turn."""
    samples = defaultdict(list)
    for path in sorted(SAMPLES.glob("*.*")):
        samples[path.suffix.lower()].append(path.read_bytes())
    texts = _iter_texts()
    for turn, suffix in enumerate(cycle(SUFFIXES)):
        if samples[suffix] and suffix not in _PLAIN:
            number = turn // len(SUFFIXES)
            yield suffix, _ended(samples[suffix][number % len(samples[suffix])], number)
        elif suffix == ".jsonl":
            lines = (json.dumps({"text": text}) for text in islice(texts, 3))
            yield suffix, "\n".join(lines).encode()
        else:
            yield suffix, next(texts).encode()


def _ended(content: bytes, number: int) -> bytes:
    """Make a file unlike others of the same content: a comment in an archive, else blank lines."""
    if not content.startswith(b"PK"):
        return content + b"\n" * number
    comment = str(number).encode()
    return content[:-2] + len(comment).to_bytes(2, "little") + comment


def _iter_texts() -> Iterator[str]:
    """Yield texts of the words of the seeds, each of them another."""
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt")))
    chance = random.Random(1)
    for number in range(10**9):
        day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-15"
        start = chance.randrange(len(words) - 2000)
        yield f"Protokoll {number}\n\nDatum: {day}\n\n{words[start : start + 2000]}\n"


if __name__ == "__main__":
    print(make_archive(Path(sys.argv[1]), int(sys.argv[2])))
