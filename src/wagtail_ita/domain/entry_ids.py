"""Ids of the entries of a list of texts, such as the steps of a measure.

A translation and a comparison find an entry again by its id. Files, and programs that write by
the API, know the texts only.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence


def keep_ids(texts: Sequence[str], known: Sequence[tuple[str, str]]) -> list[str]:
    """Return an id for each text, as many as possible of those that are known.

    A text keeps its id wherever in the list it stands now. One that is new takes the id of the
    text that it replaces, or a new one.

    Args:
        texts: The texts as they are now.
        known: Id and text of each entry as it was before.
    """
    ids = [""] * len(texts)
    left = dict(enumerate(known))
    for place, text in enumerate(texts):
        same = next((n for n, (_id, before) in left.items() if before == text), None)
        if same is not None:
            ids[place] = left.pop(same)[0]
    for place, given in enumerate(ids):
        if not given and place in left:
            ids[place] = left.pop(place)[0]
    return [given or str(uuid.uuid4()) for given in ids]
