"""A person's morning: what is due to them, late first, from every room; and what they can do from here.

It asks the rooms, through settings.DESK, and holds nothing itself.
"""
