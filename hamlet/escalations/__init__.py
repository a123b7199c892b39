"""What a group escalated to the Executive because it could not be solved in the group, and the Executive's answer.

Each group's chair sends; the three safeguarding partners answer. Partners asked for it: they had felt far from the Executive.
"""
