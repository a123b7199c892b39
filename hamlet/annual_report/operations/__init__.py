from hamlet.annual_report.operations.editions import change_edition, change_item
from hamlet.annual_report.operations.publishing import publish, record_copy, remind_report
from hamlet.annual_report.operations.signing import record_signature, send_for_signature, sign, take_back
from hamlet.annual_report.operations.writing import (
    release_summary,
    send_to_scrutineer,
    start_report,
    write_commentary,
    write_section,
    write_summary,
)

__all__ = [
    "change_edition",
    "change_item",
    "publish",
    "record_copy",
    "record_signature",
    "release_summary",
    "remind_report",
    "send_for_signature",
    "send_to_scrutineer",
    "sign",
    "start_report",
    "take_back",
    "write_commentary",
    "write_section",
    "write_summary",
]
