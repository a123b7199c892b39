"""Themes and the one action plan that every room feeds, so that the same work is not done twice.

The safeguarding partners' duty to act on learning, Working Together chapter 4 (2018) and 5 (2023).
"""
