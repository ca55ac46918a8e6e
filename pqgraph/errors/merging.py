"""Codes PQ271 to PQ299: records of one question, or of several, that do not fit each other."""

from __future__ import annotations

from pqgraph.errors.code import ErrorCode, Exit

__all__ = ["ROWS"]

ROWS = (
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
    ErrorCode(
        "PQ276",
        "states of unknown order",
        "Two records have a question with different answering bodies, texts, headings or days for answer, it had come "
        "equally far in both, and they do not tell when they were made. One of them, always the same, stands with its "
        "text; it may be the earlier.",
        "Leave the older file out, or add one that tells the days (api-states).",
        Exit.DONE,
    ),
    ErrorCode(
        "PQ277",
        "question stands more than once",
        "Several records of the inputs are of one question, and 'pqgraph convert' writes each as it stands: the node "
        "may then say that it awaits an answer and has one. The place is that of the first such record.",
        "Use 'pqgraph build', which makes one question of all its records (-o writes it to a file, too).",
        Exit.DONE,
    ),
)
