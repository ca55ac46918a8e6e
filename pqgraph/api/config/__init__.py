"""API descriptions: Turtle files in the vocabulary of the Linked Data API, read into plain data."""
