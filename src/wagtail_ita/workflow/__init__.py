"""The year of a report: its chain of approval, what it recorded, its corrections."""
