import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interaction", "0014_whose_answer")]

    operations = [
        migrations.AlterField(
            model_name="rating",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sites.organization",
                verbose_name="答复单位",
            ),
        ),
    ]
