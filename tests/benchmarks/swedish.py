"""Measure the language analysis: what it finds, how fast it is, what it takes.

    python tests/benchmarks/swedish.py WORDS DOCUMENTS

WORDS is a folder with two lists, tab-separated: `inflections.tsv`, a lemma, a part of speech and
the inflected forms on each line; `compounds.tsv`, a word and the same word with `|` where it is to
be split. DOCUMENTS is JSON Lines with a `text` in each, also compressed with xz: the first of
them, as many as make three million characters, are what speed is measured on.

Beside ours stands Snowball's Swedish stemmer alone, remembered word by word as ours is. A boundary
counts as right when ours, the outermost one, is one of those in the list. The short words that
are split are shown, to be judged by hand. Takes some minutes, most of them for the million words;
memory is as Linux counts it.
"""

from __future__ import annotations

import functools
import itertools
import json
import lzma
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import snowballstemmer

from searchkit.language.analyzer import Analyzer
from searchkit.language.compounds import Splitter
from searchkit.language.lexicon import Lexicon
from searchkit.language.preparing import cached_folder
from searchkit.language.swedish import LEXICON_FILE, make_analyzer
from searchkit.language.tokens import find_words
from searchkit.language.wordlists import read_compound_exceptions, read_part_lists

SHORT_WORDS = 3000
SHORT_LETTERS_MAX = 7
CHARACTERS = 3_000_000
ROUNDS = 7
COLD_RUNS = 15

COMPILE = r"""
import re, time, tempfile
from pathlib import Path
from searchkit.language.lexicon_writer import write_lexicon
started = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    write_lexicon(Path(folder) / "lexicon")
seconds = time.perf_counter() - started
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(seconds, int(peak[1]) / 1024)
"""
COLD = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from searchkit.language.swedish import make_analyzer
make_analyzer(Path(sys.argv[1])).word_terms("personalomsättningarna")
print((time.perf_counter() - started) * 1000)
"""
COLD_SNOWBALL = """
import time
started = time.perf_counter()
import snowballstemmer
snowballstemmer.stemmer("swedish").stemWord("personalomsättningarna")
print((time.perf_counter() - started) * 1000)
"""
MILLION = r"""
import random, re, sys
from pathlib import Path
from searchkit.language.swedish import make_analyzer
analyzer = make_analyzer(Path(sys.argv[1]))
draw = random.Random(3)
parts = "arbets skol stat miljö verk politik en het ning ra de ut om ka ri".split()
for _ in range(1_000_000):
    analyzer.word_terms("".join(draw.choices(parts, k=draw.randint(2, 7))))
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(int(peak[1]) / 1024)
"""


def main(arguments: list[str]) -> None:
    """Print the figures, ours and Snowball's."""
    if len(arguments) != 2:
        sys.exit(__doc__)
    words, documents = map(Path, arguments)
    folder = cached_folder(print)
    analyzer = make_analyzer(folder)
    snowball = functools.cache(snowballstemmer.stemmer("swedish").stemWord)

    ours, theirs = (meetings(stem, words) for stem in (analyzer.stem, snowball))
    show("forms that meet their lemma", f"{ours:.4f}", f"{theirs:.4f}")
    lexicon = Lexicon.open(folder / LEXICON_FILE)
    splitter = Splitter(lexicon, read_part_lists(), read_compound_exceptions())
    show("outermost boundary right", f"{boundaries(splitter, words):.4f}")
    texts = list(iter_texts(documents))
    split = [word for word in frequent_words(texts) if splitter.split(word)]
    show("frequent short words split", f"{len(split)} of {SHORT_WORDS}")
    print(*(written_apart(splitter, word) for word in split))

    distinct = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    show_speed("distinct words/s, cold", len(distinct), *cold_seconds(folder, distinct))
    count, ours, theirs = text_seconds(analyzer, snowball, texts)
    show_speed("words of text/s, known", count, ours, theirs)
    ours, theirs = (cold_open(script, folder) for script in (COLD, COLD_SNOWBALL))
    show("cold open, first word", f"{ours:.1f} ms", f"{theirs:.1f} ms")
    show("a million words: memory", f"{run(MILLION, folder)[0]:.0f} MB")
    seconds, peak = run(COMPILE, folder)
    show("compiling the lexicon", f"{seconds:.1f} s, {peak:.0f} MB")


