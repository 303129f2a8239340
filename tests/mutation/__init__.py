"""Changes of the code, one at a time, to see whether a test notices: ``make mutation``.

Not part of the tests, and not of CI: all of it takes hours. What nobody notices becomes a test.
"""
