"""Remote SPARQL servers: to ask by the SPARQL 1.1 Protocol, to load by Graph Store Protocol or SPARQL Update.

``docs/endpoints.md`` tells what is retried, what counts as a failure and what is verified.
`Protocol <https://www.w3.org/TR/sparql11-protocol/>`_,
`Graph Store HTTP Protocol <https://www.w3.org/TR/sparql11-http-rdf-update/>`_.
"""

from pqgraph.store.remote.credentials import Credentials
from pqgraph.store.remote.limits import Limits
from pqgraph.store.remote.loading import GraphCount, LoadReport, load
from pqgraph.store.remote.reading import RemoteStore

__all__ = ["Credentials", "GraphCount", "Limits", "LoadReport", "RemoteStore", "load"]
