"""`searchkit help TOPIC`: what no single option explains."""

from __future__ import annotations

import click

from searchkit.cli.output import show_paged

TOPICS = {
    "query": """\
The query language

  två ord                      both words, in any order and any of their forms
  a OR b, a | b, a ELLER b     either of them; ( ) groups
  -ord, NOT ord, INTE ord      without; but it-säkerhet is one word
  -source:ST                   without that source
  "digital transformation"     side by side
  "digital transformation"~5   within five words, in either order
  rekryt*   *omsättning        begins so, ends so
  rekrytrea~                   with typing errors: 1 from 5 letters, 2 from 9
  =rekrytering                 in exactly this form
  title:  source:  type:       in that field; date:2021..2022 within those days

Quote the whole query for the shell when it has - " ( ) | or *:
  searchkit search 'rekrytera -konsulter'
  searchkit search '"digital transformation" OR digitalisering'
  searchkit search 'title:migrationsverket -source:ST'

All words are required, small words such as och and att aside. When no document
has all of them, those with most are shown, and that is said. --any asks for any
of them. A word also finds the compounds it is a part of, ranked lower.
""",
    "dates": """\
Dates are whole days, both ends count, and a date is its whole period.

  2022                2022-09            2022-09-28
  2022-W39, 2022v39   2022-Q3            september 2022, 31 augusti 2023
  idag, igår          2w, 6m, 1y         the last two weeks, six months, year
  2021..2022          2021-06..          ..2022-09-28

  searchkit search migrationsverket --date 2021..2022
  searchkit search lön --since 2022-09 --until igår
  searchkit search 'lön date:2022-Q3'

A document dated 2021-06 matches every range that touches June 2021. Documents
without date are left out of a search by date, and how many is said: --undated
include or only. `searchkit meta` sets a date that the program could not find.
""",
    "output": """\
Results go to standard output, everything said to a person to standard error.

  --json           one object, schema searchkit.search/1
  --jsonl          one object a line for each document
  --csv, --tsv     rank, score, date, source, type, id, path, title
  --format TEXT    each document so, with {rank} {score} {date} {source} {type}
                   {id} {path} {title} {line} {passage}, \\t and \\n in it
  -l               paths; -0 ends them with NUL
  -c               the number of documents
  -q               nothing; see the exit code

  searchkit search lön --json | jq -r '.results[].title'
  searchkit search -n 0 -l -0 lön | xargs -0 wc -w
  searchkit search lön --format '{score:.1f} {path}:{line}'

marks in JSON are [start, end, why] in code points of the passage's text; why is
exact, stem, part, fuzzy, folded or related. Colour: --color, then NO_COLOR,
FORCE_COLOR, and whether it is a terminal.
""",
    "files": """\
Which files count, and what is said of them

.searchkitignore, in the folder that is indexed or any below it, says what to
leave out, as .gitignore does: a pattern a line, the last that fits counts.

  *.log                        files and folders so named, wherever they are
  /utkast/                     the folder of that name beside this file
  bilagor/**/gammalt           at any depth in bilagor
  !bilagor/viktig.txt          not left out after all, unless its folder is
  # text                       a comment; \\# and \\! for a name that begins so

Hidden files and folders are always left out. A link is followed once. A file
larger than --max-size (100MB at first) is skipped, unless it is read a piece at
a time (.jsonl, .mbox, .zip); so is what no reader takes, and `searchkit status`
says what and why.

metadata.toml, in the folder that is indexed, says what no text tells:

  [[rule]]                     of all files that fit, in the same patterns; a
  glob = "st/**"               later rule wins over an earlier one: source, type
  source = "ST"                and date
  [files."st/002.txt"]         of one file, over all rules: source, type, date
  date = "2022-09-28"          and title; "" for none

  searchkit index --dry-run
  searchkit index --max-size 200MB
  searchkit meta 002           what is known, and which rule said it
""",
    "exit-codes": """\
  0     found, done
  1     no document matches
  2     the command, the query or a date cannot be read
  3     the index is missing, outdated, damaged, locked, or another user's
  130   interrupted
  141   whoever read our output went away

  searchkit search -q vakans && echo there is one
""",
}


def _complete_topic(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    return [topic for topic in TOPICS if topic.startswith(typed)]


@click.command("help")
@click.argument("topic", required=False, shell_complete=_complete_topic)
def command(topic: str | None) -> int:
    """Explain a topic: query, dates, output, files or exit-codes.

    \b
    searchkit help query
    """
    if topic is None:
        show_paged(["Topics: " + ", ".join(TOPICS), "", "searchkit help query"])
    elif topic in TOPICS:
        show_paged(TOPICS[topic].splitlines())
    else:
        raise click.UsageError(f"there is no help on {topic!r}: there is on {', '.join(TOPICS)}")
    return 0
