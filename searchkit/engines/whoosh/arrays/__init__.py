"""Evaluating over NumPy arrays. Nothing here is imported before that pays."""
