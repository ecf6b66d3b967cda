"""The control words of Rich Text Format that `rtf` needs to know, from its specification 1.9."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "nestcell": "\t",
    "nestrow": "\n",
    "~": "\xa0",
    "_": "-",
    "{": "{",
    "}": "}",
    "\\": "\\",
}
"""What a control word or symbol stands for; the hyphens that nobody sees stand for nothing."""

TEXT_GROUPS = frozenset(("shpinst", "shptxt", "footnote", "company", "fldrslt", "ud"))
"""Groups that programs may pass over and that hold text all the same."""

PASSED_OVER = frozenset(
    word
    for line in (
        "annotation atnauthor atndate atnid atnparent atnref atntime atrfend atrfstart",
        "background bkmkend bkmkstart blipuid colorschememapping colortbl datafield datastore",
        "defchp defpap do docvar factoidname falt fldinst fontemb formfield ftncn",
        "ftnsep ftnsepc aftncn aftnsep aftnsepc generator latentstyles listname",
        "listoverridetable listpicture liststylename listtable listtext nonesttables objdata",
        "panose pgptbl picprop pict pntext revtbl rsidtbl shprslt sn sp stylesheet sv tc",
        "template themedata wgrffmtfilter xe xmlnstbl",
    )
    for word in line.split()
)
"""Groups that are no text, whether they are marked as such or not."""

MARGINS = ("header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr")

INFO_FIELDS = {
    "info": "info",
    "title": "title",
    "creatim": "date",
    "revtim": "updated",
    "company": "source",
    "category": "type",
}
"""The fields of the info group that are read, and the headers that they become."""

PLATFORMS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""The encoding of a whole file, where no code page is given."""

SETTINGS = ("uc", "ansicpg", "f", "plain", "fcharset", *PLATFORMS)
"""Words that say how characters are written."""

CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""The character sets of fonts, by the number that Windows gives them."""
