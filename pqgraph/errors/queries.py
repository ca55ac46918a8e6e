"""Codes PQ5xx: stored queries, their charts, and search."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ501",
        "no such stored query",
        "Neither a stored query nor a file has this name.",
        "'pqgraph list queries' shows the names.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ502",
        "query header is broken",
        "The '#+' header of a query file is not YAML, or does not fit the VALUES rows and the columns.",
        "See docs/queries.md for the form of a header.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ503",
        "query does not parse",
        "The SPARQL text is not valid.",
        "Look at the place named.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ504",
        "no such parameter",
        "The stored query does not have this parameter.",
        "'pqgraph show query NAME' lists its parameters.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ505",
        "value does not fit the parameter",
        "The value is not of the parameter's type, or not one of its choices.",
        "'pqgraph show query NAME' tells the types and choices.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ506",
        "parameter needs a value",
        "A parameter without a default was not given.",
        "Give it as NAME=VALUE.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ507",
        "query may not do this",
        "A stored query only reads: updates and calls to other services are refused.",
        "Take the update or SERVICE clause out.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ508",
        "query failed",
        "The engine could not evaluate the query.",
        "Run it with --show to see the final text.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ509",
        "statistics cannot answer this",
        "The statistics were wanted (--cube), but the query has no text that reads them, or not by this parameter; or "
        "the store, file or endpoint has none, or none that count what was loaded later.",
        "Leave --cube out: the query then reads the questions themselves. 'pqgraph build' writes statistics; what "
        "'pqgraph load' brought is not in them.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ510",
        "no text index to search",
        "The query searches texts, which needs the index of a store; files and endpoints have none.",
        "Make a store with 'pqgraph build' and ask it with --store.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ521",
        "query has no chart",
        "A picture was asked for, but the query's header does not say how its rows are drawn.",
        "Ask one of the queries that have a chart, or give the query file a line '#+ chart: bar'.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ522",
        "rows cannot be drawn so",
        "The kind of chart needs columns that the rows do not have: numbers for bars, days or months for a line.",
        "Say which columns to draw, or take another kind of chart; docs/charts.md tells what each needs.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ531",
        "cannot search for this",
        "The text to search for has no word in it, is too long, or has a beginning of a word that too many words have.",
        'Give words, "phrases", OR, -not, begin* or heading:word; docs/search.md tells more.',
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ532",
        "no such field or value of the search index",
        "A filter, a sort or a count names a field that the index does not have, or gives it a value of another type.",
        "docs/search.md lists the fields.",
        Exit.WRONG_USE,
    ),
)
