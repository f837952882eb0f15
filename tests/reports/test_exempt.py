"""Nothing exempt is in the public file: not in its text, metadata, bookmarks, streams, Word or web page."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from authorities.choices import Role
from authorities.models import User
from contracts.models import BlockContract
from core.actor import acting_as
from core.errors import DomainError
from core.jobs.worker import run_next
from core.models import Document
from reports.exempt import FIGURE_GONE, Words, exempt_figures, leaks
from reports.figures import CATALOGUE, gather
from reports.figures.citations import strange_in
from reports.formats.words.sections import NOTHING_EXEMPT
from reports.life_choices import NoticeRoute
from reports.models import Paper, PaperVersion
from reports.reading import contents_of
from reports.selectors.papers import figures_told, newest_version
from reports.selectors.publishing import publishing_hindrances
from reports.services.facts import exempt_parts
from reports.services.notices import give_notice
from reports.services.papers import edit_section, mark_section, publish_paper
from tests.factories.authorities import council_actor
from tests.factories.keeping import CeilingFactory
from tests.factories.reports import (
    NOW,
    TODAY,
    ForecastRunFactory,
    block_world,
    drafted_paper,
    signed_off,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
# A price, a paragraph, a bullet and a whole section that the public must not find.
SECRET_PRICE = ("4,101.30", "4101.30")
SECRETS = ("Zanzibar clause", "Quetzal bullet", "Xylophone risk")

WORDS = Words(
    {
        "one": "Open words.\n\n{exempt} Secret words of {figure:weekly_rate}.\n\nMore open words.",
        "two": "- kept\n- {exempt} hidden\n- kept too",
        "three": "All of this is secret.",
        "four": "A bed is {figure:weekly_rate}, {share:weekly_rate,spot_weekly} of spot; {figure:beds} beds.",
        "five": "{chart:block_against_spot}\n\n{chart:growth}",
    },
    frozenset({"three"}),
    frozenset({"weekly_rate"}),
    "3",
    "It would harm the bargain.",
)


def test_public_words_leave_out_paragraphs_bullets_sections_and_figures():
    public = WORDS.public()
    assert "Secret" not in "".join(public.values()) and "hidden" not in public["two"]
    assert public["one"].startswith("Open words.") and public["one"].endswith("More open words.")
    assert public["two"].startswith("- kept\n- This part is not for publication")
    assert public["three"] == WORDS.notice and "paragraph 3 of Schedule 12A" in WORDS.notice
    assert public["four"] == f"A bed is {FIGURE_GONE}, {FIGURE_GONE} of spot; {{figure:beds}} beds."
    assert "block_against_spot" not in public["five"] and "{chart:growth}" in public["five"]


def test_mark_in_the_middle_of_a_paragraph_or_table_withholds_all_of_it():
    for text in ("Open start {exempt} secret.", "| A | B |\n| {exempt} secret | x |", "- a\nsecret {exempt}"):
        public = Words({"one": text}, paragraph="3").public()["one"]
        assert "secret" not in public and "{exempt}" not in public


def test_full_words_say_what_is_exempt_and_words_are_kept_as_they_were():
    assert WORDS.full()["three"] == "Exempt: All of this is secret."
    assert "{exempt}" not in "".join(WORDS.full().values())
    assert Words.from_json(WORDS.as_json()) == replace(WORDS, texts=dict(WORDS.texts))


def test_what_is_computed_from_an_exempt_figure_is_exempt_too():
    found = exempt_figures(
        ["weekly_rate"], {"annual_value": {"weekly_rate", "beds"}, "twice": {"annual_value"}, "beds": set()}
    )
    assert found == {"weekly_rate", "annual_value", "twice"}


def test_exempt_value_that_was_typed_is_found():
    assert leaks({"one": "It costs £4,101.30 a week."}, {"weekly_rate": "£4,101.30"}) == [
        ("one", "weekly_rate")
    ]
    assert leaks({"one": "15 beds"}, {"beds": "15"}) == []


@pytest.fixture
def world():
    made = block_world()
    ForecastRunFactory(authority=made.authority)
    return made


def private_paper(world) -> Paper:
    """Ready to publish, with a price, a paragraph, a bullet and a section exempt."""
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        kept = paper.sections.get(key="reasons").text
        bullets = paper.sections.get(key="background").text
        for key, text in (
            ("reasons", f"{kept}\n\n{{exempt}} The Zanzibar clause names a rival."),
            ("background", f"{bullets}\n- {{exempt}} The Quetzal bullet"),
            ("risk", "The Xylophone risk is real."),
        ):
            edit_section(paper=paper, key=key, text=text, by=writer, at=NOW)
        mark_section(paper=paper, key="risk", is_exempt=True, by=writer)
        exempt_parts(
            paper=paper,
            paragraph="3",
            public_interest="It would harm the bargain.",
            figures=["weekly_rate"],
            by=writer,
            at=NOW,
        )
    signed_off(paper, world)
    with acting_as(world.writer) as writer:
        for route, more in (
            (NoticeRoute.FULL, {"reasons": "", "representations": ""}),
            (NoticeRoute.PRIVATE, {"reasons": "Prices", "representations": "Nobody did."}),
        ):
            give_notice(
                paper=paper,
                route=route,
                matter="Beds",
                documents="",
                agreed_by="",
                by=writer,
                at=NOW,
                on=TODAY,
                **more,
            )
        paper.refresh_from_db()
    return paper


def everything_in(pdf: bytes) -> str:
    """Text, metadata, bookmarks, alternative texts and every stream laid open."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in reader.pages]
    found += [str(reader.metadata), str(reader.outline)]
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        try:
            thing = reader.get_object(number)
        except Exception:
            continue
        found.append(str(thing))
        if hasattr(thing, "get_data"):
            found.append(thing.get_data().decode("latin-1"))
    return " ".join(" ".join(found).split())


