"""Put a text together as a format hands it on: runs, paragraphs, tables, notes, text boxes.

Paragraphs are parted by a blank line, so that nobody takes two for one sentence; the rows of a
table stand on lines of their own, their cells parted by tabs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from searchkit.documents.readers.decoding import tidy

_DROPPED = {0xAD: None, 0x2011: "-"}
"""Soft hyphens were never seen, and a hyphen that does not break is a hyphen to a reader."""


@dataclass(slots=True)
class _Block:
    """What stands in one place: the page, a cell, a note or a text box."""

    lines: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Notes and text boxes that are anchored in the paragraph, to come below it."""


class Prose:
    """The text so far. `begin` and `end` hold what stands apart from the running text."""

    def __init__(self) -> None:
        self._blocks = [_Block()]

    def add(self, text: str) -> None:
        """Add text to the paragraph."""
        self._blocks[-1].runs.append(text)

    def end_paragraph(self) -> str:
        """End the paragraph and give it."""
        block = self._blocks[-1]
        paragraph = tidy("".join(block.runs)).translate(_DROPPED).strip()
        block.runs = []
        for lines in (paragraph, *block.aside):
            if lines:
                block.lines += ["", lines, ""] if block.lines[-1:] != [""] else [lines, ""]
        block.aside = []
        return paragraph

    def begin(self) -> None:
        """Begin a cell, a note or a text box inside the paragraph or table."""
        self._blocks.append(_Block())

    def end_cell(self) -> None:
        """End what was begun, as a cell of a row."""
        text = self.close()
        self._blocks[-1].cells.append(text)

    def end_aside(self) -> None:
        """End what was begun, to stand below the paragraph that it belongs to."""
        self.put_aside(self.close())

    def put_aside(self, text: str) -> None:
        """Have text stand below the paragraph."""
        self._blocks[-1].aside.append(text)

    def close(self) -> str:
        """End what was begun and take its text out; empty where nothing was begun."""
        if len(self._blocks) == 1:
            return ""
        self.end_paragraph()
        return "\n".join(self._blocks.pop().lines).strip("\n")

    def end_row(self) -> None:
        """Put the cells on a line. Cells of several paragraphs keep them, one below another."""
        block = self._blocks[-1]
        cells, block.cells = block.cells, []
        if any("\n" in cell for cell in cells):
            block.lines += [line for cell in cells if cell for line in (cell, "")]
        elif any(cells):
            block.lines.append("\t".join(cells).rstrip("\t"))

    def text(self) -> str:
        """Give the whole text; what was begun and never ended, in a broken file, is in it."""
        while len(self._blocks) > 1:
            self.end_aside()
        self.end_paragraph()
        return "\n".join(self._blocks[0].lines).strip("\n")
