"""From Swedish text to terms. Nothing here knows of an index."""
