"""The yearly report: what the rooms hold, an editor's words, the scrutineer's commentary, three signatures, one snapshot.

The duty of the three safeguarding partners together. Children Act 2004, section 16G(7); Working Together, edition by edition.
"""
