"""Records that put each rule of counting to the test."""

from api_items import answered, api

ITEMS = [
    api("1", **answered(day="2018-11-27")),
    api("2", **answered(day="2018-11-29"), askingMemberId=172),
    api("3", **answered(day="2018-11-26", answerIsHolding=True)),
    api("4"),
    api("5", **answered(day="2018-12-20", answeringMemberId=1211), dateTabled="2018-12-03T00:00:00", dateForAnswer=None),
    api("6", **answered(day="2018-12-04"), dateTabled="2018-12-03T00:00:00", heading="Special Educational Needs"),
    api("7", **answered(day="2019-01-09", answerIsCorrection=True), dateTabled="2019-01-07T00:00:00", heading="Schools"),
    api("8", dateTabled="2019-01-07T00:00:00", answeringBodyId=17, answeringBodyName="Department of Health", isWithdrawn=True),
    api(
        "HL9",
        house="Lords",
        askingMemberId=3898,
        questionText="To ask Her Majesty's Government what they do for autism in special schools.",
    ),
]  # fmt: skip
