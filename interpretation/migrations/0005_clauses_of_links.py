import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of links gets a model of its own, as it is, and a column for the clauses."""

    dependencies = [
        ("content", "0001_initial"),
        ("interpretation", "0004_plans_and_required_kinds"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="InterpretationLink",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "document",
                            models.ForeignKey(
                                db_column="policydocument_id", on_delete=django.db.models.deletion.CASCADE,
                                related_name="interpretation_links", to="content.policydocument",
                            ),
                        ),
                        (
                            "interpretation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links",
                                to="interpretation.interpretation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "解读关联",
                        "verbose_name_plural": "解读关联",
                        "db_table": "interpretation_interpretation_documents",
                        "default_permissions": (),
                        "unique_together": {("interpretation", "document")},
                    },
                ),
                migrations.AlterField(
                    model_name="interpretation",
                    name="documents",
                    field=models.ManyToManyField(
                        related_name="interpretations", through="interpretation.InterpretationLink",
                        to="content.policydocument", verbose_name="解读的文件",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="interpretationlink",
            name="clauses",
            field=models.JSONField(blank=True, default=list, verbose_name="解读的条款"),
        ),
    ]  # fmt: skip
