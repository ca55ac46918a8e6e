"""What OpenAPI says of the lists and items of a description."""

from pathlib import Path
from typing import Any

from pqgraph.api.config.reader import read_apis
from pqgraph.api.engine import PARLIAMENT
from pqgraph.api.server.openapi import openapi


def parameters(description: Path, path: str) -> dict[str, bool]:
    """The parameters of a path that are not the API's own, each with whether it must be given."""
    found: dict[str, Any] = openapi("http://localhost", (), read_apis(description))["paths"][path]["get"]
    return {each["name"]: each["required"] for each in found["parameters"] if each["name"][0] != "_"}


def test_what_may_be_left_out_is_not_required() -> None:
    assert parameters(PARLIAMENT, "/commonswrittenquestions/tabled") == {"startDate": False, "endDate": False}
    assert parameters(PARLIAMENT, "/tabled") == {"startDate": False, "endDate": False}
    assert parameters(PARLIAMENT, "/answeringdepartment") == {"q": False}
    assert parameters(PARLIAMENT, "/writtenquestions/answeringdepartment") == {"q": False}
    assert parameters(PARLIAMENT, "/lordswrittenquestions") == {"mnisId": False}
    assert parameters(PARLIAMENT, "/resources/{id}") == {"id": True}


def test_what_no_endpoint_of_a_path_can_do_without_is_required(cases: Path, tmp_path: Path) -> None:
    assert parameters(cases / "api.ttl", "/sized") == {"n": True}
    # The parameter is the name in the address, not the variable that takes its value.
    assert parameters(cases / "api.ttl", "/chaired") == {"by": True}
    assert parameters(cases / "api.ttl", "/committee/size-{least}-to-{most}") == {"least": True, "most": True}
    description = tmp_path / "api.ttl"
    description.write_text(
        """
        @prefix api: <http://purl.org/linked-data/api/vocab#> .
        <http://e/api> a api:API ; api:endpoint <http://e/between> , <http://e/since> .
        <http://e/between> a api:ListEndpoint ; api:uriTemplate "/x?from={a}&to={b}" .
        <http://e/since> a api:ListEndpoint ; api:uriTemplate "/x?from={a}" .
        """,
        encoding="utf-8",
    )
    assert parameters(description, "/x") == {"from": True, "to": False}
