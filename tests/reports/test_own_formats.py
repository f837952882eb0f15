"""What a council makes of its papers: its formats, its logo, its options; and figures that have moved."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, PngImagePlugin

from authorities.choices import Role
from authorities.models import User
from contracts.models import BlockContract
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from core.models import Document
from core.references import new_reference
from reports.choices import Option, PaperFormat, Standing
from reports.formats import PRODUCT, kept_layout, layout_for, layout_of
from reports.formats.adapting import with_terms
from reports.models import CouncilLogo, PaperFigure, PaperVersion
from reports.reading import contents_of, reading_of
from reports.selectors.figures_moved import moved_figures
from reports.selectors.logos import logo_of
from reports.selectors.papers import access_paper
from reports.services.formats import change_format, keep_logo
from reports.services.options import weigh_option
from reports.services.papers import create_paper, edit_section
from tests.factories.authorities import council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world
from tests.factories.walled import council_keeper

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world():
    return block_world()


@pytest.fixture
def clerk(world):
    return council_actor(Role.DEMOCRATIC_SERVICES, authority=world.authority)


def draft(world):
    with acting_as(world.writer) as writer:
        return create_paper(block_contract=world.contract, meeting_on=MEETING, by=writer, at=NOW)


def frozen(world, paper):
    """A version as it is kept: its layout, its figures."""
    with acting_as(world.writer) as writer:
        made_of = contents_of(writer, paper, TODAY)
        document = Document.objects.create(
            reference=new_reference("DOC"), authority_id=paper.authority_id, title="A", filename="a.pdf",
            content_type="application/pdf", content=b"%PDF-", sha256="0" * 64, made_at=NOW,
            classification=Document.Classification.OFFICIAL,
        )  # fmt: skip
        version = PaperVersion.objects.create(
            authority_id=paper.authority_id, paper=paper, number=1, document=document, made_at=NOW,
            figures_hash=made_of.figures.digest, layout=kept_layout(made_of.layout),
        )  # fmt: skip
        PaperFigure.objects.bulk_create(
            PaperFigure(
                authority_id=paper.authority_id, version=version, key=f.key, label=f.label, value=f.exact,
                definition=f.definition, shown=f.shown, unit=f.unit.label, rounding=f.rounding, base=f.base,
                source=f.source, as_at=f.as_at,
            )
            for f in made_of.figures.found.values()
        )  # fmt: skip
        return version


def test_format_is_the_council_s_own_and_what_was_made_with_another_stays(world, clerk):
    paper = draft(world)
    version = frozen(world, paper)
    stranger = council_actor(Role.DEMOCRATIC_SERVICES)
    layout = with_terms(
        PRODUCT[PaperFormat.D], name="Committee report", numbering=PRODUCT[PaperFormat.N].numbering, labels={}
    )
    with acting_as(clerk):
        change_format(layout=layout, seen=0, by=clerk, at=NOW)
        with pytest.raises(DomainError, match="changed this format while you worked"):
            change_format(layout=layout, seen=0, by=clerk, at=NOW)
    with acting_as(world.writer) as writer:
        with pytest.raises(NotPermitted):
            change_format(layout=layout, seen=1, by=writer, at=NOW)
        assert layout_of(paper).name == "Committee report"
        assert reading_of(paper, version)["document"].name == "Cabinet report"
    with acting_as(stranger):
        assert layout_for(stranger.council_id, PaperFormat.D).name == "Cabinet report"
        assert layout_for(world.authority.pk, PaperFormat.D).name == "Cabinet report"


def test_council_adapts_a_section_on_its_pages_and_nothing_typed_is_lost(world, clerk, client):
    client.force_login(User.objects.get(pk=clerk.user_id), backend=BACKEND)
    assert "Cabinet report with grids" in client.get(reverse("paper_formats")).content.decode()
    address = reverse("format_section", args=["d", "purpose"])
    given = {"seen": 0, "title": "Why we ask", "place": "body", "after": "asked", "under": "", "owner": "Us"}
    given |= {"sign_off": "", "required_if": "always", "used": "on"}
    assert client.post(address, given).status_code == 302
    late = client.post(address, {**given, "title": "Second"}).content.decode()
    assert "while you worked on it" in late and 'value="Second"' in late and 'name="seen" value="1"' in late
    for paper_format in ("d", "n"):  # one that was changed and one that never was
        again = client.post(reverse("format_restore", args=[paper_format]), {"seen": "x"}, follow=True)
        assert "changed this format" in again.content.decode()
    with acting_as(clerk):
        layout = layout_for(world.authority.pk, PaperFormat.D)
    assert layout.section("purpose").title == "Why we ask"
    wrong = client.post(address, {**given, "owner": ""}).content.decode()
    assert 'name="seen" value="0"' in wrong, "What was not told is not taken as seen"
    restore = reverse("format_restore", args=["d"])
    assert client.post(restore, {"seen": 1}).status_code == 302
    with acting_as(clerk):
        restored = layout_for(world.authority.pk, PaperFormat.D)
    assert restored.section("divisions").title == "Divisions affected"
    assert client.get(reverse("format_terms", args=["x"])).status_code == 404
    shown = client.get(reverse("format_terms", args=["s"])).content.decode()
    assert "Included in the forward plan" in shown


def test_logo_is_drawn_anew_and_only_a_picture_is_kept(world, clerk, client):
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", "secret-in-metadata")
    picture = io.BytesIO()
    Image.new("RGB", (1600, 400), "teal").save(picture, "PNG", pnginfo=hidden)
    with acting_as(clerk):
        keep_logo(content=picture.getvalue(), alt="Exampleshire’s tree", by=clerk, at=NOW)
        kept = bytes(CouncilLogo.objects.get().content)
        assert Image.open(io.BytesIO(kept)).size == (720, 180) and b"secret" not in kept
        assert logo_of(clerk).alt == "Exampleshire’s tree"
    with acting_as(council_actor(Role.DEMOCRATIC_SERVICES)) as stranger:
        assert logo_of(stranger) is None
    client.force_login(User.objects.get(pk=clerk.user_id), backend=BACKEND)
    broken = SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\nnot a picture")
    shown = client.post(reverse("paper_logo"), {"logo": broken, "alt": "A"}).content.decode()
    assert "This picture cannot be read" in shown


def test_one_option_is_recommended_and_words_with_strange_figures_are_refused(world):
    paper = draft(world)
    words = {"cost": "{figure:spot_weekly}", "risk": "", "voids": "", "reason": ""}
    with acting_as(world.writer) as writer:
        for given, standing, field in (
            ({"cost": "{figure:nope}"}, Standing.NOT_OPEN, "cost"),
            ({"risk": "a | b"}, Standing.NOT_OPEN, "risk"),
            ({}, Standing.REJECTED, "reason"),
            ({}, Standing.RECOMMENDED, "standing"),
        ):
            with pytest.raises(DomainError) as error:
                weigh_option(
                    paper=paper, option=Option.JOIN, standing=standing, by=writer, at=NOW, **words | given
                )
            assert error.value.field == field
        weigh_option(paper=paper, option=Option.JOIN, standing=Standing.NOT_OPEN, by=writer, at=NOW, **words)
        document = contents_of(writer, paper, TODAY).document_of(paper)
    section = next(s for s in document.body if s.key == "alternatives")
    rows = next(block.rows for block in section.blocks if block.rows)
    joined = next(row for row in rows if row[0][0].text.startswith("Join"))
    assert [joined[1][0].text, joined[4][0].text] == ["£4,557.00", "Not open to us."]


def test_second_editor_of_an_option_sees_what_changed_and_loses_nothing(world, client):
    paper = draft(world)
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    address = reverse("paper_option", args=[paper.reference, Option.JOIN])
    seen = client.get(address).context["form"].initial["seen"]
    given = {
        "seen": seen,
        "standing": Standing.NOT_OPEN,
        "cost": "First",
        "risk": "",
        "voids": "",
        "reason": "",
    }
    assert client.post(address, given).status_code == 302
    late = client.post(address, {**given, "cost": "Second"})
    shown = late.content.decode()
    assert "It now says: Not open to us. First" in shown and "Second</textarea>" in shown
    assert client.post(address, {**given, "cost": "Second", "seen": late.context["form"]["seen"].value()})
    with acting_as(world.writer):
        assert paper.options.get(option=Option.JOIN).cost == "Second"


def test_figures_that_moved_are_told_with_by_how_much(world, client):
    paper = draft(world)
    with acting_as(world.writer):
        assert moved_figures(paper, NOW) == []
    frozen(world, paper)
    with acting_as(world.writer):
        assert moved_figures(paper, NOW) == []
    with acting_as(council_keeper(world.authority)):
        BlockContract.objects.filter(pk=world.contract.pk).update(
            weekly_rate=Decimal("4200.00"), ends_on=world.contract.ends_on + timedelta(days=365)
        )
    with acting_as(world.writer) as writer:
        moved = {each.key: each for each in moved_figures(access_paper(writer, paper.reference), NOW)}
    rate = moved["weekly_rate"]
    assert (rate.was, rate.now, rate.by) == ("£4,101.30", "£4,200.00", "£98.70 more (+2.4%)")
    assert "percentage points" in moved["price_against_spot"].by
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    shown = client.get(reverse("paper_figures", args=[paper.reference])).content.decode()
    assert "£98.70 more" in shown


HOSTILE = (
    '<script>alert(1)</script><img src="file:///etc/passwd"><link rel=stylesheet href="http://example.org/x.css">'
    " url(http://example.org) \u202eright to left\u202c שלום مرحبا 🙂 &lt; {note:<b>foot</b>}"
)


def test_hostile_words_print_as_words_and_too_many_are_refused_beside_the_field(world, client):
    paper = draft(world)
    with acting_as(world.writer) as writer:
        edit_section(paper=paper, key="purpose", text=HOSTILE, by=writer, at=NOW)
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    shown = client.get(reverse("paper_draft", args=[paper.reference])).content.decode()
    assert "&lt;script&gt;alert(1)" in shown and "<img src=" not in shown.partition("<main")[2]
    address = reverse("paper_section", args=[paper.reference, "purpose"])
    long = client.post(address, {"text": "word " * 40_000, "seen": ""}).content.decode()
    assert "40" in long and "govuk-error-message" in long
