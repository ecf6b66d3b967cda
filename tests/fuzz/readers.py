"""Break the samples of every format in many ways, and see that the readers stand it.

    python tests/fuzz/readers.py SECONDS [SEED] [SUFFIX ...]

Whatever a file holds, a reader hands on sound documents or raises UnreadableFile. Anything else,
and anything that takes longer than a few seconds, is printed with how to make it again, and the
broken file is kept in the folder `fuzz-found`. A reader that takes the process down with it is
noticed by the process that started it.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import sys
import time
import traceback
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from searchkit.documents.metadata import describe
from searchkit.documents.readers import SUFFIXES, read
from searchkit.errors import UnreadableFile

SAMPLES = Path(__file__).parents[1] / "documents" / "samples"
FOUND = Path("fuzz-found")
SLOW_SECONDS = 5.0
CRASH_SECONDS = 60.0

# Numbers and names that change what a format means.
DICTIONARY = (
    *(b"0", b"-1", b"1", b"4294967295", b"9999999999", b"1e308", b"nan", b"\0", b"\xff", b"\n"),
    *(b"<", b">", b"/>", b"&amp;", b"&#0;", b"]]>", b"<!DOCTYPE a>", b"{", b"}", b"\\", b"\\bin9"),
    *(b"<w:p>", b"</w:tc>", b"<w:tr>", b'"', b";", b",", b"\t", b"%PDF-1.7", b"endobj", b"stream"),
    *(b"\\u-1 ", b"\\'ff", b"\\cell", b"\\row", b"PK\x03\x04", "åäö".encode(), b"\xed\xa0\x80"),
)


def main() -> None:
    seconds = float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    wanted = tuple(sys.argv[3:]) or SUFFIXES
    samples = [path for path in sorted(SAMPLES.rglob("*.*")) if path.suffix in wanted]
    FOUND.mkdir(exist_ok=True)
    end = time.monotonic() + seconds
    tally: Counter[str] = Counter()
    while time.monotonic() < end:
        seed = _run(seed, end, samples, tally)
    if not any(FOUND.iterdir()):
        FOUND.rmdir()
    print(*(f"{count:7}  {outcome}" for outcome, count in sorted(tally.items())), sep="\n")


def _run(seed: int, end: float, samples: list[Path], tally: Counter[str]) -> int:
    """Work in a process of its own until the time is up or a file takes it down."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.Process(target=_work, args=(seed, end, samples, theirs))
    worker.start()
    theirs.close()
    last = seed
    try:
        while ours.poll(CRASH_SECONDS):
            last, outcome = ours.recv()
            tally[outcome] += 1
        print(f"seed {last + 1}: no answer after {CRASH_SECONDS} s")
        tally["no answer"] += 1
        worker.kill()
    except EOFError:
        worker.join()
        if worker.exitcode:
            print(f"seed {last + 1}: the process ended with {worker.exitcode}")
            tally["crash"] += 1
    return last + 2


def _work(
    seed: int, end: float, samples: list[Path], report: multiprocessing.connection.Connection
) -> None:
    while time.monotonic() < end:
        report.send((seed, _try(seed, samples)))
        seed += 1


def _try(seed: int, samples: list[Path]) -> str:
    """Break a sample and read it; say in a word or two what came of it."""
    chance = random.Random(seed)
    sample = chance.choice(samples)
    suffix = sample.suffix if chance.random() < 0.95 else chance.choice(SUFFIXES)
    path = FOUND / f"{seed}{suffix}"
    path.write_bytes(_broken(sample.read_bytes(), chance))
    began = time.monotonic()
    outcome = _outcome(path)
    if time.monotonic() - began > SLOW_SECONDS:
        outcome = "slow"
    if outcome in ("read", "refused"):
        path.unlink()
    else:
        print(f"seed {seed}: {sample.name} as {suffix}: {outcome}", flush=True)
    return f"{suffix} {outcome}"


def _outcome(path: Path) -> str:
    try:
        documents = list(read(path, lambda reason: None))
        for document in documents:
            describe(document, path.stem)
            document.text.encode("utf-8")
            if "\r" in document.text or not unicodedata.is_normalized("NFC", document.text):
                return "unsound text"
    except UnreadableFile as error:
        return "refused" if 0 < len(error.reason) < 100 else f"reason {error.reason!r}"
    except BaseException:
        traceback.print_exc()
        return "exception"
    return "read" if documents else "neither read nor refused"


def _broken(data: bytes, chance: random.Random) -> bytes:
    """Break a file, or a part of it where it is a package: the archive then stays whole."""
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return _mutated(data, chance)
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    for name in chance.sample(sorted(parts), min(len(parts), chance.randint(1, 3))):
        parts[name] = _mutated(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(sorted(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        start = chance.randrange(len(changed) + 1)
        stop = min(len(changed), start + chance.choice((0, 1, 1, 4, 40, 400)))
        match chance.randrange(6):
            case 0:
                changed[start:stop] = chance.randbytes(stop - start)
            case 1:
                changed[start:stop] = chance.choice(DICTIONARY)
            case 2:
                del changed[start:stop]
            case 3:
                changed[start:start] = changed[start:stop] * chance.choice((1, 2, 50))
            case 4:
                other = chance.randrange(len(changed) + 1)
                changed[start:stop] = changed[other : other + stop - start]
            case _ if chance.random() < 0.2:
                del changed[start:]
            case _:
                changed[start:stop] = bytes(
                    byte ^ (1 << chance.randrange(8)) for byte in changed[start:stop]
                )
    return bytes(changed)


if __name__ == "__main__":
    main()
