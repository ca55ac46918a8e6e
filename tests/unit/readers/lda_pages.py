"""The API's XML and CSV made of its JSON, by what Elda's XMLRendering.java and csv.xsl do; for tests alone."""

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Item = dict[str, Any]


def as_xml(page: Item) -> str:
    """A page of the API's JSON as its XML."""
    result = page["result"]
    inner = "".join(_element(key, value) for key, value in sorted(result.items()) if key != "_about")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<result format="linked-data-api" href={quoteattr(result["_about"])} version="0.2">{inner}</result>'
    )


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f"<{name}>{''.join(_element('item', each) for each in value)}</{name}>"
    if isinstance(value, dict) and "_value" in value:
        datatype = f' datatype="{value["_datatype"]}"' if "_datatype" in value else ""
        return f"<{name}{datatype}>{_text(value['_value'])}</{name}>"
    if isinstance(value, dict):
        href = f" href={quoteattr(value['_about'])}" if "_about" in value else ""
        inner = "".join(_element(key, each) for key, each in sorted(value.items()) if key != "_about")
        return f"<{name}{href}>{inner}</{name}>"
    if isinstance(value, int):
        return f'<{name} datatype="long">{value}</{name}>'
    if re.fullmatch(r"https?://\S+", value):
        return f"<{name} href={quoteattr(value)}/>"
    return f"<{name}>{_text(value)}</{name}>"


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


_ANSWER = "answer > "
_BEFORE = f"{_ANSWER}previous answer version > "
COLUMNS: list[tuple[str, str]] = [
    ("uri", "_about"),
    ("answering body", "AnsweringBody"),
    (f"{_ANSWER}is ministerial correction", "answer.isMinisterialCorrection"),
    (f"{_ANSWER}date of answer", "answer.dateOfAnswer"),
    (f"{_ANSWER}answer text", "answer.answerText"),
    (f"{_ANSWER}answering member constituency", "answer.answeringMemberConstituency"),
    (f"{_ANSWER}answering member printed", "answer.answeringMemberPrinted"),
    (f"{_ANSWER}grouped question UIN", "answer.groupedQuestionUIN"),
    (f"{_ANSWER}question first answered", "answer.questionFirstAnswered"),
    (f"{_ANSWER}question first ministerially corrected", "answer.questionFirstMinisteriallyCorrected"),
    (f"{_ANSWER}uri", "answer._about"),
    (f"{_ANSWER}answering member", "answer.answeringMember"),
    (f"{_ANSWER}answering member > uri", "answer.answeringMember._about"),
    (f"{_ANSWER}uri", "answer._about"),
    (f"{_ANSWER}attachment > file name", "answer.attachment.fileName"),
    (f"{_ANSWER}attachment > file name", "answer.attachment.fileName"),
    (f"{_ANSWER}attachment > title", "answer.attachment.title"),
    (f"{_ANSWER}attachment > title", "answer.attachment.title"),
    (f"{_ANSWER}uri", "answer._about"),
    (f"{_BEFORE}answering member constituency", "answer.previousAnswerVersion.answeringMemberConstituency"),
    (f"{_BEFORE}answering member printed", "answer.previousAnswerVersion.answeringMemberPrinted"),
    (f"{_BEFORE}uri", "answer.previousAnswerVersion._about"),
    (f"{_BEFORE}answering member > label", "answer.previousAnswerVersion.answeringMember.label"),
    ("answering dept id", "answeringDeptId"),
    ("answering dept short name", "answeringDeptShortName"),
    ("answering dept sort name", "answeringDeptSortName"),
    ("date", "date"),
    ("hansard heading", "hansardHeading"),
    ("house id", "houseId"),
    ("legislature > pref label", "legislature.prefLabel"),
    ("question text", "questionText"),
    ("registered interest", "registeredInterest"),
    ("tabling member > label", "tablingMember.label"),
    ("tabling member constituency", "tablingMemberConstituency"),
    ("tabling member printed", "tablingMemberPrinted"),
    ("uin", "uin"),
]
HEADINGS = [heading for heading, _ in COLUMNS]


def as_row(item: Item) -> list[str]:
    """An item of the API's JSON as a row of its CSV, every value a text."""
    return [_shown(item, path.split(".")) for _, path in COLUMNS]


def _shown(value: Any, path: list[str]) -> str:
    if isinstance(value, list):
        return " ; ".join(_shown(each, path) for each in value)
    if path:
        return _shown(value.get(path[0]), path[1:]) if isinstance(value, dict) else ""
    if value is None or isinstance(value, str):
        return value or ""
    if "_value" in value:
        return str(value["_value"])
    return str(value["label"]["_value"]) if "label" in value else value["_about"].rpartition("/")[2]