@pytest.mark.django_db
def test_public_file_web_page_and_word_hold_nothing_exempt(world, client):
    paper = private_paper(world)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    while run_next():
        pass
    with acting_as(world.writer):
        version = PaperVersion.objects.select_related("document", "full_document").get()
        public, full = bytes(version.document.content), bytes(version.full_document.content)
        assert version.document.classification == Document.Classification.PUBLIC
        assert version.full_document.classification == Document.Classification.EXEMPT
    inside, whole = everything_in(public), everything_in(full)
    for secret in (*SECRETS, SECRET_PRICE[0]):
        assert secret not in inside, secret
        assert secret in whole, secret
    assert SECRET_PRICE[1] not in inside and "not for publication" in inside
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    client.force_login(User.objects.get(pk=member.user_id), backend=BACKEND)
    read, word = (reverse(name, args=[paper.reference]) for name in ("paper_read", "paper_word"))
    document = reverse("paper_document", args=[paper.reference, 1])
    seen = {copy: client.get(read, {"copy": copy}).content.decode() for copy in ("public", "full")}
    docx = client.get(word, {"copy": "public"}).content
    parts = zipfile.ZipFile(io.BytesIO(docx))
    xml = " ".join(parts.read(name).decode("latin-1") for name in parts.namelist())
    for secret in (*SECRETS, *SECRET_PRICE):
        assert secret not in seen["public"] and secret not in xml, secret
    assert all(secret in seen["full"] for secret in SECRETS)
    assert f"{word}?copy=public" in seen["public"] and f"{word}?copy=full" in seen["full"]
    for copy, ending in (("public", f"{paper.reference.lower()}.docx"), ("full", "not-for-publication.docx")):
        named = client.get(word, {"copy": copy})["Content-Disposition"]
        assert named.endswith(f'{ending}"'), named
    with acting_as(member):
        told = {figure.key for figure in figures_told(newest_version(member, paper.reference))}
    assert "total_ceiling" in told and not told & {"weekly_rate", "annual_value", "guaranteed_weekly"}
    assert client.get(document).content == public
    assert client.get(document, {"copy": "full"}).content == full


