"""The public face: what to do when a child is at risk, who the partners are, what they want to achieve, what they published.

The safeguarding partners' duty to publish their arrangements and their yearly report, Children Act 2004, sections 16G and 16J.
"""
