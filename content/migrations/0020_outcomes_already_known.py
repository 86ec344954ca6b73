"""What was decided before outcomes were mailed is not mailed now."""

from django.db import migrations


def note_as_told(apps, schema_editor):
    rows = apps.get_model("content", "Submission")._base_manager
    rows.filter(state="declined").update(told="declined")
    adopted = rows.filter(state="adopted")
    down = adopted.filter(taken_article__state="withdrawn").values_list("pk", flat=True)
    rows.filter(pk__in=list(down)).update(told="taken-down")
    adopted.filter(told="").update(told="adopted")


class Migration(migrations.Migration):
    dependencies = [("content", "0019_mails_of_urges_and_outcomes")]
    operations = [migrations.RunPython(note_as_told, migrations.RunPython.noop)]
