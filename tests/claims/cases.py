"""All claims that are shown by taking a mechanism out, by the name that the table of claims gives them."""

from __future__ import annotations

from tests.claims import contact, digital, hours, members, poverty
from tests.claims.knock_out import KnockOut

FAMILIES = (hours, contact, digital, members, poverty)
CASES: dict[str, KnockOut] = {f"claims.{name}": case for family in FAMILIES for name, case in family.CASES.items()}
