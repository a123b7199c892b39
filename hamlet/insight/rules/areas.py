"""Kinds of area, and the geographic levels of DfE's standard that they answer to. No Django."""

from enum import StrEnum


class AreaKind(StrEnum):
    LOCAL_AUTHORITY = "Local authority"
    REGION = "Region"
    COUNTRY = "Country"
    FOOTPRINT = "Police or health area"


LEVELS = {"Local authority": AreaKind.LOCAL_AUTHORITY, "Regional": AreaKind.REGION, "National": AreaKind.COUNTRY}
ENGLAND = "E92000001"
