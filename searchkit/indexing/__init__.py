"""Building and refreshing an index, from where a build begins to what it leaves."""
