"""The partnership: its safeguarding partners, agencies' seats, groups, the rota of the Executive's chair, priorities.

The three safeguarding partners' duty, Children Act 2004 sections 16E to 16G, and Working Together chapter on arrangements.
"""