def show(name: str, ours: str, theirs: str = "") -> None:
    peer = theirs and f"Snowball {theirs}"
    print(f"{name:30} {ours:20} {peer}", flush=True)


def show_speed(name: str, count: int, ours: float, theirs: float) -> None:
    show(name, f"{count / ours:,.0f}", f"{count / theirs:,.0f}, ours {theirs / ours:.2f} of it")


def meetings(stem: Callable[[str], str], folder: Path) -> float:
    """Give the share of inflected forms with the same stem as their lemma."""
    rows = read_rows(folder / "inflections.tsv")
    pairs = [(row[0], form) for row in rows for form in row[2].split()]
    return sum(stem(lemma) == stem(form) for lemma, form in pairs) / len(pairs)


def boundaries(splitter: Splitter, folder: Path) -> float:
    """Give the share of compounds that are split where the list has them split."""
    rows = read_rows(folder / "compounds.tsv")
    right = 0
    for word, segmented, *_ in rows:
        parts = splitter.split(word.lower())
        listed = set(itertools.accumulate(len(piece) for piece in segmented.split("|")[:-1]))
        right += bool(parts) and not listed.isdisjoint((parts[0].end, parts[-1].start))
    return right / len(rows)


def written_apart(splitter: Splitter, word: str) -> str:
    start = splitter.split(word)[-1].start
    return f"{word[:start]}|{word[start:]}"


def frequent_words(texts: list[str]) -> list[str]:
    counts = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower()))
    return [word for word, _ in counts.most_common() if len(word) <= SHORT_LETTERS_MAX][
        :SHORT_WORDS
    ]


def cold_seconds(folder: Path, words: list[str]) -> tuple[float, float]:
    """Time words that were never met, by ours and by Snowball; the best of some rounds."""

    def ours() -> None:
        analyzer = make_analyzer(folder)
        for word in words:
            analyzer.word_terms(word)

    def theirs() -> None:
        stem = snowballstemmer.stemmer("swedish").stemWord
        for word in words:
            stem(word.lower())

    return best_seconds(ours, theirs)


def text_seconds(
    analyzer: Analyzer, snowball: Callable[[str], str], texts: list[str]
) -> tuple[int, float, float]:
    """Count the words of texts, and time how long they take when all have been met."""

    def ours() -> None:
        for text in texts:
            for word in find_words(text):
                analyzer.word_terms(word)

    def theirs() -> None:
        for text in texts:
            for word in re.findall(r"\w+", text):
                snowball(word.lower())

    ours()
    count = sum(len(find_words(text)) for text in texts)
    theirs()
    return count, *best_seconds(ours, theirs)


def best_seconds(ours: Callable[[], None], theirs: Callable[[], None]) -> tuple[float, float]:
    """Time two in turn, so that a slow moment of the machine hits both; the best of each."""
    times: dict[Callable[[], None], list[float]] = {ours: [], theirs: []}
    for _ in range(ROUNDS):
        for measured, seconds in times.items():
            started = time.process_time()
            measured()
            seconds.append(time.process_time() - started)
    return min(times[ours]), min(times[theirs])


def cold_open(script: str, folder: Path) -> float:
    """Give the median milliseconds that a new process takes, once Python has started."""
    return statistics.median(run(script, folder)[0] for _ in range(COLD_RUNS))


def run(script: str, folder: Path) -> list[float]:
    command = [sys.executable, "-c", script, str(folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(figure) for figure in ran.stdout.split()]


def read_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def iter_texts(path: Path) -> Iterator[str]:
    """Yield the texts of the first documents."""
    characters = 0
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            yield text
            characters += len(text)
            if characters >= CHARACTERS:
                return


if __name__ == "__main__":
    main(sys.argv[1:])
