"""Secrets in every private field of a letter and of everything that hangs on it, found by asking the models: a field or a
model that somebody adds later is planted by itself."""

from __future__ import annotations

import itertools
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import models

from interaction.models import Letter
from tests.cast import NOW

# What of a letter anybody may read. Everything else that holds words is private.
PUBLIC = {"public_title", "public_body", "public_name", "public_reply"}
# What holds no words of people: keys, hashes, references to the calendar.
NO_WORDS = {"code_hash", "form_token", "calendar_version", "fingerprint", "content_hash", "draft", "number"}
# What a row must say besides, so that the database takes it.
OVERRIDES: dict[str, dict] = {
    "Reply": {"state": "returned"},
    "Extension": {"state": "refused"},
    "Rating": {"score": 1, "round": 1},
    "LetterEvent": {"is_public": False, "kind": "returned"},
    "EarlierRound": {"round": 9, "counted_from": NOW.date(), "due_on": NOW.date()},
    "LetterAttachment": {"draft": ""},
}


class Planted:
    """The secrets, each with the field that it was put into."""

    def __init__(self) -> None:
        self.where: dict[str, str] = {}
        self._numbers = itertools.count(7001)

    def secret(self, field: str, *, prefix: str = "暗") -> str:
        """A secret for the field, short enough for all of them and like nothing else."""
        said = f"{prefix}号z{next(self._numbers)}q"
        self.where[said] = field
        return said

    def found_in(self, text: str) -> list[str]:
        """The fields whose secret the text gives away."""
        return [field for said, field in self.where.items() if said in text]


def holds_words(field: models.Field) -> bool:
    """True for fields in which people or programs write words about a letter."""
    if field.name in PUBLIC | NO_WORDS or getattr(field, "choices", None):
        return False
    return isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.primary_key


def plant(row: models.Model, planted: Planted) -> None:
    """Put a secret into every private field of the row, past all actions."""
    said = {}
    for field in row._meta.concrete_fields:
        if holds_words(field):
            name = f"{row._meta.object_name}.{field.name}"
            if isinstance(field, models.EmailField):
                said[field.name] = f"{planted.secret(name, prefix='x')}@example.com".replace("号", "")
                planted.where[said[field.name].partition("@")[0]] = name
            elif isinstance(field, models.JSONField):
                said[field.name] = [{"name": planted.secret(name), "type": planted.secret(name), "size": 3}]
            else:
                said[field.name] = planted.secret(name)[: field.max_length]
    type(row)._base_manager.filter(pk=row.pk).update(**said)


def parts_of(letter: Letter) -> list[models.ManyToOneRel]:
    """Everything that hangs on a letter."""
    return [relation for relation in letter._meta.related_objects if relation.related_model is not Letter]


def a_part(relation: models.ManyToOneRel, letter: Letter, known: dict[type, models.Model]) -> models.Model:
    """A row of the model that hangs on the letter, made of whatever fits its fields."""
    model, values = relation.related_model, {}
    overrides = OVERRIDES.get(model.__name__, {})
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in overrides:
            continue
        if field.name == relation.field.name:
            values[field.name] = letter
        elif field.is_relation:
            values[field.name] = known.get(field.related_model) if not field.null else None
        elif isinstance(field, models.FileField):
            values[field.name] = ContentFile(b"x", name="x.txt")
        elif isinstance(field, models.DateTimeField):
            values[field.name] = NOW
        elif isinstance(field, models.DateField):
            values[field.name] = NOW.date() + timedelta(days=7)
        elif field.choices:
            values[field.name] = field.choices[0][0]
        elif isinstance(field, models.BooleanField):
            values[field.name] = False
        elif isinstance(field, models.IntegerField):
            values[field.name] = 1
        elif isinstance(field, models.JSONField):
            values[field.name] = []
        elif isinstance(field, (models.CharField, models.TextField)):
            values[field.name] = "x"
    return model._base_manager.create(**(values | overrides))
