"""Time the readers on their samples and on large files, and the imports of their libraries.

    python tests/benchmarks/reading.py [SECONDS]

Each file is read over and over in a process of its own, for so many seconds of processor time.
Of the peak of its memory, what reading took is given beside it: the rest is Python and the
reader itself. Megabytes a second are of the text that comes out, not of the file.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from searchkit.documents.readers import SUFFIXES, read

SAMPLES = Path(__file__).parents[1] / "documents" / "samples"
LIBRARIES = ("pypdfium2", "xml.parsers.expat", "zipfile", "csv")
ROWS = 20_000


def main() -> None:
    """Time the imports, then the samples, then large files made of some of them."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    for library in LIBRARIES:
        print(f"import {library:20} {child('library', library)['ms']:8.1f} ms")
    print(
        f"\n{'file':20} {'KB':>7} {'files/s':>9} {'MB text/s':>10} {'peak MB':>8} {'reading':>8}"
    )
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in SUFFIXES and path.name != "README.md":
            report(path, seconds)
    with tempfile.TemporaryDirectory() as folder:
        for path in large_files(Path(folder)):
            report(path, seconds)


def report(path: Path, seconds: float) -> None:
    """Print a line about a file."""
    found = child("file", str(path), str(seconds))
    print(
        f"{path.name:20} {path.stat().st_size / 1000:7.1f} {found['files']:9.1f}"
        f" {found['megabytes']:10.2f} {found['peak']:8.1f} {found['peak'] - found['before']:8.1f}"
    )


def child(*arguments: str) -> dict[str, float]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def measure_import(library: str) -> dict[str, float]:
    """Time an import that nothing has been read for before."""
    began = time.process_time()
    importlib.import_module(library)
    return {"ms": 1000 * (time.process_time() - began)}


def measure_file(name: str, seconds: str) -> dict[str, float]:
    """Read a file over and over, after a small one of its format."""
    path = Path(name)
    read_text(next(SAMPLES.glob(f"*{path.suffix}")))
    before = peak_megabytes()
    count, size, began = 0, 0, time.process_time()
    while time.process_time() - began < float(seconds) or not count:
        size += read_text(path)
        count += 1
    took = time.process_time() - began
    return {
        "files": count / took,
        "megabytes": size / 1e6 / took,
        "peak": peak_megabytes(),
        "before": before,
    }


def read_text(path: Path) -> int:
    """Read a file and count the characters of its text."""
    return sum(len(document.text) for document in read(path, lambda reason: None))


def peak_megabytes() -> float:
    """Give the most memory that this process has had, where Linux tells it; 0 elsewhere."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def large_files(folder: Path) -> list[Path]:
    """Make a large file of some formats out of their samples, by repeating the text."""
    repeated = [
        _larger_package(folder / "stor.docx", "word/document.xml", b"<w:p>", b"<w:sectPr"),
        _larger_package(
            folder / "stor.odt", "content.xml", b"<text:p text:style-name", b"</office:text>"
        ),
    ]
    workbook = folder / "stor.xlsx"
    with (
        zipfile.ZipFile(SAMPLES / "lonestatistik.xlsx") as old,
        zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                head, _, rest = data.partition(b"<row ")
                rows, _, tail = rest.partition(b"</sheetData>")
                data = head + (b"<row " + rows) * (ROWS // 6) + b"</sheetData>" + tail
            new.writestr(name, data)
    rich = folder / "stor.rtf"
    text = (SAMPLES / "protokoll.rtf").read_bytes()
    rich.write_bytes(text.rstrip().removesuffix(b"}") + rb"{\par Sju tj\'e4nster.}" * ROWS + b"}")
    table = folder / "stor.csv"
    table.write_text("Ort;Lön\n" + "Norrköping;41250,5\n" * ROWS, encoding="utf-8")
    return [*repeated, workbook, rich, table]


def _larger_package(path: Path, part: str, first: bytes, after: bytes) -> Path:
    with (
        zipfile.ZipFile(SAMPLES / f"protokoll{path.suffix}") as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                start, stop = data.index(first), data.index(after)
                data = data[:start] + data[start:stop] * 500 + data[stop:]
            new.writestr(name, data)
    return path


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        what, name, *seconds = sys.argv[2:]
        found = measure_file(name, *seconds) if what == "file" else measure_import(name)
        print(json.dumps(found))
    else:
        main()
