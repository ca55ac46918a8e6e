"""Records that put each rule of counting to the test, as items of the questions-statements API."""

import json
from pathlib import Path


def item(number: int, **changes: object) -> dict[str, object]:
    """An item of the questions-statements API: put by Thelma Walker to the Department for Education, unanswered."""
    base: dict[str, object] = {
        "id": number,
        "askingMemberId": 4649,
        "house": "Commons",
        "memberHasInterest": False,
        "dateTabled": "2018-11-22T00:00:00",
        "dateForAnswer": "2018-11-27T00:00:00",
        "uin": str(number),
        "questionText": "To ask the Secretary of State for Education, what steps he is taking.",
        "answeringBodyId": 60,
        "answeringBodyName": "Department for Education",
        "isWithdrawn": False,
        "isNamedDay": True,
    }
    return {"value": base | changes}


def answered(day: str, minister: int = 4113, **changes: object) -> dict[str, object]:
    return {
        "dateAnswered": f"{day}T00:00:00",
        "answeringMemberId": minister,
        "answerText": "<p>We are.</p>",
        **changes,
    }


ITEMS = [
    item(1, **answered("2018-11-27")),
    item(2, **answered("2018-11-29"), askingMemberId=172),
    item(3, **answered("2018-11-26"), answerIsHolding=True),
    item(4),
    item(5, **answered("2018-12-20", 1211), dateTabled="2018-12-03T00:00:00", dateForAnswer=None),
    item(6, **answered("2018-12-04"), dateTabled="2018-12-03T00:00:00", heading="Special Educational Needs"),
    item(7, **answered("2019-01-09", answerIsCorrection=True), dateTabled="2019-01-07T00:00:00", heading="Schools"),
    item(8, dateTabled="2019-01-07T00:00:00", answeringBodyId=17, answeringBodyName="Department of Health", isWithdrawn=True),
    item(
        9,
        house="Lords",
        uin="HL9",
        askingMemberId=3898,
        questionText="To ask Her Majesty's Government what they do for autism in special schools.",
    ),
]  # fmt: skip


def write(path: Path, items: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(i) + "\n" for i in items), "utf-8")
    return path
