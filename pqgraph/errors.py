"""Every error pqgraph can report, with its code, its meaning, its cure and its exit code.

A code stands for one cause. Library functions raise :class:`PqgraphError`; they never print and never exit.
Things that concern one record and do not stop the run are values (:class:`pqgraph.model.Rejected`,
:class:`pqgraph.model.Notice`) that carry the same codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["CODES", "ErrorCode", "Exit", "PqgraphError"]


class Exit(IntEnum):
    """What the exit code of a command says."""

    DONE = 0
    FINDINGS = 1
    WRONG_USE = 2
    COULD_NOT = 3
    BUG = 70


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One cause of trouble.

    Attributes:
        id: The stable code, for example ``PQ201``.
        title: What is wrong, in one line.
        meaning: When this happens.
        cure: What the user can do.
        exit: The exit code of a command that stops for this reason. A rejected record counts as a finding.
    """

    id: str
    title: str
    meaning: str
    cure: str
    exit: Exit


def _table(*rows: ErrorCode) -> dict[str, ErrorCode]:
    table = {row.id: row for row in rows}
    if len(table) != len(rows):
        raise ValueError("an error code stands twice in the table")
    return table


_USE, _CANNOT, _FINDING = Exit.WRONG_USE, Exit.COULD_NOT, Exit.FINDINGS

