"""Stored queries: SPARQL files with a header, typed parameters, and results in the standard formats."""
