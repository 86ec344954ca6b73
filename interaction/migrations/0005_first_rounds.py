"""Every letter so far is in its first round: counted from receipt, with its last assignment as the live one."""

from django.db import migrations
from django.db.models import F, Max


def fill(apps, schema_editor):
    """Give the rows of before what the new columns say of them."""
    rows = {
        name: apps.get_model("interaction", name)._base_manager for name in ("Letter", "Assignment", "Reply", "Rating")
    }
    rows["Letter"].update(counted_from=F("received_on"))
    rows["Letter"].filter(published_at__isnull=False).update(public_replied_on=F("replied_on"))
    rows["Letter"].filter(state="declined").update(decline_kind="other")
    last = rows["Assignment"].values("letter").annotate(last=Max("pk")).values("last")
    rows["Assignment"].exclude(pk__in=last).update(ended_at=F("at"))
    rows["Reply"].filter(cannot_be_done=True).update(explanation="见答复内容。")
    rows["Reply"].filter(state="returned").update(return_reason="other")
    rows["Rating"].update(attitude=F("score"), speed=F("score"), result=F("score"))


class Migration(migrations.Migration):
    dependencies = [("interaction", "0004_rounds_and_handovers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]  # the columns go away with 0004
