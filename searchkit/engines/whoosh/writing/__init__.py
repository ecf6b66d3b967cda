"""What writes segments. Nothing of it is imported before something is written."""
