"""UK parliamentary written questions and answers as linked data.

The command line is ``pqgraph``; each command has a function of the same name in this package.
"""

__version__ = "0.1.0"
