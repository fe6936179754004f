"""A made-up office to try the program on: pure, repeatable, without a store."""

from arcollect_tui.services.sample.deeds import (
    CallDeed,
    CodeDeed,
    ContactDeed,
    Deed,
    NoteDeed,
    Promised,
)
from arcollect_tui.services.sample.office import Sample, SampleFile, make_office
from arcollect_tui.services.sample.plan import SampleOffice

__all__ = [
    "CallDeed",
    "CodeDeed",
    "ContactDeed",
    "Deed",
    "NoteDeed",
    "Promised",
    "Sample",
    "SampleFile",
    "SampleOffice",
    "make_office",
]
