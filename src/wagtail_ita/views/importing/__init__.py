"""The import wizard: a file, what was understood of it beside its text, a draft."""
