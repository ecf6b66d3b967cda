"""From matches to what is shown: marks, passages, hits."""
