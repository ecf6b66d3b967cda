"""The lexicon: what is in it, and what becomes of a damaged one."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.errors import IndexDamaged
from searchkit.language.lexicon import NAME, NOUN, VERB, Lexicon
from searchkit.language.lexicon_writer import compile_lexicon, lexicon_fingerprint
from searchkit.language.wordlists import PartLists, read_lemma_exceptions

FORMS = {
    "bok": "bok",
    "boken": "bok",
    "bokens": "bok",
    "böckerna": "bok",
    "hylla": "hylla",
    "hyllorna": "hylla",
    "bokhylla": "bokhylla",
    "åmål": "Åmål",
}


@pytest.fixture
def small() -> bytes:
    return compile_lexicon(FORMS, PartLists(), fingerprint=b"0123456789abcdef")


def test_every_form_is_found_with_its_lemma(small: bytes) -> None:
    lexicon = Lexicon(small)
    assert {form: lexicon.lemma(form) for form in FORMS} == FORMS


def test_a_genitive_is_found_though_it_is_not_stored(small: bytes) -> None:
    assert Lexicon(small).lemma("böckernas") == "bok"


@pytest.mark.parametrize(
    "form", ["", "s", "bo", "boke", "bokenx", "x" * 10_000, "北京", "\ud800", "\x00", "bok\xff"]
)
def test_what_is_no_word_is_not_found(small: bytes, form: str) -> None:
    assert Lexicon(small).lookup(form) is None


def test_a_part_of_a_known_compound_is_cheaper_than_a_word_in_none(small: bytes) -> None:
    lexicon = Lexicon(small)
    bok, town = lexicon.lookup("bok"), lexicon.lookup("åmål")
    assert bok is not None
    assert town is not None
    assert min(bok.costs) < min(town.costs)


def test_kinds_are_guessed_from_the_paradigm(lexicon: Lexicon) -> None:
    kinds = {}
    for word in ("omsättning", "rekrytera", "stockholm"):
        entry = lexicon.lookup(word)
        kinds[word] = entry.kinds if entry else None
    assert kinds == {"omsättning": NOUN, "rekrytera": VERB, "stockholm": NAME}


def test_the_fingerprint_is_kept(small: bytes) -> None:
    assert Lexicon(small).fingerprint == b"0123456789abcdef"


def test_a_written_lexicon_is_whole_and_knows_what_it_was_made_from(lexicon: Lexicon) -> None:
    lexicon.verify()
    assert lexicon.fingerprint == lexicon_fingerprint()


@pytest.mark.parametrize("kept", [0, 3, 40, 200, -1])
def test_a_truncated_file_is_refused(small: bytes, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "sv.lexicon"
    path.write_bytes(small[:kept])
    with pytest.raises(IndexDamaged, match=r"sv\.lexicon: .*index --rebuild"):
        Lexicon.open(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="cannot be opened"):
        Lexicon.open(tmp_path / "sv.lexicon")


@pytest.mark.parametrize(
    ("offset", "message"), [(0, "not a lexicon"), (8, "version"), (12, "header")]
)
def test_an_altered_header_is_refused(small: bytes, offset: int, message: str) -> None:
    altered = bytearray(small)
    altered[offset] ^= 1
    with pytest.raises(IndexDamaged, match=message):
        Lexicon(bytes(altered))


def test_an_altered_body_is_found_by_verify(small: bytes) -> None:
    altered = bytearray(small)
    altered[-1] ^= 1
    with pytest.raises(IndexDamaged, match="altered"):
        Lexicon(bytes(altered)).verify()


def test_an_altered_body_gives_no_other_error_than_ours(small: bytes) -> None:
    body = len(small) // 3
    for offset in range(body, len(small)):
        altered = bytearray(small)
        altered[offset] ^= 0xFF
        lexicon = Lexicon(bytes(altered))
        for form in FORMS:
            try:
                lexicon.lookup(form)
            except IndexDamaged:
                continue


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("vakans", "vakans"),
        ("vakanser", "vakans"),
        ("banan", "banan"),
        ("facket", "fack"),
        ("böckerna", "bok"),
        ("boken", "bok"),
        ("större", "stor"),
        ("anställda", "anställa"),
        ("anställde", "anställa"),
        ("trycket", "tryck"),
        ("stället", "ställe"),
        ("syftet", "syfte"),
        ("händer", "hand"),
        ("termer", "term"),
        ("ansökningar", "ansökan"),
        ("snabbt", "snabb"),
        ("segrar", "seger"),
        ("talar", "tala"),
        ("möss", "mus"),
        ("strand", "strand"),
        ("månad", "månad"),
        ("las", "las"),
    ],
)
def test_the_dictionary_is_mended(lexicon: Lexicon, form: str, lemma: str) -> None:
    assert lexicon.lemma(form) == lemma


def test_words_in_old_letters_are_left_out(lexicon: Lexicon) -> None:
    assert "skola" in lexicon
    assert "ſkola" not in lexicon


def test_every_exception_holds(lexicon: Lexicon) -> None:
    exceptions = read_lemma_exceptions()
    assert {form: lexicon.lemma(form) for form in exceptions} == exceptions
