"""The command line: one module a command. Nothing but this folder knows click and rich."""