@pytest.mark.django_db
def test_exempt_parts_need_their_reason_notice_and_no_typed_value(world):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        facts = {"paper": paper, "by": writer, "at": NOW}
        with pytest.raises(DomainError, match="paragraph of Schedule 12A"):
            exempt_parts(paragraph="", public_interest="", figures=["beds"], **facts)
        with pytest.raises(DomainError, match="public interest"):
            exempt_parts(paragraph="3", public_interest=" ", figures=["beds"], **facts)
        mark_section(paper=paper, key="risk", is_exempt=True, by=writer)
        typed = f"A bed costs £4,101.30. {NOTHING_EXEMPT}"
        edit_section(paper=paper, key="purpose", text=typed, by=writer, at=NOW)
        paper.refresh_from_db()
        texts = [h.text for h in publishing_hindrances(paper, writer, at=NOW, on=TODAY)]
        assert any("under which paragraph" in text for text in texts)
        exempt_parts(paragraph="3", public_interest="Prices.", figures=["weekly_rate"], **facts)
        paper.refresh_from_db()
        texts = [h.text for h in publishing_hindrances(paper, writer, at=NOW, on=TODAY)]
        assert f"The words still say “{NOTHING_EXEMPT}”" in texts
        assert any("has £4,101.30 typed in it, which is exempt" in text for text in texts)
        assert any("second notice" in text for text in texts)


def test_exempt_options_leave_the_public_copy_and_are_said_in_the_full_one():
    table = "| Option | Cost |\n| Join | {exempt} Secret rate |"
    words = Words({"one": "Weighed:\n\n{table:options}\n\nThe rest."}, paragraph="3", options=table)
    assert words.has_exempt
    assert words.public()["one"] == f"Weighed:\n\n{words.notice}\n\nThe rest."
    assert "| Join | Exempt: Secret rate |" in words.full()["one"] and "{exempt}" not in words.full()["one"]


def test_exempt_section_that_begins_with_a_list_table_or_chart_still_prints_as_one():
    for text, printed in (
        ("- a\n- b", "- Exempt: a\n- b"),
        ("| A |\n| b |", "| Exempt: A |\n| b |"),
        ("{chart:growth}", "Exempt: \n{chart:growth}"),
    ):
        assert Words({"one": text}, frozenset({"one"})).full()["one"] == printed
    assert Words({"one": "{exempt}\n{chart:growth}"}).full()["one"] == "Exempt: \n{chart:growth}"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("It costs £4,101 a week.", True),
        ("It costs £ 4101.30.", True),
        ("It costs £4,101.31.", False),
        ("It costs £4,102.", False),
    ],
)
def test_exempt_amount_is_found_however_it_is_written(text, is_found):
    assert bool(leaks({"one": text}, {"weekly_rate": "£4,101.30"})) is is_found


def test_exempt_total_is_found_in_millions():
    assert leaks({"one": "£31.5 million or £31.5m"}, {"total_ceiling": "£31,500,000"})
    assert not leaks({"one": "£31.6m, 2026 and £31"}, {"total_ceiling": "£31,500,000"})


def test_mark_that_stands_alone_is_refused():
    assert "stands alone" in strange_in("One.\n\n{exempt}\n\nSecret.", charts=(), tables=())
    assert strange_in("One.\n\n{exempt} Secret.\n\n- {exempt} x", charts=(), tables=()) == ""


@pytest.mark.django_db
def test_every_figure_that_the_price_would_tell_of_is_exempt_with_it(world):
    """Each is read with two prices: what moves with the price rests on it."""
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        paper.block_contract = BlockContract.objects.get(pk=world.contract.pk)
        before = gather(paper, writer, TODAY, CATALOGUE)
        paper.block_contract.weekly_rate += 100
        after = gather(paper, writer, TODAY, CATALOGUE)
    moved = {key for key, figure in before.found.items() if figure.exact != after.found[key].exact}
    covered = exempt_figures(["weekly_rate"], before.computed_from)
    assert {"weekly_rate", "annual_value", "guaranteed_weekly", "break_even_beds"} <= moved <= covered
    assert "void_cost" in covered


@pytest.mark.django_db
def test_public_figure_that_prints_an_exempt_amount_stands_in_the_way(world):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        made_of = contents_of(writer, paper, TODAY)
        printed = made_of.figures_for_the_public
        assert leaks(printed, {"own_ceiling": "£31,500,000.00"}) == [
            ("“Ceiling over the full term”", "own_ceiling")
        ]
        CeilingFactory(
            authority=world.authority, block=world.contract, category="", amount=Decimal("31500000.00")
        )
        exempt_parts(
            paper=paper, paragraph="3", public_interest="P.", figures=["own_ceiling"], by=writer, at=NOW
        )
        paper.refresh_from_db()
        texts = [h.text for h in publishing_hindrances(paper, writer, at=NOW, on=TODAY)]
    assert any("“Ceiling over the full term” prints the same as what is exempt" in text for text in texts)
