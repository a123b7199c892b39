from hamlet.insight.models.areas import Area, Population, Supplier
from hamlet.insight.models.indicators import Indicator, Series, Target, Theme
from hamlet.insight.models.national import (
    Comparison,
    Dataset,
    Mapping,
    Measure,
    Neighbour,
    NeighbourModel,
    Observation,
    Release,
    WaitingFile,
)
from hamlet.insight.models.publications import Approval, Publication, PublishedCell, PublishedIndicator
from hamlet.insight.models.reading import Annotation, Commentary, Recalculation
from hamlet.insight.models.returns import Figure, Return, Upload

__all__ = [
    "Annotation",
    "Approval",
    "Area",
    "Commentary",
    "Comparison",
    "Dataset",
    "Figure",
    "Indicator",
    "Mapping",
    "Measure",
    "Neighbour",
    "NeighbourModel",
    "Observation",
    "Population",
    "Publication",
    "PublishedCell",
    "PublishedIndicator",
    "Recalculation",
    "Release",
    "Return",
    "Series",
    "Supplier",
    "Target",
    "Theme",
    "Upload",
    "WaitingFile",
]
