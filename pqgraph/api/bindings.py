"""Variables of one request: of the API, of the URI template, of the parameters, of the endpoint.

`Binding variables <https://github.com/UKGovLD/linked-data-api/wiki/API_Binding_Variables>`_. As in Elda what the
request gives takes the place of a declared value and keeps the declared type, and variables may refer to each
other in any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from pqgraph.api.config.model import Variable
from pqgraph.api.literals import is_node
from pqgraph.api.protocol import Problem
from pqgraph.api.routing import VARIABLE, expand
from pqgraph.errors import PqgraphError
from pqgraph.rdf import terms as t
from pqgraph.rdf.terms import Term
from pqgraph.terms import rdfs

__all__ = ["Bindings"]

_MAX_LENGTH = 100_000


class Bindings:
    """The variables of a request.

    Args:
        declared: Those of API and endpoint.
        given: Texts from the template and the parameters.
        languages: Languages of some of the given ones (``lang-NAME``).
        place: The endpoint, for messages.
        several: Variables that the request gives several values; they have no text of their own.
    """

    def __init__(
        self,
        declared: Mapping[str, Variable],
        given: Mapping[str, str],
        languages: Mapping[str, str],
        place: str,
        several: Mapping[str, Sequence[str]] = {},
    ) -> None:
        self.several = several
        """Variables with several values, all of which :meth:`expansions` gives."""
        self._place = place
        self._variables = {name: each for name, each in declared.items() if name not in several}
        # What a client sends is a value and never a template: its braces stay braces.
        self._literal = set(given)
        for name, text in given.items():
            self._variables[name] = replace(self._variables.get(name, Variable("")), text=text)
        for name, language in languages.items():
            if name in self._variables and language:
                self._variables[name] = replace(self._variables[name], language=language, type="")

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._variables)

    def text(self, name: str) -> str | None:
        """The value of a variable, or ``None``.

        Raises:
            PqgraphError: PQ701, it leads back to itself.
        """
        return self._text(name, ())

    def expand(self, template: str) -> str:
        """A text of the description with its ``{variables}`` replaced."""
        return expand(template, self.text)

    def expansions(self, template: str) -> list[str]:
        """A text of the description with its ``{variables}`` replaced, once for each value of those with several."""
        names = [name for name in dict.fromkeys(VARIABLE.findall(template)) if name in self.several]
        chosen: dict[str, str] = {}

        def value_of(name: str) -> str | None:
            return chosen.get(name) or self.text(name)

        found = []
        for values in product(*(self.several[name] for name in names)):
            chosen.update(zip(names, values, strict=True))
            found.append(expand(template, value_of))
        return found

    def term(self, name: str) -> Term | None:
        """The value as an RDF term; ``None`` if there is none or it is empty.

        Raises:
            Problem: 400, it shall be an IRI and is none.
        """
        text = self.text(name)
        if not text:
            return None
        variable = self._variables[name]
        if variable.type == rdfs.Resource:
            if not is_node(text):
                raise Problem(400, f"The value of {name!r} is not an IRI: {text[:100]!r}.")
            return t.iri(text)
        if variable.language:
            return t.lang_literal(text, variable.language)
        return t.typed(text, variable.type) if variable.type else t.literal(text)

    def _text(self, name: str, above: tuple[str, ...]) -> str | None:
        variable = self._variables.get(name)
        if variable is None:
            return None
        if name in self._literal:
            return variable.text
        if name in above:
            way = " → ".join((*above, name))
            raise PqgraphError("PQ701", f"variables lead in a circle: {way}", place=self._place)
        text = expand(variable.text, lambda inner: self._text(inner, (*above, name)))
        if len(text) > _MAX_LENGTH:
            raise PqgraphError("PQ701", f"the variable {name!r} swells beyond all bounds", place=self._place)
        return text
