"""Tests of searchkit.results."""
