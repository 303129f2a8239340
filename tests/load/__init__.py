"""A mixed run: visitors, editors and the scheduler at once, for minutes."""
