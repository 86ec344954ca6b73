"""Whose answer a published copy shows and a rating judges: the running round's, or that of the earlier one it belongs to."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """Take organization and days from the round that was published."""
    letters = apps.get_model("interaction", "Letter")._base_manager.filter(public_organization=None)
    letters = letters.exclude(published_at=None, public_reply="")
    rounds = apps.get_model("interaction", "EarlierRound")._base_manager
    letters.filter(round=F("public_round")).update(
        public_organization=F("organization"), public_days_used=F("days_used")
    )
    earlier = rounds.filter(letter=OuterRef("pk"), round=OuterRef("public_round"))
    letters.filter(round__gt=F("public_round")).update(
        public_organization=Subquery(earlier.values("organization")[:1]),
        public_days_used=Subquery(earlier.values("days_used")[:1]),
    )
    ratings = apps.get_model("interaction", "Rating")._base_manager
    judged = rounds.filter(letter=OuterRef("letter"), round=OuterRef("round")).values("organization")[:1]
    running = apps.get_model("interaction", "Letter")._base_manager.filter(pk=OuterRef("letter"))
    ratings.update(organization=Coalesce(Subquery(judged), Subquery(running.values("organization")[:1])))


class Migration(migrations.Migration):
    dependencies = [("interaction", "0013_answers_of_public_copies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]  # the columns go away with 0013
