"""One word of a query, with the signs at its ends, as a node.

    rekryt*  *omsättning  rekrytrea~  =rekrytering  rekrytera

The signs mean something at the ends only; `it-säkerhet`, `a~b` and `x=1` are plain words.
"""

from __future__ import annotations

from searchkit.query.nodes import Exact, Fuzzy, Node, Prefix, Suffix, Word
from searchkit.query.remarks import Remarks
from searchkit.query.typed import excerpt, normalize

_DIGITS = "0123456789"


def read_word(raw: str, start: int, remarks: Remarks) -> Node | None:
    """Read a word that begins at `start` of the query; None, and a remark, for signs alone.

    Raises QueryError where the signs contradict one another: `re*ra`, `*säker*`, `=rekryt*`.
    """
    core = _fuzzy_core(raw)
    if not (core or raw).strip("=*~"):
        remarks.mended(f"{excerpt(raw)} has no word with it and was left out", start)
        return None
    if raw.startswith("="):
        return _exact(raw, start, remarks)
    if "*" in raw:
        return _wildcard(raw, start, remarks)
    if core:
        if raw[-1] in _DIGITS:
            remarks.mended(
                "a number after word~ was left out: the length of the word decides how many "
                "typing errors are allowed",
                start,
            )
        return Fuzzy(normalize(core))
    return Word(normalize(raw))


def _exact(raw: str, start: int, remarks: Remarks) -> Exact:
    if "*" in raw or _fuzzy_core(raw):
        message = f"{excerpt(raw)}: = takes the word as it is, without * and ~"
        raise remarks.mistake(message, start, start + len(raw))
    return Exact(normalize(raw[1:]))


def _wildcard(raw: str, start: int, remarks: Remarks) -> Prefix | Suffix:
    core = raw.strip("*")
    if "*" in core:
        place = start + raw.index(core) + core.index("*")
        message = "* stands at the beginning or the end of a word: write rekryt* or *omsättning"
        raise remarks.mistake(message, place, place + 1)
    if _fuzzy_core(core) or (raw[0] == raw[-1] == "*"):
        problem = "~ and * do not go together" if _fuzzy_core(core) else "* can stand at one end"
        message = f"{excerpt(raw)}: {problem}: write rekryt* or *omsättning"
        raise remarks.mistake(message, start, start + len(raw))
    return Prefix(normalize(core)) if raw[-1] == "*" else Suffix(normalize(core))


def _fuzzy_core(raw: str) -> str:
    """Give `ord` of `ord~` and of `ord~2`; empty for a word that is not fuzzy."""
    unnumbered = raw.rstrip(_DIGITS)
    return unnumbered.rstrip("~") if unnumbered.endswith("~") else ""
