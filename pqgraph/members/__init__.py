"""Who people are: the register of the members of both Houses.

Readers give records of members, whole or partial; a :class:`Register` merges them and tells who is meant by a printed
name on a day in a House, and which party and seat that member had then. ``docs/members.md`` says how.
"""

from pqgraph.members.loading import load_members, shipped_members
from pqgraph.members.register import Day, Reason, Register, Resolution
from pqgraph.members.resolver import MemberResolver

__all__ = [
    "Day",
    "MemberResolver",
    "Reason",
    "Register",
    "Resolution",
    "load_members",
    "shipped_members",
]
