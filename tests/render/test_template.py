"""Hits written by a template of the user's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.errors import RequestError
from searchkit.render.template import Template
from searchkit.values import replace

from .samples import BARE, HIT, results


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{id}", "002_1842171969dfd728.txt"),
        ("{rank} {score} {date}", "1 2.17 2022-09-28"),
        ("{source}/{type}: {path}", "ST/protokoll: seeds/002_1842171969dfd728.txt"),
        ("{title:9.9}|{score:6.1f}|{rank:>3}", "Protokoll|   2.2|  1"),
        ("{line}: {passage:.15}", "65: Fredrik Bergman"),
        (r"{rank}\t{id:.3}\n\0\\", "1\t002\n\0\\"),
        ("{{rank}} är {rank}", "{rank} är 1"),
        ("inget", "inget"),
        ("", ""),
    ],
)
def test_a_template_is_filled_in(template: str, line: str) -> None:
    assert list(Template.parse(template).lines(results(HIT))) == [line]


def test_what_is_not_known_is_empty() -> None:
    template = Template.parse("{date}|{source}|{title}|{line}|{passage}")
    assert list(template.lines(results(BARE))) == ["||||"]


def test_text_of_documents_is_cleaned() -> None:
    template = Template.parse("{title}")
    assert list(template.lines(results(replace(BARE, title="a\tb\x1b[2J\n")))) == ["a b�[2J"]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            "{titel}",
            "a format has no {titel}; known are: "
            "rank, score, date, source, type, id, path, title, line, passage",
        ),
        (
            "{rank.__class__}",
            "a format has no {rank.__class__}; known are: "
            "rank, score, date, source, type, id, path, title, line, passage",
        ),
        (
            "{}",
            "a format has no {}; known are: "
            "rank, score, date, source, type, id, path, title, line, passage",
        ),
        ("{title!r}", "a format has no !r; write {title}"),
        (
            "{title:d}",
            "{title:d} is no format for title; "
            "try one such as {score:.2f}, {rank:>3} or {title:40.40}",
        ),
        (
            "{title:99999}",
            "{title:99999} is no format for title; "
            "try one such as {score:.2f}, {rank:>3} or {title:40.40}",
        ),
        (
            "{title:{rank}}",
            "{title:{rank}} is no format for title; "
            "try one such as {score:.2f}, {rank:>3} or {title:40.40}",
        ),
        (r"{id}\d", r"a format has no \d; known are: \t, \n, \0, \\"),
        (
            "{title",
            "the format '{title' cannot be read: expected '}' before end of string; "
            "write a brace as {{ or }}",
        ),
    ],
)
def test_a_mistake_names_what_is_known(template: str, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        Template.parse(template)
    assert str(caught.value) == message


@settings(deadline=None)
@given(st.text(st.sampled_from("{}:!.\\tn0 >9fdscx[]_rankscoreid"), max_size=20))
def test_any_template_is_filled_in_or_refused(template: str) -> None:
    try:
        parsed = Template.parse(template)
    except RequestError:
        return
    assert len(list(parsed.lines(results(HIT, BARE)))) == 2
