"""The pages on which the partnership keeps its bank and school holidays. The table itself is lower down, in `working_days`."""
