"""What NumPy does: evaluating and inverting. Nothing here is imported before that pays."""
