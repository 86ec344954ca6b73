from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interaction", "0015_a_rating_says_whose_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingmail",
            name="tell_at",
            field=models.DateTimeField(
                editable=False,
                help_text="编号和查询码还没有发到来信人，到这个时间再发一次。",
                null=True,
                verbose_name="回执待发",
            ),
        ),
    ]
