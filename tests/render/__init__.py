"""Tests of searchkit.render."""
