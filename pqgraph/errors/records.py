"""Codes PQ201 to PQ259: one record. Up to PQ249 it is rejected; from PQ250 on it is kept, and the code is a notice."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ201",
        "required field is missing",
        "A record lacks a field without which a question cannot be told from others: text, date tabled or house.",
        "Ask the publisher, or leave the record out.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ202",
        "field has the wrong shape",
        "A field holds another type or structure than its source format allows.",
        "Compare the record with the format's page in docs/readers.md.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ203",
        "date does not exist",
        "A date or time is not a day of the calendar, or is not written as its format demands.",
        "Correct the source, or leave the record out.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ204",
        "not an IRI",
        "The source gives an identifier that holds characters which no IRI may have, such as a space.",
        "Correct the identifier in the source.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ205",
        "page holds no question",
        "A page of the right kind has no question text on it.",
        "Save the whole page, from its heading to the licence line.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ206",
        "record does not parse",
        "One line of a JSON Lines file, or one item of a page, cannot be read. The others are.",
        "Look at the place named.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ207",
        "unknown House",
        "The record names a House other than the Commons or the Lords.",
        "Correct the house in the source.",
        Exit.FINDINGS,
    ),
    ErrorCode(
        "PQ251",
        "unknown field",
        "The source has a field that this version does not know. It is left out of the graph; the rest is kept.",
        "Tell the project, so that the field gets its place.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ252",
        "characters replaced",
        "The text holds characters that RDF or XML cannot carry (control characters, lone surrogates). "
        "Each was replaced by U+FFFD.",
        "Look at the place named if the text matters.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ253",
        "read as Windows-1252",
        "The file is not valid UTF-8 and was read as Windows-1252.",
        "Convert the file to UTF-8 to be sure of every character.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ254",
        "page without a UIN",
        "The source does not give the question's number, so its IRI is made of date, heading and text.",
        "Build it together with a source that has the number.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ255",
        "file skipped",
        "A file inside a folder was left out because no reader knows its format.",
        "Name the file itself to see why, or move it elsewhere.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ256",
        "further value left out",
        "The source gives several values where the graph holds one. The first is kept.",
        "Look at the place named if the other values matter.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ257",
        "superseded scrape version",
        "The file says that a newer scrape of the same day has replaced it. Its records are read, marked as "
        "superseded, and give way to those of the newer one.",
        "Give the newer file too; the letter in the file name tells the order.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ258",
        "days as a spreadsheet writes them",
        "A spreadsheet saved the file and turned 2017-04-27 into 27/04/2017 or 27/04/17. "
        "Such days are read day first, two-digit years as of this century.",
        "Use the file as Parliament published it, if a day looks wrong.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ259",
        "text was decoded wrongly before",
        "The file is UTF-8, but its text was taken for Windows-1252 before it was saved, so that "
        "’ became â€™. Texts are kept as they stand.",
        "Use the file as Parliament published it.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ260",
        "address made an IRI",
        "The address of a file holds characters that no IRI may have, such as a space. They are written as browsers "
        "write them in a request (%20), so that the address leads to the same file.",
        "See that the address leads to the file; the question is kept with it.",
        Exit.DONE,
    ),
)
