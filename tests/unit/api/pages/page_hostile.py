"""A graph whose texts try to do harm."""

import json

__all__ = ["PAYLOADS", "hostile"]

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea></option></select><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<a href='javascript:alert(1)'>x</a>",
    '<a href=" java\nscript:alert(1)">x</a>',
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action=https://evil.example><input name=q></form>",
    "<base href=https://evil.example/>",
    "<!--><img src=x onerror=alert(1)>-->",
    "\u202e\u0000]]>&#x3c;script&#x3e;",
)
FIELDS = (
    "parl:hansardHeading",
    "parl:questionText",
    "parl:uin",
    "parl:AnsweringBody",
    "parl:tablingMemberPrinted",
    "parl:tablingMemberConstituency",
    "pq:tablingMemberPartyPrinted",
    "parl:QuestionStatus",
)
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix parl: <http://data.parliament.uk/schema/parl#> .
@prefix pq: <https://w3id.org/pqgraph/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def hostile() -> str:
    """A graph with each payload in each field, as Turtle."""
    parts = [PREFIXES]
    for number, payload in enumerate(PAYLOADS):
        text = json.dumps(payload.replace("\0", ""))
        q = f"http://data.parliament.uk/resources/{900 + number}"
        member, body = (
            f"http://data.parliament.uk/members/{800 + number}",
            f"https://w3id.org/pqgraph/id/answering-body/{700 + number}",
        )
        fields = " ; ".join(f"{field} {text}" for field in FIELDS)
        parts.append(f"""
<{q}> a parl:WrittenParliamentaryQuestion ; {fields} ; dcterms:date "2018-11-{number + 1:02}"^^xsd:date ;
  pq:sortKey {201811010000000000 + number} ; parl:legislature <http://data.parliament.uk/terms/25259> ;
  parl:externalLocation <javascript:alert%28{number}%29> ; pq:answeringBody <{body}> ; parl:tablingMember <{member}> ;
  pq:earlierState <{q}/earlier-state/1> ; parl:answer <{q}/answer> .
<{q}/earlier-state/1> a pq:EarlierState ; parl:questionText {text} ; parl:hansardHeading "Before" ; pq:changeSeen "2018-11-30"^^xsd:date .
<{q}/answer> a parl:WrittenParliamentaryAnswer , pq:CorrectingAnswer ; parl:answerText {text} ; pq:comparableText {json.dumps("<ins>" + payload.replace(chr(0), "") + "</ins>")} ;
  parl:answeringMemberPrinted {text} ; parl:dateOfAnswer "2018-12-01"^^xsd:date ; parl:attachment <{q}/attachment> .
<{q}/attachment> a pq:Attachment ; dcterms:title {text} ; foaf:page <javascript:alert%281%29> .
<{member}> a parl:Member ; foaf:name {text} ; pq:listName {text} ; skos:altLabel {text} .
<{body}> a pq:AnsweringBody ; skos:prefLabel {text} ; skos:altLabel {text} .
""")
    return "".join(parts)
