"""Where graphs live: the embedded store (Oxigraph) and remote SPARQL endpoints, behind one way to query."""
