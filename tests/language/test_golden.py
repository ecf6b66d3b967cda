"""What the analysis makes of some words, so that no change of it goes unnoticed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from searchkit.language import swedish as chain
from searchkit.language.analyzer import Analyzer, WordTerms

VERSION = "swedish-9"
LISTS = "0ac82c0e260ff714"

TERMS = """
och: =och
skulle: =skulle
vara: =vara
vakanser: vakans
facket: fack
böckerna: bok
arbetsmiljön: arbetsmiljö + arbet 0-6 + miljö 6-12
större: stor
chefens: chef
rekryterades: rekryter
ansökningar: ansökan
varor: vara
fören: fören
lönerevisionen: lönerevision + lön 0-4 + revision 4-14
personalomsättningen: personalomsättning + personal 0-8 + omsättning 8-20
omsättning: omsättning
gatukontoret: gatukontor + gat 0-4 + kontor 4-12
skolgården: skolgård + skol 0-4 + gård 4-10
busstationen: busstation + buss 0-4 + station 3-12
toppolitiker: toppolitiker + topp 0-4 + politiker 3-12
it-säkerhetschef: itsäkerhetschef + it 0-2 + säkerhetschef 3-16 + säkerhet 3-12 + chef 12-16
uppehållstillstånd: uppehållstillstånd + uppehåll 0-9 + tillstånd 9-18
riksdagsledamöter: riksdagsledamot + riksdag 0-8 + ledamot 8-17
arbetsrättsfråga: arbetsrättsfråg + arbet 0-6 + rättsfråg 6-16 + rätt 6-11 + fråg 11-16
ST-medlemmar: stmedlem + st 0-2 + medlem 3-12
Migrationsverkets: migrationsverk + migration 0-10 + verk 10-17
kompetensförsörjningen: kompetensförsörjning + kompetens 0-9 + försörjning 9-22
kontaktcenter: kontaktcenter + kontakt 0-7 + center 7-13
enhetschefernas: enhetschef + enhet 0-6 + chef 6-15
arbetsgivare: arbetsgivar + arbet 0-6 + givar 6-12
arbetsgivaren: arbetsgivar + arbet 0-6 + givar 6-13
konsulterna: konsult
upphandlingar: upphandling
digitaliseringen: digitalisering
informationssäkerhet: informationssäkerhet + information 0-12 + säkerhet 12-20
myndigheternas: myndighet
statligt: statlig
snabbast: snabb
tryckte: tryck
mössen: mus
sprang: spring
e-posten: epost + post 2-8
covid-19: covid19 + covid 0-5
EU:s: eu
pc:n: pc
AMO:s: amo
LAS-reglerna: lasregel + las 0-3 + regel 4-12
2022-09-28: 2022-09-28 + 2022 0-4 + 09 5-7 + 28 8-10
14:30: 14:30 + 14 0-2 + 30 3-5
3,5: 3,5
C++: c++
5g-nätet: 5gnät + 5g 0-2 + nät 3-8
Stockholms: stockholm
Norrköping: norrköping
Sundqvist: sundqvist
Lindesberg: lindesberg
Trollhättan: trollhättan
Polen: polen
googlade: googl
thoraxkirurgin: thoraxkirurgi + thorax 0-6 + kirurgi 6-14
syrenbersån: syrenberså
kyrkogårdar: kyrkogård + kyrk 0-5 + gård 5-11
familjelivet: familjeliv + familj 0-7 + liv 7-12
läkarvård: läkarvård + läkar 0-5 + vård 5-9
rättssäkerhet: rättssäkerhet + rätt 0-5 + säkerhet 5-13
elpriset: elpris + pris 2-8
riksdagen: riksdag
handling: handling
"""

ADVICE = (
    "count up ANALYSIS_VERSION in swedish.py, so that indexes are rebuilt; then mend this test"
)


def written(word: str, terms: WordTerms) -> str:
    parts = (f" + {part.term} {part.start}-{part.end}" for part in terms.parts)
    return f"{word}: {terms.stem}{''.join(parts)}"


def lists_digest() -> str:
    """Hash the lists that terms depend on."""
    folder = Path(chain.__file__).parent / "data"
    lists = (path for path in sorted(folder.glob("*.txt")) if path.name != "thesaurus.txt")
    return hashlib.sha256(b"".join(path.read_bytes() for path in lists)).hexdigest()[:16]


def test_words_have_the_terms_they_had(swedish: Analyzer) -> None:
    expected = TERMS.split("\n")[1:-1]
    words = [line.partition(": ")[0] for line in expected]
    assert [written(word, swedish.word_terms(word)) for word in words] == expected, ADVICE


def test_the_version_and_the_word_lists_change_together() -> None:
    assert (chain.ANALYSIS_VERSION, lists_digest()) == (VERSION, LISTS), ADVICE
