"""Coverage-guided fuzzing of whatever reads what others have written: ``make fuzz``.

Not part of the tests: it finds more the longer it runs. What it finds becomes a test.
"""
