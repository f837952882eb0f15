"""``python -m tests.journeys.kept PAPER``: what the records keep of a paper's documents, as JSON."""

import json
import os
import sys
from hashlib import sha256

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from authorities.selectors.people import authorities_in_use  # noqa: E402
from core.actor import Actor, acting_as  # noqa: E402
from core.models import Document, Job  # noqa: E402
from reports.models import Paper, PaperVersion  # noqa: E402

for authority_id in authorities_in_use():
    with acting_as(Actor.council(authority_id)):
        paper = Paper.objects.filter(reference=sys.argv[1]).first()
        if paper is None:
            continue
        documents = Document.objects.filter(filename__startswith=paper.reference.lower())
        jobs = Job.objects.filter(params__paper=paper.reference)
        kept = {
            "hashes": [document.sha256 for document in documents],
            "true_hashes": [sha256(document.content).hexdigest() for document in documents],
            "versions": PaperVersion.objects.filter(paper=paper).count(),
            "jobs": [[job.state, job.attempt] for job in jobs],
            "letters": Job.objects.filter(params__subject__startswith=paper.reference).count(),
        }
        sys.stdout.write(json.dumps(kept))
