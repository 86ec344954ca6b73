from django.db import migrations
from django.db.models import Q

ASKING = "问题?[0-9]{0,2}[：:]|tujie-faq"  # roughly; publishing notes it exactly


def note_what_is_asked(apps, schema_editor):
    asked = Q(live__body__regex=ASKING) | Q(live__shared_text__body__regex=ASKING)
    articles = apps.get_model("content", "Article")._base_manager.filter(asked, kind="interpretation")
    rows = apps.get_model("interpretation", "AnsweredQuestions")
    rows._base_manager.bulk_create(
        (rows(article_id=pk) for pk in articles.values_list("pk", flat=True).iterator(chunk_size=500)),
        batch_size=500, ignore_conflicts=True,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0021_withdrawals_taken_back"),
        ("interpretation", "0006_answered_questions"),
    ]

    operations = [
        migrations.RunPython(note_what_is_asked, migrations.RunPython.noop),  # the table goes with the migration before
    ]
