r"""Write each hit by a template of the user's own: `--format '{score:.2f}\t{title}'`.

The syntax is that of `str.format`, less everything that reaches inside a value: a name in
braces, perhaps with a width, an alignment or a precision. Checked once, before any search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import Formatter

from searchkit.errors import RequestError
from searchkit.render.clean import one_line
from searchkit.results.model import Hit, SearchResults
from searchkit.values import Value

_Value = str | int | float

_DECIMALS = 4
_ESCAPES = {"t": "\t", "n": "\n", "0": "\0", "\\": "\\"}
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_HUGE = re.compile(r"\d{4}")
"""A width in a template may have three digits: more is a mistake, or an attack on memory."""

_FIELDS: dict[str, tuple[_Value, Callable[[Hit], _Value]]] = {
    "rank": (1, lambda hit: hit.rank),
    "score": (1.0, lambda hit: round(hit.score, _DECIMALS)),
    "date": ("", lambda hit: str(hit.date) if hit.date else ""),
    "source": ("", lambda hit: one_line(hit.source)),
    "type": ("", lambda hit: one_line(hit.type)),
    "id": ("", lambda hit: one_line(hit.doc_id)),
    "path": ("", lambda hit: one_line(hit.path)),
    "title": ("", lambda hit: one_line(hit.title)),
    "line": ("", lambda hit: str(hit.passages[0].line) if hit.passages else ""),
    "passage": ("", lambda hit: one_line(hit.passages[0].text) if hit.passages else ""),
}
"""Each name, a value of its kind to try formats on, and how to read it from a hit. `line` and
`passage` are those of the best passage."""

FIELDS = tuple(_FIELDS)
"""The names that a template may use."""


class Template(Value):
    """A template that has been checked: pairs of literal text, and a name with its format.

    The name is empty where only text is left.
    """

    parts: tuple[tuple[str, str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read what was typed. RequestError for an unknown name, brace, format or escape."""
        try:
            parts = tuple(_read(*part) for part in Formatter().parse(text))
        except ValueError as error:
            raise RequestError(
                f"the format {text!r} cannot be read: {error}; write a brace as {{{{ or }}}}"
            ) from None
        return cls(parts)

    def lines(self, results: SearchResults) -> Iterator[str]:
        """Write the hits, one string each (with line ends in it if the template has them)."""
        for hit in results.hits:
            yield "".join(
                literal + (format(_FIELDS[name][1](hit), spec) if name else "")
                for literal, name, spec in self.parts
            )


def _read(
    literal: str, name: str | None, spec: str | None, conversion: str | None
) -> tuple[str, str, str]:
    text = _ESCAPE.sub(_unescaped, literal)
    if name is None:
        return text, "", ""
    if name not in _FIELDS:
        known = ", ".join(FIELDS)
        raise RequestError(f"a format has no {{{name}}}; known are: {known}")
    if conversion:
        raise RequestError(f"a format has no !{conversion}; write {{{name}}}")
    return text, name, _checked(name, spec or "")


def _checked(name: str, spec: str) -> str:
    """Try a format on a value of the field's kind."""
    advice = "try one such as {score:.2f}, {rank:>3} or {title:40.40}"
    if _HUGE.search(spec) or "{" in spec:
        raise RequestError(f"{{{name}:{spec}}} is no format for {name}; {advice}")
    try:
        format(_FIELDS[name][0], spec)
    except ValueError:
        raise RequestError(f"{{{name}:{spec}}} is no format for {name}; {advice}") from None
    return spec


def _unescaped(match: re.Match[str]) -> str:
    if match[1] not in _ESCAPES:
        raise RequestError(f"a format has no {match[0]}; known are: \\t, \\n, \\0, \\\\")
    return _ESCAPES[match[1]]
