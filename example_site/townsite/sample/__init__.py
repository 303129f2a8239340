"""The demo's content and the two commands that load and serve it."""
