"""What a partnership brings with it: its spreadsheets, checked cell by cell, kept all or not at all.

The engine knows no room: each room offers an `Importer` through settings.MOVING_IN (docs/decisions/0001).
"""
