"""From the graph to what a client gets. Renderers read an index of triples; none of them knows a store or a request."""
