"""Write the lexicon file: done once, when an index is built. `lexicon` describes and reads it."""

from __future__ import annotations

import contextlib
import gc
import os
import zlib
from array import array
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from searchkit.language.dictionary import inflections_by_lemma, load_dictionary
from searchkit.language.families import (
    costs_from_counts,
    count_families,
    homonyms_back_to_nouns,
    unseen_cost,
)
from searchkit.language.kinds import kinds_of
from searchkit.language.lexicon import (
    BODY_START,
    COSTS_PER_NAT,
    FORMAT_VERSION,
    HEADER,
    HEADER_CRC,
    MAGIC,
)
from searchkit.language.linking import PLACES
from searchkit.language.sieve import make_sieve
from searchkit.language.wordlists import (
    PartLists,
    read_lemma_exceptions,
    read_part_lists,
    shipped_text,
)

# Count up when the repairs or the counting change: the files made before are then known to be
# stale.
RULES_VERSION = 2

# Four forms to a bucket on average: a bucket is some eighty bytes, searched at once.
_FORMS_PER_BUCKET = 4


def write_lexicon(path: Path) -> None:
    """Compile the Swedish lexicon to `path`, in some seconds. A reader never sees half a file."""
    exceptions = read_lemma_exceptions()
    with _no_collecting():
        contents = compile_lexicon(
            load_dictionary(exceptions), read_part_lists(), exceptions, lexicon_fingerprint()
        )
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(contents)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through millions of words again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def lexicon_fingerprint() -> bytes:
    """Sum up what a lexicon is made from; a file with another is stale and is written anew."""
    names = ("lemma_exceptions.txt", *(f"{name}.txt" for name in PartLists._fields))
    lists = "".join(shipped_text(name) for name in names)
    made_from = f"{FORMAT_VERSION} {RULES_VERSION} {version('simplemma')} {lists}"
    return sha256(made_from.encode()).digest()[:16]


def compile_lexicon(
    forms: Mapping[str, str],
    lists: PartLists,
    exceptions: Container[str] = (),
    fingerprint: bytes = bytes(16),
) -> bytes:
    """Compile a lexicon from forms and their lemmas, for `Lexicon` to read.

    The lemmas of `exceptions` are taken as given, whatever the counts say.
    """
    inflections = inflections_by_lemma(forms)
    kinds = {lemma: kinds_of(lemma, inflected) for lemma, inflected in inflections.items()}
    del inflections
    counts = count_families(forms, kinds, lists)
    homonyms = homonyms_back_to_nouns(forms, kinds, counts)
    forms = {**forms, **{form: noun for form, noun in homonyms.items() if form not in exceptions}}
    costs = {word: _cost_bytes(places) for word, places in costs_from_counts(counts).items()}
    nowhere = _cost_bytes((unseen_cost(counts),) * PLACES)
    entries, index, numbers = _pack_entries(kinds, costs, nowhere)
    stored = _without_genitives(forms)
    records, buckets, bits = _pack_records(stored, numbers)
    sieve = make_sieve(_texts_of_parts([form for form, _ in stored], lists))

    records_start = BODY_START + len(buckets)
    index_start = records_start + len(records)
    index_start += -index_start % 4
    entries_start = index_start + len(index)
    body = buckets + records.ljust(index_start - records_start, b"\0") + index + entries + sieve
    header = HEADER.pack(
        MAGIC,
        FORMAT_VERSION,
        bits,
        len(forms),
        len(kinds),
        min(map(min, costs.values()), default=min(nowhere)),
        records_start,
        index_start,
        entries_start,
        entries_start + len(entries),
        BODY_START + len(body),
        zlib.crc32(body),
        fingerprint,
    )
    return header + HEADER_CRC.pack(zlib.crc32(header)) + body


def _without_genitives(forms: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (form, lemma)
        for form, lemma in forms.items()
        if form[-1] != "s" or forms.get(form[:-1]) != lemma or len(form) <= 3
    ]


def _texts_of_parts(forms: list[str], lists: PartLists) -> list[str]:
    """Give what a part of a compound may look like, but for an s at its end."""
    # A first part may be a form without its e: see linking.first_candidates.
    shortened = [form[:-1] for form in forms if form.endswith("are")]
    return [*forms, *shortened, *lists.bound_first, *lists.bound_last]


def _pack_entries(
    kinds: Mapping[str, int], costs: Mapping[str, bytes], nowhere: bytes
) -> tuple[bytes, bytes, dict[str, int]]:
    lemmas = sorted(kinds)
    entries = [
        b"%c%b%b" % (kinds[lemma], costs.get(lemma, nowhere), lemma.encode()) for lemma in lemmas
    ]
    numbers = {lemma: number for number, lemma in enumerate(lemmas)}
    return b"".join(entries), _starts(entries), numbers


def _cost_bytes(costs: Iterable[float]) -> bytes:
    return bytes(min(255, max(0, round(cost * COSTS_PER_NAT))) for cost in costs)


def _pack_records(
    stored: Collection[tuple[str, str]], numbers: Mapping[str, int]
) -> tuple[bytes, bytes, int]:
    bits = max(1, (len(stored) // _FORMS_PER_BUCKET).bit_length())
    mask = (1 << bits) - 1
    ends = {lemma: b"\xfe" + _seven_bit(number) for lemma, number in numbers.items()}
    buckets = [b""] * (1 << bits)
    for form, lemma in stored:
        key = form.encode()
        buckets[zlib.crc32(key) & mask] += b"\xff" + key + ends[lemma]
    return b"".join(buckets), _starts(buckets), bits


def _seven_bit(number: int) -> bytes:
    return bytes((number & 127, number >> 7 & 127, number >> 14))


def _starts(pieces: Iterable[bytes]) -> bytes:
    """Give where each piece starts and the last one ends, as uint32.

    In the byte order of this machine, as memoryview.cast reads it: the file lives and dies with
    the index.
    """
    return array("I", accumulate(map(len, pieces), initial=0)).tobytes()
