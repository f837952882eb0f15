"""The kind of import that loads the regulator's lists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from authorities.choices import Role
from authorities.geography import name_key
from authorities.selectors.places import authorities_by_name
from core import formats
from core.actor import Actor, acting_as
from core.forms import DateField
from core.imports import Finding, Given, ImportKind, Reading, Slot
from core.imports.kinds import Progress
from core.models import Import, ImportFile
from core.policies import Decision, allow, deny
from providers.models import OfstedImport
from providers.ofsted import OfstedFile, read_ofsted
from providers.selectors.listed_changes import preview_of
from providers.services.ofsted import load_list, plan_of, refuse_if_loaded, unload_list
from providers.services.reregistrations import keeper_for


class OfstedKind(ImportKind):
    """Ofsted's yearly "provider level" list, of any year and in any order.

    Loaded whole or not at all. The register belongs to every council: its keeper writes, in the name of the
    person who asked.
    """

    name = "ofsted"
    route = "ofsted"
    title = "Ofsted's lists of providers"
    lead = (
        "Load Ofsted's published list of providers of any year, in any order. You see what would change "
        "before anything does."
    )
    navigation = "providers/_register_nav.html"
    roles = (Role.REGISTER_KEEPER,)
    slots = (
        Slot(
            "list",
            "List of providers",
            hint="The “provider level” file as Ofsted publishes it: CSV, ODS or XLSX, up to 50 MB",
            endings=(".csv", ".ods", ".xlsx"),
        ),
    )

    def acts_as(self, actor: Actor) -> Actor:
        return keeper_for(actor)

    def extra_fields(self) -> dict[str, Any]:
        hint = "Only needed when the lines above its heading have lost the date"
        return {"as_at": DateField(label="Day of the list", required=False, help_text=hint)}

    def read(
        self, files: Sequence[Given], params: Mapping[str, Any], *, by: Actor, progress: Progress
    ) -> Reading:
        (file,) = files
        with acting_as(by):
            refuse_if_loaded(file.content)
            named = authorities_by_name()
        codes = {name: authority.code for name, authority in named.items()}
        as_at = date.fromisoformat(params["as_at"]) if params.get("as_at") else None
        found = read_ofsted(file.content, authority_of=lambda name: codes.get(name_key(name)), as_at=as_at)
        findings = _findings(file.filename, found)
        if any(finding.blocks for finding in findings):
            return Reading(findings)
        progress(40, "Comparing with the register")
        ids = {authority.code: authority.pk for authority in named.values()}
        with acting_as(by):
            refuse_if_loaded(file.content, found.as_at)
            preview = preview_of(plan_of(found, ids), lead=_lead(found), rows=len(found.rows))
        return Reading(findings, preview, data=(found, ids), facts={"as_at": found.as_at.isoformat()})

    def apply(self, made: Import, reading: Reading, *, by: Actor, at: datetime) -> None:
        found, ids = reading.data
        file = ImportFile.objects.get(made_for=made)
        content = bytes(file.content or b"")
        load_list(source=made, filename=file.filename, content=content, found=found, ids=ids, by=by, at=at)

    def can_undo(self, made: Import) -> Decision:
        if OfstedImport.objects.filter(source=made).exists():
            return allow()
        return deny("This list is no longer loaded.")

    def undo(self, made: Import, *, by: Actor, at: datetime) -> None:
        unload_list(made=OfstedImport.objects.get(source=made), by=by, at=at)


def _lead(found: OfstedFile) -> str:
    return f"{formats.count(len(found.rows))} homes and agencies as at {formats.day(found.as_at)}."


def _findings(filename: str, found: OfstedFile) -> list[Finding]:
    return [
        Finding(
            file=filename,
            sheet=problem.sheet,
            row=problem.row,
            column=problem.column,
            rule=problem.rule,
            message=problem.message,
            blocks=problem.blocks,
        )
        for problem in found.problems
    ]


OFSTED = OfstedKind()
