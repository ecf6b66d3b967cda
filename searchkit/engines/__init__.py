"""Who stores and scores: the Engine protocol and its implementations."""
