"""Show the state of an index."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from searchkit.render.clean import clean, one_line
from searchkit.results.status import Status
from searchkit.values import to_dict

_NAMED = 12
"""Sources, or skipped files, to name before the rest is only counted."""

_EXAMPLES = 3
"""Files to name for each reason to skip them, where there are many."""


def status_lines(status: Status, named_index: str = "") -> Iterator[str]:
    """Write the state in a few labelled lines, and what would mend it.

    `named_index` is the index as it was named, "" where that would not be needed again.
    """
    yield f"Index    {_index(status)}"
    yield f"Sources  {_counts(status.sources)}"
    yield f"Types    {_counts(status.types)}"
    yield f"Dates    {_dates(status)}"
    if status.ignored:
        yield f"Ignored  {status.ignored} by .searchkitignore"
    if status.checked:
        yield "Checked  every file of the index is as it was written"
    yield f"Health   {_health(status)}"
    yield from _skipped(status)
    yield from _fix(status, named_index)


def _fix(status: Status, named_index: str) -> Iterator[str]:
    """Write a command that can be pasted, for the first document whose name can be."""
    names = status.undated or status.without_source
    example = next((name for name in names if clean(name) == name), None)
    if example is None:
        return
    flags = ["--date ..."] if status.undated else []
    flags += ["--source ..."] if example in status.without_source else []
    flags += [f"--index {shlex.quote(clean(named_index))}"] if named_index else []
    name = shlex.quote(example)
    words = [*flags, "--", name] if name.startswith("-") else [name, *flags]
    yield f"         fix: searchkit meta {' '.join(words)}"


def _skipped(status: Status) -> Iterator[str]:
    """Name what is not in the index; where that is much, by reason and with examples."""
    if len(status.skipped) <= _NAMED:
        for item in status.skipped:
            yield f"         skipped: {one_line(item)}"
        return
    for why, count in status.skipped_why[:_NAMED]:
        yield f"         {count} skipped: {one_line(why)}"
        files = [item for item in status.skipped if item.endswith(f"{why})")]
        for item in files[:_EXAMPLES]:
            yield f"           {one_line(item)}"
        if len(files) > _EXAMPLES:
            yield f"           {len(files) - _EXAMPLES} more: searchkit status --json"
    if len(status.skipped_why) > _NAMED:
        rest = len(status.skipped_why) - _NAMED
        reasons = "1 more reason" if rest == 1 else f"{rest} more reasons"
        yield f"         {reasons}: searchkit status --json"


def _index(status: Status) -> str:
    documents = "1 document" if status.documents == 1 else f"{status.documents} documents"
    if status.copies:
        documents += " · 1 copy" if status.copies == 1 else f" · {status.copies} copies"
    if status.problem:
        state = one_line(status.problem)
    elif status.differing:
        files = "1 file differs" if status.differing == 1 else f"{status.differing} files differ"
        state = f"{files}: run `searchkit index`"
    else:
        state = "up to date"
    folder = one_line(status.path).rstrip("/") + "/"
    return f"{folder} · {documents} · built {status.built} · {state}"


def _counts(counts: tuple[tuple[str, int], ...]) -> str:
    named = [f"{one_line(name) or 'none'} {count}" for name, count in counts[:_NAMED]]
    if len(counts) > _NAMED:
        named.append(f"{len(counts) - _NAMED} more")
    return " · ".join(named) or "none"


def _dates(status: Status) -> str:
    span = [f"{status.first} to {status.last}"] if status.first else []
    span += [f"{count} {precision} only" for precision, count in status.imprecise]
    span += [f"{len(status.undated)} undated"] if status.undated else []
    return " · ".join(span) or "none"


def _health(status: Status) -> str:
    problems = []
    if status.undated:
        problems.append(f"{len(status.undated)} without date")
    if status.without_source:
        problems.append(f"{len(status.without_source)} without source")
    if status.skipped:
        problems.append(f"{len(status.skipped)} skipped")
    return ", ".join(problems) or "good"


def status_json(status: Status) -> Iterator[str]:
    """Write the same as one JSON object."""
    from searchkit.render.records import encoded

    record = to_dict(status)
    for name in ("sources", "types", "imprecise", "skipped_why"):
        record[name] = dict(record[name])
    yield encoded({"schema": "searchkit.status/1", **record})
