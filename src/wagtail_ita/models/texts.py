"""Whether two versions of a page say the same to visitors."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField

NOT_SHOWN: Final = frozenset(
    {
        # Where the page is and how it stands.
        *("pk", "path", "depth", "numchild", "url_path", "content_type", "locale"),
        *("translation_key", "translation_keys", "alias_of", "draft_title"),
        *("live", "has_unpublished_changes", "expired", "locked", "locked_at", "locked_by"),
        *("latest_revision", "latest_revision_created_at", "live_revision"),
        # When it is shown, which those who may publish set without changing a word.
        *("go_live_at", "expire_at", "first_published_at", "last_published_at"),
        # What only editors see.
        *("owner", "item_owner", "due_date", "wagtail_admin_comments"),
    }
)
"""Fields that are no part of the text. Any other counts, also one that a site has added."""

_BLOCK_KEY: Final = re.compile(r' data-block-key="[^"]*"')
NOTE: Final = "correction_note"


def same_text(page: Any, other: Any) -> bool:
    """Tell whether two versions of a page differ in nothing that visitors see.

    An empty correction note takes nothing away from the text: a note is asked for when the
    text is published, and emptied for the next time.
    """
    left, right = _fields(page), _fields(other)
    if not left.get(NOTE) or not right.get(NOTE):
        left.pop(NOTE, None)
        right.pop(NOTE, None)
    if page.alias_of_id != other.alias_of_id:
        # An alias says the same under an address of its own.
        left.pop("slug", None)
        right.pop("slug", None)
    # Most versions are equal as they are stored. Only otherwise is each block read, which
    # fills in what an older version of it does not name.
    return left == right or _read_blocks(page, left) == _read_blocks(other, right)


def version_of(revision: Any) -> Any:
    """Return what a revision holds, without asking the database where the page is."""
    model = revision.content_type.model_class()
    version = model.from_serializable_data(dict(revision.content), check_fks=False)
    version.alias_of_id = None
    return version


def _fields(page: Any) -> dict[str, Any]:
    data = page.serializable_data()
    streams = {field.name for field in page._meta.get_fields() if isinstance(field, StreamField)}
    plain = json.loads(
        json.dumps(
            {name: value for name, value in data.items() if name not in NOT_SHOWN},
            cls=DjangoJSONEncoder,
        )
    )
    return {
        name: _without_ids(json.loads(value) if name in streams and value else value)
        for name, value in plain.items()
    }


def _read_blocks(page: Any, data: dict[str, Any]) -> dict[str, Any]:
    read = dict(data)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name in read:
            stream = getattr(page, field.name)
            # A block that has not been read yet is written back as it was stored.
            blocks = [
                (child.block_type, child.block.get_prep_value(child.value)) for child in stream
            ]
            read[field.name] = _without_ids(json.loads(json.dumps(blocks, cls=DjangoJSONEncoder)))
    return read


def _without_ids(value: Any) -> Any:
    """Take out what the editor's boxes add by themselves, and no visitor sees."""
    if isinstance(value, dict):
        return {key: _without_ids(each) for key, each in value.items() if key not in ("id", "pk")}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value
