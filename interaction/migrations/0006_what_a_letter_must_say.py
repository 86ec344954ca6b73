"""What the rows of before say now becomes what every row must say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interaction", "0005_first_rounds")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="counted_from",
            field=models.DateField(verbose_name="起算日期"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("role", "lead")),
                fields=("letter",),
                name="one_live_lead_per_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("letter", "organization"),
                name="one_live_assignment_per_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("counted_from"))), name="letter_due_after_its_day_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_from__gte", models.F("received_on"))),
                name="letter_counted_from_receipt_or_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cannot_be_done", False), models.Q(("explanation", ""), _negated=True), _connector="OR"
                ),
                name="what_cannot_be_done_is_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="returned_reply_has_a_reason",
            ),
        ),
    ]
