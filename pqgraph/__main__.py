"""``python -m pqgraph``."""

from pqgraph.cli.main import run

run()
