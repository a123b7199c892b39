"""Meetings: agendas, packs, attendance, minutes, decisions, concerns, calendar feeds.

Each group's chair and secretary keep them; the arrangements that they serve are the partners' under Children Act 2004 section 16E.
"""
