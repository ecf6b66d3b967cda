"""Write the lexicon file: done once, when an index is built. `lexicon` describes the file and reads it."""

import os
import sys
import zlib
from collections.abc import Container, Mapping
from dataclasses import fields
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from searchkit.language.dictionary import inflections_by_lemma, kinds_of, load_dictionary
from searchkit.language.families import (
    costs_from_counts,
    count_families,
    homonyms_back_to_nouns,
    unseen_cost,
)
from searchkit.language.lexicon import (
    BODY_START,
    COSTS_PER_NAT,
    ENTRY,
    FORMAT_VERSION,
    HEADER,
    HEADER_CRC,
    MAGIC,
    PLACES,
)
from searchkit.language.wordlists import (
    PartLists,
    read_lemma_exceptions,
    read_part_lists,
    shipped_text,
)

# Count up when the repairs or the counting change: the files made before are then known to be stale.
RULES_VERSION = 1

# Four forms to a bucket on average: a bucket is some eighty bytes, searched at once.
_FORMS_PER_BUCKET = 4


def write_lexicon(path: Path) -> None:
    """Compile the Swedish lexicon to `path`, in some seconds. A reader never sees half a file."""
    exceptions = read_lemma_exceptions()
    contents = compile_lexicon(load_dictionary(exceptions), read_part_lists(), exceptions, lexicon_fingerprint())
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(contents)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def lexicon_fingerprint() -> bytes:
    """Sum up what a lexicon is made from; a file with another fingerprint is stale and is to be written anew."""
    names = ("lemma_exceptions.txt", *(f"{field.name}.txt" for field in fields(PartLists)))
    lists = "".join(shipped_text(name) for name in names)
    made_from = f"{FORMAT_VERSION} {RULES_VERSION} {version('simplemma')} {lists}"
    return sha256(made_from.encode()).digest()[:16]


def compile_lexicon(
    forms: Mapping[str, str],
    lists: PartLists,
    exceptions: Container[str] = (),
    fingerprint: bytes = bytes(16),
) -> bytes:
    """Compile a lexicon from forms and their lemmas; `Lexicon` reads the result, from memory or from a file.

    The lemmas of `exceptions` are taken as given, whatever the counts say.
    """
    inflections = inflections_by_lemma(forms)
    kinds = {lemma: kinds_of(lemma, inflected) for lemma, inflected in inflections.items()}
    counts = count_families(forms, kinds, lists)
    homonyms = homonyms_back_to_nouns(forms, kinds, counts)
    forms = {**forms, **{form: noun for form, noun in homonyms.items() if form not in exceptions}}
    entries, index, numbers = _pack_entries(kinds, costs_from_counts(counts), unseen_cost(counts))
    records, buckets, bits = _pack_records(forms, numbers)

    records_start = BODY_START + len(buckets)
    index_start = records_start + len(records)
    index_start += -index_start % 4
    body = buckets + records.ljust(index_start - records_start, b"\0") + index + entries
    header = HEADER.pack(
        MAGIC,
        FORMAT_VERSION,
        bits,
        len(forms),
        len(kinds),
        records_start,
        index_start,
        index_start + len(index),
        BODY_START + len(body),
        zlib.crc32(body),
        fingerprint,
    )
    return header + HEADER_CRC.pack(zlib.crc32(header)) + body


def _pack_entries(
    kinds: Mapping[str, int], costs: Mapping[str, tuple[float, ...]], unseen: float
) -> tuple[bytes, bytes, dict[str, int]]:
    entries = bytearray()
    starts = [0]
    numbers = {}
    nowhere = (unseen,) * PLACES
    for number, lemma in enumerate(sorted(kinds)):
        numbers[lemma] = number
        rounded = (min(255, max(0, round(cost * COSTS_PER_NAT))) for cost in costs.get(lemma, nowhere))
        entries += ENTRY.pack(kinds[lemma], *rounded) + lemma.encode()
        starts.append(len(entries))
    return bytes(entries), _uint32s(starts), numbers


def _pack_records(forms: Mapping[str, str], numbers: Mapping[str, int]) -> tuple[bytes, bytes, int]:
    bits = max(1, (len(forms) // 2 // _FORMS_PER_BUCKET).bit_length())
    buckets: list[bytearray] = [bytearray() for _ in range(1 << bits)]
    mask = len(buckets) - 1
    for form, lemma in forms.items():
        if form[-1] == "s" and len(form) > 3 and forms.get(form[:-1]) == lemma:
            continue
        key = form.encode()
        number = numbers[lemma]
        digits = bytes((number & 127, number >> 7 & 127, number >> 14))
        buckets[zlib.crc32(key) & mask] += b"\xff%b\xfe%b" % (key, digits)
    starts = [0]
    for bucket in buckets:
        starts.append(starts[-1] + len(bucket))
    return b"".join(buckets), _uint32s(starts), bits


def _uint32s(numbers: list[int]) -> bytes:
    # Native byte order, as memoryview.cast reads it: the file lives and dies with the index on this machine.
    return b"".join(number.to_bytes(4, sys.byteorder) for number in numbers)
