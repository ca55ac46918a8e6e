"""The SPARQL endpoint: the protocol for queries, what a stranger's query may be, results in every standard format."""
