"""What stands between our pages and their visitors: the cache in front, and the files we made.

A layer of its own: it is told of what the layers beneath change, and none of them needs to know
that a cache is there.
"""
