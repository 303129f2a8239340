"""The offer to attach a file without text as evidence."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.documents.models import Document
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from wagtail_ita.transfer.importing import ImportRefused, Target, attach_document


class ScanOffer:
    """A file that has no text to read, which may become a document of the site.

    Wagtail's own document form decides: on the collections that the user may add to, and on
    the file types and sizes that the site takes.

    Attributes:
        token: Of the upload and its destination.
    """

    def __init__(self, *, token: str, upload: Any, user: Any) -> None:
        self.token = token
        self.upload = upload
        self._user = user

    @property
    def may_attach(self) -> bool:
        """Whether the user may add documents anywhere."""
        # The form has the policy, too, but without the right there is no form.
        policy = CollectionOwnershipPermissionPolicy(
            get_document_model(), auth_model=Document, owner_field_name="uploaded_by_user"
        )
        return bool(policy.user_has_permission(self._user, "add"))

    @cached_property
    def collection_field(self) -> Any | None:
        """The choice of a collection, where the user has one."""
        form = self._form()
        return form["collection"] if "collection" in form.fields else None

    def attach(self, target: Target, collection: str = "") -> Any:
        """Make the document and attach it to the report, both or neither.

        Args:
            target: The report, there already or to be made.
            collection: Id of the collection, where the user has a choice.

        Raises:
            ImportRefused: The user may not add documents, or the site does not take the file.
        """
        if not self.may_attach:
            raise ImportRefused(_("You have no right to add documents. Ask who runs the site."))
        title = PurePath(self.upload.name).stem
        file = SimpleUploadedFile(self.upload.name, bytes(self.upload.data))
        form = self._form({"title": title, "collection": collection}, {"file": file})
        if not form.is_valid():
            faults = " ".join(str(each) for errors in form.errors.values() for each in errors)
            raise ImportRefused(
                _("The file cannot be stored as a document: %(faults)s") % {"faults": faults}
            )
        try:
            with transaction.atomic():
                form.save()
                return attach_document(target, form.instance, user=self._user)
        except Exception:
            # The rows are rolled back, the file on the disk is not.
            if form.instance.pk:
                form.instance.file.storage.delete(form.instance.file.name)
            raise

    def _form(self, *values: Any) -> Any:
        model = get_document_model()
        instance = model(uploaded_by_user=self._user)
        return get_document_form(model)(*values, instance=instance, user=self._user)
