"""The order in which the demo world is made."""

from collections.abc import Callable
from datetime import date

from authorities.models import Authority, Postcode
from config.demo.admission import load_admission
from config.demo.block_terms import load_block_terms
from config.demo.blocks import load_blocks
from config.demo.books import keep_books
from config.demo.changes import load_changes
from config.demo.children import load_children
from config.demo.councils import load_councils
from config.demo.exits import load_exits
from config.demo.keeping import load_keeping
from config.demo.lists import load_lists
from config.demo.living import load_living
from config.demo.market import load_market
from config.demo.money import accrue
from config.demo.needs import load_needs
from config.demo.oversight import load_oversight
from config.demo.partnerships import load_partnerships
from config.demo.performance import load_performance
from config.demo.placed import load_placements
from config.demo.portal import load_portal
from config.demo.quality import load_vacancies
from config.demo.searches import load_searches
from config.demo.tools import load_tools
from config.demo.world import World
from core.actor import Actor, acting_as
from core.errors import DomainError

STEPS: tuple[tuple[str, Callable[[World], None]], ...] = (
    ("Councils and their people", load_councils),
    ("Partnerships", load_partnerships),
    ("Providers and homes", load_market),
    ("The regulator's lists", load_lists),
    ("Frameworks and lists", load_tools),
    ("Block contracts", load_blocks),
    ("Children and their care history", load_children),
    ("Placements", load_placements),
    ("Plans where a block ends", load_exits),
    ("Vacancies", load_vacancies),
    ("Quality of homes", load_oversight),
    ("Requests at every stage", load_searches),
    ("Plans, visits, goals and notice", load_living),
    ("Changes of terms, and a placement that broke down", load_changes),
    ("Emergencies, questions and holds", load_needs),
    ("What providers keep of themselves", load_portal),
    ("Applications to join tools", load_admission),
    ("Targets and what was missed", load_performance),
    ("Charges of the last months", accrue),
    ("Ceilings, uplifts and dates of contracts", load_keeping),
    ("New terms of block contracts", load_block_terms),
    ("Finance's books", keep_books),
)


def load_world(*, today: date, seed: int, factor: int = 1, report: Callable[[str], None]) -> World:
    """Make the world as it stands on ``today``; the same arguments make the same world.

    ``factor`` multiplies children and homes. DomainError when the reference data is not there yet.
    """
    with acting_as(Actor.system()):
        if not (Authority.objects.exists() and Postcode.objects.exists()):
            raise DomainError("Run manage.py load_reference first: the demo world stands on real places.")
    world = World(today=today, seed=seed, factor=factor)
    for label, load in STEPS:
        load(world)
        report(f"{label}: made")
    return world
