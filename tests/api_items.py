"""Items of the questions-statements API in our own words, for tests of what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def api(uin: str, **changes: Any) -> dict[str, Any]:
    """A question that Thelma Walker put to the Department for Education and nobody has answered yet."""
    return {
        "value": {
            "id": int(uin.removeprefix("HL")) + 1_000_000,
            "askingMemberId": 4649,
            "house": "Commons",
            "memberHasInterest": False,
            "dateTabled": "2018-11-22T00:00:00",
            "dateForAnswer": "2018-11-27T00:00:00",
            "uin": uin,
            "questionText": "To ask the Secretary of State for Education, what steps he is taking.",
            "answeringBodyId": 60,
            "answeringBodyName": "Department for Education",
            "isWithdrawn": False,
            "isNamedDay": True,
        }
        | changes
    }


def answered(text: str = "<p>Ten.</p>", day: str = "2018-11-27", **changes: Any) -> dict[str, Any]:
    """The fields that an answer by Nadhim Zahawi adds to a question."""
    return {
        "answerText": text,
        "dateAnswered": f"{day}T00:00:00",
        "answeringMemberId": 4113,
        "answerIsHolding": False,
        "answerIsCorrection": False,
    } | changes


def lines(path: Path, *records: Any) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path
