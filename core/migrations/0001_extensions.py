from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Exclusion constraints over ids and periods need btree_gist; searching names needs pg_trgm."""

    operations = [BtreeGistExtension(), TrigramExtension()]
