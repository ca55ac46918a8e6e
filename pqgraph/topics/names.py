"""Names that hold the label of a topic and stand for none: "Sherwood Forest" is a constituency, no wood.

Departments that ``ontology/bodies.ttl`` has are not among them. Of constituencies there are those whose names hold a
label of something else; where the name alone is also the thing (Rugby, Vauxhall), it stands with words that tell.
"""

from __future__ import annotations

from itertools import chain

__all__ = ["NAMES"]

# Departments before 2009 whose numbers are not known, by what stands after "Department for" and the like.
_FORMER = (
    "Education and Employment",
    "Education and Skills",
    "Innovation, Universities and Skills",
    "Social Security",
    "the Environment, Transport and the Regions",
    "Transport, Local Government and the Regions",
)
# Ways to write the Foreign Office that ontology/bodies.ttl has not. "Foreign and Commonwealth nationals" are a topic.
_FOREIGN = (
    "Commonwealth & Development",
    "Commonwealth and Development",
    "Commonwealth, and Development",
    "Foreign & Commonwealth Office",
    "Foreign and Commonwealth Affairs",
    "Secretary of State for Foreign and Commonwealth",
)
_CONSTITUENCIES = (
    "Alloa and Grangemouth",
    "Barons Court",
    "Brigg and Scunthorpe",
    "Broughty Ferry",
    "Epping Forest",
    "Feltham and Heston",
    "Forest of Dean",
    "Glanford and Scunthorpe",
    "Member for Rugby",
    "Member for Vauxhall",
    "New Forest",
    "Rugby and Kenilworth",
    "Rugby constituency",
    "Sherwood Forest",
    "Stirling, Falkirk and Grangemouth",
    "Vauxhall and Camberwell Green",
    "Vauxhall constituency",
    "Wetherby and Easingwold",
    "Wyre Forest",
)
_OTHERS = (
    "Bracknell Forest",
    "constituents in Rugby",
    "Fiddlers Ferry",
    "Forest Bank",
    "Forest City",
    "gifts and hospitality",
    "Gifts, Rewards and Hospitality",
    "Kingdom of Great Britain and Northern Ireland",
    "Korn Ferry",
    "Rugby High School",
    "Waltham Forest",
)

NAMES: tuple[str, ...] = (
    *chain.from_iterable(
        (f"Department for {name}", f"Department of {name}", f"Secretary of State for {name}")
        for name in _FORMER
    ),
    *_FOREIGN,
    *_CONSTITUENCIES,
    *_OTHERS,
)
"""The names, as :func:`pqgraph.topics.default_tagger` ignores them."""
