"""From files to Documents: readers, metadata with its evidence, and the walk over the roots."""
