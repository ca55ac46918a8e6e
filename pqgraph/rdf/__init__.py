"""RDF as text: terms in N-Triples syntax, formats, stream writers, loading."""
