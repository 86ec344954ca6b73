import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interaction", "0012_lists_newest_first"),
        ("sites", "0005_rules_and_kinds_of_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="public_days_used",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="公开稿的用时（工作日）"),
        ),
        migrations.AddField(
            model_name="letter",
            name="public_organization",
            field=models.ForeignKey(
                blank=True,
                help_text="来信再次办理、转交他处时，公开稿仍是作出这份答复的单位。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.organization",
                verbose_name="公开稿的答复部门",
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.organization",
                verbose_name="答复单位",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["site", "-public_replied_on", "-id"],
                name="public_letters_by_answer",
            ),
        ),
    ]
