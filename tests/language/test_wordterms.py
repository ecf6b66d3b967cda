"""Word terms: which forms meet, which words stay apart, and what their parts are."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.swedish_stemmer import SwedishStemmer

from searchkit.language import swedish as chain
from searchkit.language.analyzer import Analyzer, Part, WordTerms


def written_parts(swedish: Analyzer, word: str) -> list[tuple[str, str]]:
    """Give each part as it is written, with its term."""
    terms = swedish.word_terms(word)
    return [(terms.form[part.start : part.end], part.term) for part in terms.parts]


@pytest.mark.parametrize(
    "words",
    [
        "vakans vakanser vakansernas",
        "fack facket fackets",
        "bok boken böcker böckerna",
        "arbetsmiljö arbetsmiljön arbetsmiljöns",
        "stor större störst",
        "lön löner lönen lönens",
        "omsättning omsättningen omsättningarnas",
        "chef chefer chefernas chefens Chefen",
        "mus möss mössen",
        "rekrytera rekryterar rekryterades rekryterats rekryteras",
        "anställa anställs anställdes anställd anställda",
        "ansökan ansökningar ansökningarna",
        "enhetschef enhetschefernas enhetschefens",
        "tankeförmåga tankeförmågan",
        "syrenberså syrenbersån",
        "it-säkerhetsexpert IT-säkerhetsexperten it-säkerhetsexperternas",
        "e-post epost e-posten",
        "EU EU:s",
        "pc pc:n pc:ns",
        "Migrationsverket Migrationsverkets",
        "Stockholm Stockholms",
        "Polen Polens",
        "nämnd nämnden nämndernas",
        "land länder länders ländernas",
    ],
)
def test_all_forms_of_a_word_meet(swedish: Analyzer, words: str) -> None:
    assert len({swedish.stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "var vara",
        "var vare",
        "vara vare",
        "var varor",
        "för fören",
        "in inne",
        "inför införa",
        "månad mån",
        "tid tidig",
        "kontor konto",
        "ord order",
        "god gods",
        "fast fastighet",
        "liten liter",
        "hem hemlig",
        "verk verklighet",
        "värde värd",
        "banan bana",
        "politik politiker",
        "styra styrelse",
        "säker säkerhet",
        "Anna Ann",
        "it se",
        "Polen pol",
        "Dalarna dal",
        "Hultqvist Hultkvist",
        "nämnden nämnda",
        "första ens",
        "IT:s se",
    ],
)
def test_different_words_are_kept_apart(swedish: Analyzer, words: str) -> None:
    one, other = words.split()
    assert swedish.stem(one) != swedish.stem(other)


def test_parts_have_the_terms_of_whole_words(swedish: Analyzer) -> None:
    assert swedish.word_terms("Personalomsättningen") == WordTerms(
        "personalomsättningen",
        "personalomsättning",
        (Part("personal", 0, 8), Part("omsättning", 8, 20)),
    )


def test_a_part_with_a_linking_vowel_has_the_term_of_its_word(swedish: Analyzer) -> None:
    parts = swedish.word_terms("gatukontoret").parts
    assert [part.term for part in parts] == [swedish.stem("gata"), swedish.stem("kontor")]


def test_an_unknown_first_part_leaves_the_last_one_to_be_found(swedish: Analyzer) -> None:
    assert ("lönesättning", "lönesättning") in written_parts(swedish, "nylönesättning")


def test_pieces_by_a_hyphen_are_parts(swedish: Analyzer) -> None:
    assert swedish.word_terms("it-säkerhetsexpert") == WordTerms(
        "it-säkerhetsexpert",
        "itsäkerhetsexpert",
        (
            Part("it", 0, 2),
            Part("säkerhetsexpert", 3, 18),
            Part("säkerhet", 3, 12),
            Part("expert", 12, 18),
        ),
    )


def test_pieces_keep_their_case_out_of_the_term(swedish: Analyzer) -> None:
    assert written_parts(swedish, "ST-medlemmar") == [("st", "st"), ("medlemmar", "medlem")]


def test_no_part_has_fewer_than_three_letters(swedish: Analyzer) -> None:
    assert written_parts(swedish, "elpriset") == [("priset", "pris")]


def test_the_numbers_of_a_date_are_parts(swedish: Analyzer) -> None:
    assert swedish.word_terms("2022-09-28") == WordTerms(
        "2022-09-28", "2022-09-28", (Part("2022", 0, 4), Part("09", 5, 7), Part("28", 8, 10))
    )


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("2022", "2022"),
        ("covid-19", "covid19"),
        ("4h-gård", "4hgård"),
        ("北京", "北京"),
        ("москва", "москва"),
        ("lönен", "lönен"),
        ("kompe\u00adtens", "kompetens"),
        ("rekryte-\nring", "rekrytering"),
        ("lo\u0308nen", "lön"),
        ("🙂", "🙂"),
        ("", ""),
        ("-", "-"),
        (":", ":"),
        (":s", ":s"),
    ],
)
def test_odd_words_have_terms(swedish: Analyzer, word: str, stem: str) -> None:
    assert swedish.stem(word) == stem


def test_endless_words_are_their_own_terms(swedish: Analyzer) -> None:
    assert swedish.word_terms("Å" * 10_000) == WordTerms("å" * 10_000, "å" * 10_000)


@given(st.text(max_size=70))
def test_any_text_is_safe_and_parts_lie_inside_it(swedish: Analyzer, text: str) -> None:
    terms = swedish.word_terms(text)
    assert all(part.term and 0 <= part.start < part.end <= len(terms.form) for part in terms.parts)


def test_analysis_is_pure(swedish: Analyzer) -> None:
    assert swedish.word_terms("Skolgården") is swedish.word_terms("skolgården")


def test_the_stemmer_is_not_loaded_for_words_that_are_known(swedish_folder: str) -> None:
    import subprocess

    script = (
        "import sys; from pathlib import Path\n"
        "from searchkit.language.swedish import make_analyzer\n"
        "make_analyzer(Path(sys.argv[1])).stem('personalomsättningens')\n"
        "print({'snowballstemmer', 'Stemmer', 'simplemma'} & sys.modules.keys())"
    )
    command = [sys.executable, "-c", script, str(swedish_folder)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("googlades", "googl"),
        ("zoomandets", "zoomandet"),
        ("chattbotarnas", "chattbot"),
        ("fullständigtleri", "fullständigtleri"),
        ("skönheterna", "skön"),
        # By rules that came with Snowball 3.
        ("memet", "mem"),
        ("pompöst", "pompös"),
    ],
)
def test_both_stemmers_follow_the_same_rules(word: str, stem: str) -> None:
    """An index may be built with one of them and asked with the other."""
    assert SwedishStemmer().stemWord(word) == stem
    assert Stemmer.Stemmer("swedish").stemWord(word) == stem


@pytest.mark.parametrize("compiled", [None, SimpleNamespace(version=lambda: "2.2.0")])
def test_words_are_stemmed_in_python_where_the_compiled_stemmer_is_missing_or_old(
    monkeypatch: pytest.MonkeyPatch, compiled: object
) -> None:
    monkeypatch.setitem(sys.modules, "Stemmer", compiled)
    monkeypatch.setattr(chain, "_find_stemmer", chain._find_stemmer.__wrapped__)
    assert chain._snowball("memet") == "mem"
    assert isinstance(chain._find_stemmer()(), SwedishStemmer)
