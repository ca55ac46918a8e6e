"""Codes of the form PQ1xx: a file as a whole cannot be read, or not as it stands."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
    ErrorCode(
        "PQ101",
        "input not found",
        "A file or folder named on the command line does not exist or may not be read.",
        "Check the path; quote names that hold spaces.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ102",
        "input is empty",
        "The file holds no bytes, or nothing but white space.",
        "Download the file again; an empty answer often means that the query had no result.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ103",
        "input is binary",
        "The file holds bytes that no text format has, so no reader can take it.",
        "Give the text, JSON, XML or RDF itself, plain or compressed with gzip (.gz) or Zstandard (.zst).",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ104",
        "compressed data is damaged",
        "A gzip or Zstandard file ends too early or does not decompress. Records before the damage were read.",
        "Download the file again and compare its size with the publisher's.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ105",
        "unexpected text encoding",
        "The text is not UTF-8. Windows-1252 is read as such and reported; anything else stops the file.",
        "Convert the file to UTF-8.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ106",
        "no reader knows this format",
        "No reader recognised the beginning of the file.",
        "Name the reader with --from; 'pqgraph list readers' shows them.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ107",
        "more than one reader accepts this file",
        "The beginning of the file fits several formats.",
        "Name the reader with --from.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ108",
        "input does not parse",
        "The file breaks off or breaks the rules of its syntax.",
        "Look at the place named; download the file again if it ends too early.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ109",
        "input is something else",
        "The syntax is right, but the document holds no written questions: another data set, or an error page.",
        "Check the address it came from.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ110",
        "input is larger than allowed",
        "One document or one line is beyond the size limit, or compressed data swells beyond all proportion.",
        "Split the document, or give it as JSON Lines.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ111",
        "no such reader",
        "The name given with --from is not that of a reader.",
        "'pqgraph list readers' shows the names.",
        Exit.WRONG_USE,
    ),
    ErrorCode(
        "PQ112",
        "input gave no record",
        "The file was read to its end and held not one question, or a folder holds no file that a reader knows.",
        "Check that this is the right file; an empty result page is reported so that it is not taken for data.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ113",
        "reader plug-in cannot be used",
        "An installed package offers a reader that does not load, is none, or has the name of another.",
        "Uninstall the package, or get a version that fits.",
        Exit.COULD_NOT,
    ),
    ErrorCode(
        "PQ114",
        "XML declares entities that are not allowed",
        "The document type declaration of an XML file names other files, or entities that stand for more than one "
        "character (in RDF/XML: more than a short text without markup). Such declarations can reach into your system "
        "or swell without end; the file is not parsed.",
        "Take the declarations out of the file if you trust where it came from.",
        Exit.COULD_NOT,
    ),
)
