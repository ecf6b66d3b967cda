"""The embedded engine, on Whoosh. Nothing outside this folder imports Whoosh."""
