"""The pictures of README and docs, taken from the demo: ``make screenshots``."""
