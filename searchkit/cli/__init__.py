"""The command line: commands parse, call, print, exit. A module a group, loaded when called."""
