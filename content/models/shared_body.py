"""A body that a revision may share with others: a thousand copies of one text keep it once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute


class SharedBody(DeferredAttribute):
    """What `revision.body` says: its own text, else that of the text which it shares. A text of its own ends the sharing."""

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        """Return the text, wherever it lies."""
        if instance is None:
            return self
        own = instance.__dict__.get(self.field.attname)
        own = super().__get__(instance, cls) if own is None else own
        return instance.shared_text.body if not own and instance.shared_text_id else own

    def __set__(self, instance: models.Model, value: str) -> None:
        """Keep the text; one that differs from the shared one is the revision's own from now on."""
        shared = instance.__dict__.get("shared_text_id")
        if shared and value and value != instance.shared_text.body:
            instance.shared_text = None
        instance.__dict__[self.field.attname] = value


class BodyField(models.TextField):
    """The text of a revision; nothing is written where it is shared."""

    descriptor_class = SharedBody

    def pre_save(self, instance: models.Model, add: bool) -> str:
        """Return what belongs into the row."""
        return "" if instance.shared_text_id else super().pre_save(instance, add)

    def deconstruct(self) -> tuple[str, str, list, dict[str, Any]]:
        """A plain text, as far as the database is concerned."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
