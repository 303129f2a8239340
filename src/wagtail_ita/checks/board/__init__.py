"""The board of an assessment year and its answer sheet, as plain rows.

``statuses`` and ``rows`` are pure; ``access`` knows what a user may see; ``reading`` asks the
database, in a number of queries that does not grow with the year's items; ``answers`` makes
the answer sheet.
"""