CODES: dict[str, ErrorCode] = _table(
    # 1xx: files as a whole
    ErrorCode(
        "PQ101",
        "input not found",
        "A file or folder named on the command line does not exist or may not be read.",
        "Check the path; quote names that hold spaces.",
        _USE,
    ),
    ErrorCode(
        "PQ102",
        "input is empty",
        "The file holds no bytes, or nothing but white space.",
        "Download the file again; an empty answer often means that the query had no result.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ103",
        "input is binary",
        "The file holds bytes that no text format has, so no reader can take it.",
        "Give the text, JSON, XML or RDF itself, plain or compressed with gzip (.gz) or Zstandard (.zst).",
        _CANNOT,
    ),
    ErrorCode(
        "PQ104",
        "compressed data is damaged",
        "A gzip or Zstandard file ends too early or does not decompress. Records before the damage were read.",
        "Download the file again and compare its size with the publisher's.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ105",
        "unexpected text encoding",
        "The text is not UTF-8. Windows-1252 is read as such and reported; anything else stops the file.",
        "Convert the file to UTF-8.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ106",
        "no reader knows this format",
        "No reader recognised the beginning of the file.",
        "Name the reader with --from; 'pqgraph list readers' shows them.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ107",
        "more than one reader accepts this file",
        "The beginning of the file fits several formats.",
        "Name the reader with --from.",
        _USE,
    ),
    ErrorCode(
        "PQ108",
        "input does not parse",
        "The file breaks off or breaks the rules of its syntax.",
        "Look at the place named; download the file again if it ends too early.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ109",
        "input is something else",
        "The syntax is right, but the document holds no written questions: another data set, or an error page.",
        "Check the address it came from.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ110",
        "input is larger than allowed",
        "One document or one line is beyond the size limit, or compressed data swells beyond all proportion.",
        "Split the document, or give it as JSON Lines.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ111",
        "no such reader",
        "The name given with --from is not that of a reader.",
        "'pqgraph list readers' shows the names.",
        _USE,
    ),
    ErrorCode(
        "PQ112",
        "input gave no record",
        "The file was read to its end and held not one question.",
        "Check that this is the right file; an empty result page is reported so that it is not taken for data.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ113",
        "reader plug-in cannot be used",
        "An installed package offers a reader that does not load, is none, or has the name of another.",
        "Uninstall the package, or get a version that fits.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ114",
        "XML declares entities that are not allowed",
        "The document type declaration of an XML file names other files, or entities that stand for more than one "
        "character (in RDF/XML: more than a short text without markup). Such declarations can reach into your system "
        "or swell without end; the file is not parsed.",
        "Take the declarations out of the file if you trust where it came from.",
        _CANNOT,
    ),
    # 2xx: one record
    ErrorCode(
        "PQ201",
        "required field is missing",
        "A record lacks a field without which a question cannot be told from others: text, date tabled or house.",
        "Ask the publisher, or leave the record out.",
        _FINDING,
    ),
    ErrorCode(
        "PQ202",
        "field has the wrong shape",
        "A field holds another type or structure than its source format allows.",
        "Compare the record with the format's page in docs/readers.md.",
        _FINDING,
    ),
    ErrorCode(
        "PQ203",
        "date does not exist",
        "A date or time is not a day of the calendar, or is not written as its format demands.",
        "Correct the source, or leave the record out.",
        _FINDING,
    ),
    ErrorCode(
        "PQ204",
        "not an IRI",
        "The source gives an identifier that holds characters which no IRI may have, such as a space.",
        "Correct the identifier in the source.",
        _FINDING,
    ),
    ErrorCode(
        "PQ205",
        "page holds no question",
        "A page of the right kind has no question text on it.",
        "Save the whole page, from its heading to the licence line.",
        _FINDING,
    ),
    ErrorCode(
        "PQ206",
        "record does not parse",
        "One line of a JSON Lines file, or one item of a page, cannot be read. The others are.",
        "Look at the place named.",
        _FINDING,
    ),
    ErrorCode(
        "PQ207",
        "unknown House",
        "The record names a House other than the Commons or the Lords.",
        "Correct the house in the source.",
        _FINDING,
    ),
    # 25x: notices; the record is kept
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
    # 26x: members
    ErrorCode(
        "PQ261",
        "name not resolved",
        "No member of that name is in the register, or none of them sat in that House on that day. "
        "The name stays in the graph as a pq:UnresolvedMember.",
        "Give registers with --members, or as inputs; docs/members.md tells where to get them.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ262",
        "ambiguous name",
        "Two or more members of that name sat in that House on that day, and nothing that is printed tells them "
        "apart. The name stays in the graph as a pq:UnresolvedMember.",
        "Build it together with a source that has the member's number.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ263",
        "name contradicted",
        "The only members of that name who sat then had another party or constituency than is printed. "
        "The name stays in the graph as a pq:UnresolvedMember.",
        "Look at the place named; some sources print the party of today.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ264",
        "impossible interval",
        "A membership ends before it begins. It is left out; what else the source says of the member is kept.",
        "Correct the days in the source.",
        _FINDING,
    ),
    ErrorCode(
        "PQ265",
        "two parties or seats at once",
        "By the days given, a member belonged to two parties, or held two Commons seats, at the same time. Both are "
        "kept; on the days in question neither is taken for the member's party or seat.",
        "Correct the days in the source.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ266",
        "sources disagree about a member",
        "Two records of a member give different facts where there can be only one. The one named first is kept.",
        "Look at both places, and correct or leave out the wrong source.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ267",
        "person without MNIS number",
        "A register has people without Parliament's number for them, which the graph identifies members by. "
        "They are left out.",
        "Nothing, if they sat before the 1980s or in other legislatures.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ271",
        "sources disagree",
        "Two records of one question differ in something that does not change: who asked, its number or its IRI. "
        "The record that is further on in the question's life counts.",
        "Look at both places named, and tell the publisher of the wrong one.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ272",
        "group of another session",
        "A question is said to be answered together with one of another session that has the same number as one of "
        "its own: a confusion of numbers in the source. It is not linked.",
        "Nothing; the right question of the group is linked if the source names it too.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ273",
        "whole texts without their question",
        "Whole texts were given whose questions are not among the inputs.",
        "Build them together with the questions that they belong to.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ274",
        "wrong session label",
        "The session that a question is said to be of is none, or another than that of the day on which it was tabled. "
        "The label stands in the graph as published.",
        "Go by the day; tell the publisher of the label.",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ275",
        "whole text of something else",
        "A file of whole texts has another text for a question, or its answer, than the record of that question. The "
        "texts do not tell which is later, so the record's stands.",
        "Fetch the record of the question again; its present text then stands with the whole one.",
        Exit.DONE,
    ),
    # 3xx: RDF
    ErrorCode(
        "PQ301",
        "RDF does not parse",
        "An RDF file breaks the rules of its serialisation.",
        "Look at the place named.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ302",
        "unknown RDF format",
        "The format is not one that pqgraph reads or writes, or it cannot be told from the file name.",
        "Use turtle, ntriples, nquads, trig, jsonld or rdfxml, with -f or by the file's suffix.",
        _USE,
    ),
    # 4xx: checks
    ErrorCode(
        "PQ401",
        "shapes cannot be used",
        "A shapes file does not parse, or the SHACL engine refuses it.",
        "Check the shapes; 'pqgraph list shapes' shows the shipped ones.",
        _CANNOT,
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
        _USE,
    ),
    ErrorCode(
        "PQ404",
        "baseline cannot be read",
        "The file given with --baseline is not a list of findings written by pqgraph.",
        "Write it again with --update-baseline.",
        _USE,
    ),
    # 5xx: stored queries
    ErrorCode(
        "PQ501",
        "no such stored query",
        "Neither a stored query nor a file has this name.",
        "'pqgraph list queries' shows the names.",
        _USE,
    ),
    ErrorCode(
        "PQ502",
        "query header is broken",
        "The '#+' header of a query file is not YAML, or does not fit the VALUES rows and the columns.",
        "See docs/queries.md for the form of a header.",
        _USE,
    ),
    ErrorCode(
        "PQ503",
        "query does not parse",
        "The SPARQL text is not valid.",
        "Look at the place named.",
        _USE,
    ),
    ErrorCode(
        "PQ504",
        "no such parameter",
        "The stored query does not have this parameter.",
        "'pqgraph show query NAME' lists its parameters.",
        _USE,
    ),
    ErrorCode(
        "PQ505",
        "value does not fit the parameter",
        "The value is not of the parameter's type, or not one of its choices.",
        "'pqgraph show query NAME' tells the types and choices.",
        _USE,
    ),
    ErrorCode(
        "PQ506",
        "parameter needs a value",
        "A parameter without a default was not given.",
        "Give it as NAME=VALUE.",
        _USE,
    ),
    ErrorCode(
        "PQ507",
        "query may not do this",
        "A stored query only reads: updates and calls to other services are refused.",
        "Take the update or SERVICE clause out.",
        _USE,
    ),
    ErrorCode(
        "PQ508",
        "query failed",
        "The engine could not evaluate the query.",
        "Run it with --show to see the final text.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ509",
        "statistics cannot answer this",
        "The statistics were wanted (--cube), but the query has no text that reads them, or not by this parameter.",
        "Leave --cube out: the query then reads the questions themselves.",
        _USE,
    ),
    ErrorCode(
        "PQ510",
        "no text index to search",
        "The query searches texts, which needs the index of a store; files and endpoints have none.",
        "Make a store with 'pqgraph build' and ask it with --store.",
        _USE,
    ),
    ErrorCode(
        "PQ521",
        "query has no chart",
        "A picture was asked for, but the query's header does not say how its rows are drawn.",
        "Ask one of the queries that have a chart, or give the query file a line '#+ chart: bar'.",
        _USE,
    ),
    ErrorCode(
        "PQ522",
        "rows cannot be drawn so",
        "The kind of chart needs columns that the rows do not have: numbers for bars, days or months for a line.",
        "Say which columns to draw, or take another kind of chart; docs/charts.md tells what each needs.",
        _USE,
    ),
    ErrorCode(
        "PQ531",
        "cannot search for this",
        "The text to search for has no word in it, is too long, or has a beginning of a word that too many words have.",
        'Give words, "phrases", OR, -not, begin* or heading:word; docs/search.md tells more.',
        _USE,
    ),
    ErrorCode(
        "PQ532",
        "no such field or value of the search index",
        "A filter, a sort or a count names a field that the index does not have, or gives it a value of another type.",
        "docs/search.md lists the fields.",
        _USE,
    ),
    # 6xx: stores and output
    ErrorCode(
        "PQ601",
        "no store here",
        "The folder does not hold a store made by pqgraph.",
        "Make one with 'pqgraph build INPUT… --store DIR'.",
        _USE,
    ),
    ErrorCode(
        "PQ602",
        "a store is already here",
        "A program asked StoreBuilder for a new store in a folder that holds one. "
        "The command 'pqgraph build' adds to it instead.",
        "Say replace=True or update=True, or name another folder.",
        _USE,
    ),
    ErrorCode(
        "PQ603",
        "store is in use",
        "Another process writes to the store.",
        "Wait for it to end, or stop it.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ604",
        "store is damaged or of another version",
        "The store does not open, or its manifest does not fit this version of pqgraph.",
        "Build it again.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ605",
        "endpoint does not answer as it should",
        "A SPARQL endpoint is down, refuses, or sends something that is not a result.",
        "Try its address in a browser; check address and access rights.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ606",
        "output cannot be written",
        "The file or folder for the output cannot be made or is full. What stood there before is untouched.",
        "Check the path, its rights and the free space.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ607",
        "folder is not empty",
        "The folder named for the store holds other files, and nothing of yours is ever overwritten.",
        "Name a new or empty folder.",
        _USE,
    ),
    ErrorCode(
        "PQ608",
        "search index is missing, damaged or of another state of the store",
        "The store was made without pqgraph[search], something was loaded into it later, or a run was stopped between "
        "the two.",
        "Install pqgraph[search] and ask again where the store itself is at hand: the index is made anew from it.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ609",
        "answer of the endpoint is not whole",
        "A SPARQL endpoint gave only a part of the result: up to its limit of rows or time, or until the connection "
        "broke. Rows that were already shown are not all there are.",
        "Ask again, or for less; docs/endpoints.md tells how parts are noticed.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ610",
        "endpoint does not hold what was loaded",
        "After a load, an endpoint has fewer statements than were sent, or lacks some of them.",
        "Load again: what is there already is not doubled. Look at the server's log.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ611",
        "blank nodes cannot be loaded in chunks",
        "Data for an endpoint has blank nodes. In each request they would be new ones, and a repeated request would "
        "double them. The graphs that pqgraph writes have none.",
        "Give the nodes IRIs, or use the loader of the server itself.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ612",
        "journal of another load",
        "The file named with --journal is not a journal, or tells of a load of other data, to another place or with "
        "other options.",
        "Name another file, or remove this one to load from the beginning.",
        _USE,
    ),
    # 7xx: the Linked Data API
    ErrorCode(
        "PQ701",
        "API description is wrong",
        "A description of a Linked Data API leaves out what it needs, contradicts itself, or names what it does not "
        "define.",
        "Look at the node named; docs/api.md lists what a description may say.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ711",
        "cannot listen there",
        "The address or port that the server should listen at is taken, not this machine's, or not allowed.",
        "Name another with --host and --port, or stop the program that holds it.",
        _CANNOT,
    ),
    # 9xx
    ErrorCode(
        "PQ901",
        "wrong use",
        "An option, argument or combination of them is not possible.",
        "See --help.",
        _USE,
    ),
    ErrorCode(
        "PQ902",
        "an optional part is missing",
        "The command needs a package that comes with an extra.",
        "Install it: pip install 'pqgraph[all]'.",
        _CANNOT,
    ),
    ErrorCode(
        "PQ999",
        "bug in pqgraph",
        "Something happened that should not be possible.",
        "Report it with the output of the same command under -v.",
        Exit.BUG,
    ),
)


class PqgraphError(Exception):
    """Something that stops a command, or one file of it.

    Args:
        code: A key of :data:`CODES`.
        found: What was found, in one line, with the names the user knows.
        place: Where: file, line, JSON pointer or XPath.
        advice: What to do, if more can be said than the code's own cure.
    """

    def __init__(self, code: str, found: str, *, place: str | None = None, advice: str | None = None) -> None:
        self.code = CODES[code]
        self.found = found
        self.place = place
        self.advice = advice or self.code.cure
        super().__init__(self.one_line())

    def one_line(self) -> str:
        """The error on one line: code, place, what was found."""
        where = f"{self.place}: " if self.place else ""
        return f"{self.code.id} {where}{self.found}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code.id, self.found, self.place, self.advice))


def _rebuild(code: str, found: str, place: str | None, advice: str | None) -> PqgraphError:
    # Errors cross process borders; keyword arguments do not survive the default pickling of exceptions.
    return PqgraphError(code, found, place=place, advice=advice)
