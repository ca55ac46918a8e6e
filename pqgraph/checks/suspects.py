"""Which nodes of a store a shape of SHACL Core may have something against, found by whole columns of values.

A store follows links node by node, at ten microseconds each; for the observations of a large corpus, that takes
minutes. It reads all values of one property side by side in a second, and puts two such columns together by hashing.
So each constraint becomes a query over columns that gives at least the nodes that break it; an engine then looks at
those nodes, of which there are none in a sound store.
"""

from __future__ import annotations

from collections.abc import Iterable

from pqgraph.checks.shape_info import ShapeInfo
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.store.results import Queryable, Solutions
from pqgraph.terms import rdf, xsd

__all__ = ["suspect_queries", "suspects"]

_TYPE = t.iri(rdf.type)
_INTEGER = t.iri(xsd.integer)


def suspects(target: Queryable, shapes: Iterable[ShapeInfo]) -> list[Term]:
    """The nodes that break a constraint, and perhaps others, sorted.

    Args:
        target: The store; its default graph is asked.
        shapes: Node shapes and property shapes.

    Raises:
        PqgraphError: PQ508, the store cannot answer.
    """
    found: set[Term] = set()
    for query in dict.fromkeys(query for shape in shapes for query in suspect_queries(shape)):
        result = target.query(query)
        assert isinstance(result, Solutions)
        found.update(node.ntriples() for (node,) in result.rows if node is not None)
    return sorted(found)


def suspect_queries(shape: ShapeInfo) -> list[str]:
    """Queries that together give at least the nodes which break a shape; each has the one variable ``node``.

    A constraint of a kind that is not known here makes all nodes of the shape's classes suspect.
    """
    constraints = [constraint.partition(" ")[::2] for constraint in shape.constraints]
    if shape.kind == "node":
        constraints = [(name, value) for name, value in constraints if name != "property"]
    queries: list[str] = []
    for target in map(t.iri, shape.targets):
        if shape.path is None or shape.path.startswith("^"):
            queries += _of_node(target, constraints, is_node=shape.kind == "node")
        else:
            queries += _of_property(target, t.iri(shape.path), constraints)
    return queries


def _all(target: Term) -> str:
    return f"SELECT ?node WHERE {{ ?node {_TYPE} {target} }}"


def _of_node(target: Term, constraints: list[tuple[str, str]], *, is_node: bool) -> list[str]:
    if not constraints:
        return []
    if is_node and constraints == [("nodeKind", "http://www.w3.org/ns/shacl#IRI")]:
        return [f"SELECT ?node WHERE {{ ?node {_TYPE} {target} FILTER(!isIRI(?node)) }}"]
    return [_all(target)]


def _of_property(target: Term, path: Term, constraints: list[tuple[str, str]]) -> list[str]:
    queries: list[str] = []
    conditions: list[str] = []
    for name, value in constraints:
        match name, value:
            case "minCount", "0":
                pass
            case "minCount", "1":
                queries.append(
                    f"SELECT ?node WHERE {{ ?node {_TYPE} {target} MINUS {{ ?node {path} ?value }} }}"
                )
            case "maxCount", number if number.isdecimal():
                queries.append(
                    f"SELECT ?node WHERE {{ ?node {path} ?value }} GROUP BY ?node HAVING(COUNT(?value) > {number})"
                )
            case "class", kind:
                bad = f"SELECT DISTINCT ?value WHERE {{ ?any {path} ?value MINUS {{ ?value {_TYPE} {t.iri(kind)} }} }}"
                queries.append(f"SELECT ?node WHERE {{ {{ {bad} }} ?node {path} ?value }}")
            case "nodeKind", "http://www.w3.org/ns/shacl#IRI":
                conditions.append("isIRI(?value)")
            case "datatype", xsd.integer:
                # Of an ill-typed literal the datatype is right, but it is no number.
                conditions.append(f"isNumeric(?value) && DATATYPE(?value) = {_INTEGER}")
            case "minInclusive", number if number.lstrip("-").isdecimal():
                conditions.append(f"?value >= {number}")
            case "lessThanOrEquals", other:
                queries.append(
                    f"SELECT ?node WHERE {{ {{ SELECT ?node ?value WHERE {{ ?node {path} ?value }} }} "
                    f"{{ SELECT ?node ?other WHERE {{ ?node {t.iri(other)} ?other }} }} "
                    "FILTER(!COALESCE(?value <= ?other, false)) }"
                )
            case _:
                return [_all(target)]
    if conditions:
        holds = " && ".join(conditions)
        # There are few values, so each is looked at once.
        each = f"SELECT DISTINCT ?value WHERE {{ ?any {path} ?value }}"
        bad = f"SELECT ?value WHERE {{ {{ {each} }} FILTER(!COALESCE({holds}, false)) }}"
        queries.append(f"SELECT ?node WHERE {{ {{ {bad} }} ?node {path} ?value }}")
    return queries
