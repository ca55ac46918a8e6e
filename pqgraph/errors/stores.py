"""Codes PQ6xx: stores, endpoints and output."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ601",
        "no store here",
        "The folder does not hold a store made by pqgraph.",
        "Make one with 'pqgraph build INPUT… --store DIR'.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ602",
        "a store is already here",
        "A program asked StoreBuilder for a new store in a folder that holds one. "
        "The command 'pqgraph build' adds to it instead.",
        "Say replace=True or update=True, or name another folder.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ603",
        "store is in use",
        "Another process writes to the store.",
        "Wait for it to end, or stop it.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ604",
        "store is damaged or of another version",
        "The store does not open, or its manifest does not fit this version of pqgraph.",
        "Build it again, with --replace.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ605",
        "endpoint does not answer as it should",
        "A SPARQL endpoint is down, refuses, or sends something that is not a result.",
        "Try its address in a browser; check address and access rights.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ606",
        "output cannot be written",
        "The file or folder for the output cannot be made or is full. What stood there before is untouched.",
        "Check the path, its rights and the free space.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ607",
        "folder is not empty",
        "The folder named for the store holds other files, and nothing of yours is ever overwritten.",
        "Name a new or empty folder.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ608",
        "search index is missing, damaged or of another state of the store",
        "The store was made without pqgraph[search], something was loaded into it later, or a run was stopped between "
        "the two.",
        "Install pqgraph[search] and ask again where the store itself is at hand: the index is made anew from it.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ609",
        "answer of the endpoint is not whole",
        "A SPARQL endpoint gave only a part of the result: up to its limit of rows or time, or until the connection "
        "broke. Rows that were already shown are not all there are.",
        "Ask again, or for less; docs/endpoints.md tells how parts are noticed.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ610",
        "endpoint does not hold what was loaded",
        "After a load, an endpoint has fewer statements than were sent, or lacks some of them.",
        "Load again: what is there already is not doubled. Look at the server's log.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ611",
        "blank nodes cannot be loaded in chunks",
        "Data for an endpoint has blank nodes. In each request they would be new ones, and a repeated request would "
        "double them. The graphs that pqgraph writes have none.",
        "Give the nodes IRIs, or use the loader of the server itself.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ612",
        "journal of another load",
        "The file named with --journal is not a journal, or tells of a load of other data, to another place or with "
        "other options.",
        "Name another file, or remove this one to load from the beginning.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ613",
        "a process of the conversion ended",
        "One of the processes that share a conversion was ended from outside, as systems do that run out of memory.",
        "Use fewer processes (--jobs 1 works alone), or free some memory.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ614",
        "loaded files would be lost",
        "An earlier version of pqgraph loaded files into the store and kept no copies of them, so the build cannot put "
        "them into the store that it makes.",
        "Load them once more with 'pqgraph load': statements are not doubled, and copies are kept from then on. "
        "Or build with --replace, and load them afterwards.",
        Exit.WRONG_USE,
    ),
)
