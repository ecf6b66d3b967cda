"""The embedded engine, on Whoosh. Nothing outside this folder imports Whoosh."""

FORMAT_VERSION = "flat-2"
"""Changes whenever the files of an index are written in another way."""
