import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import core.periods

# What partnerships had agreed holds on.
KEEP = """
INSERT INTO authorities_countsharing (partnership_id, starts_on, ends_on, started_by, ended_by)
SELECT id, starts_on, ends_on, '', '' FROM authorities_partnership WHERE shares_counts
"""
# The wall asked the column that goes; it is made anew after every migrate.
LET_GO = """
DO $$ BEGIN
  IF to_regclass('placements_sharedcount') IS NOT NULL THEN
    DROP POLICY IF EXISTS wall_council_select ON placements_sharedcount;
  END IF;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('authorities', '0002_no_like_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountSharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('started_by', models.CharField(max_length=120)),
                ('ended_by', models.CharField(blank=True, max_length=120)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharing', to='authorities.partnership')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='authorities_countsharing_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('partnership', '='), (core.periods.DateRange('starts_on', 'ends_on'), '&&')], name='counts_shared_once_a_day')],
            },
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL(LET_GO, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='partnership',
            name='shares_counts',
        ),
    ]
