"""The opt-in app with the three concrete page types.

A site with page types of its own leaves it out and subclasses the abstract pages or the mixins.
"""
