from django.db import migrations, models

PLACED_WITH = [
    ("foster_kin", "Fostering by relatives or friends"),
    ("foster_inhouse", "Fostering in-house"),
    ("foster_ifa", "Fostering by agencies"),
    ("residential", "Residential homes and schools"),
    ("supported", "Supported accommodation"),
    ("other", "Other arrangements"),
]


class Migration(migrations.Migration):
    dependencies = [("sufficiency", "0001_initial")]

    operations = [
        migrations.AddField(
            "carespell",
            "placement_type",
            models.CharField(choices=PLACED_WITH, max_length=20, default="other"),
            preserve_default=False,
        ),
        migrations.AddField("forecastrun", "flow", models.JSONField(default=dict)),
    ]
