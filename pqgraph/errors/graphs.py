"""Codes PQ3xx and PQ4xx: RDF files, and the checks of a graph by shapes."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ301",
        "RDF does not parse",
        "An RDF file breaks the rules of its serialisation.",
        "Look at the place named.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ302",
        "no such RDF format, or none that fits",
        "The format is not one that pqgraph reads or writes, or it cannot be told from the file name; or RDF/XML was "
        "asked for and has no way to say something: it names properties by elements, and lacks some characters.",
        "Use turtle, ntriples, nquads, trig, jsonld or rdfxml, or a name that ends in .ttl, .nt, .nq, .trig, .jsonld "
        "or .rdf.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ401",
        "shapes cannot be used",
        "A shapes file does not parse, or the SHACL engine refuses it.",
        "Check the shapes; 'pqgraph list shapes' shows the shipped ones.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ402",
        "SHACL engine not to be trusted",
        "The fast engine did not find exactly the planted violations, or is not installed. "
        "The reference engine does the work instead.",
        "Nothing is wrong with your data. Install pqgraph[fast], or report the versions.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ403",
        "no such SHACL engine",
        "The name given with --engine is not that of an engine that is installed.",
        "Use auto, pyshacl or shacl (install pqgraph[fast]).",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ404",
        "baseline cannot be read",
        "The file given with --baseline is not a list of findings written by pqgraph.",
        "Write it again with --update-baseline.",
        Exit.WRONG_USE,
    ),
)
