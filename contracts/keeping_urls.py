"""Addresses of keeping contracts: ceilings, uplifts, dates, signed terms."""

from django.urls import URLPattern, path

from contracts.views import ceilings, diary, portal_uplifts, terms, uplifts


def diary_paths(address: str, kind: str, name: str) -> list[URLPattern]:
    """The diary of one contract, of a tool and of a block contract alike."""
    given = {"kind": kind}
    return [
        path(f"{address}<str:reference>/diary/", diary.contract_diary, given, name=name),
        path(f"{address}<str:reference>/diary/new/", diary.contract_date_new, given, name=f"{name}_date"),
        path(
            f"{address}<str:reference>/diary/close/",
            diary.contract_date_close,
            given,
            name=f"{name}_date_close",
        ),
    ]


urlpatterns = [
    *ceilings.ceilings.paths("contracts/ceilings/"),
    path("contracts/ceilings/new/", ceilings.ceiling_new, name="ceiling_new"),
    path(
        "contracts/ceilings/escalations/<str:reference>/",
        ceilings.escalation_detail,
        name="escalation_detail",
    ),
    path("contracts/ceilings/<str:reference>/", ceilings.ceiling_detail, name="ceiling_detail"),
    path("contracts/ceilings/<str:reference>/change/", ceilings.ceiling_change, name="ceiling_change"),
    path("contracts/register/", diary.contract_register, name="contract_register"),
    path("contracts/register/file.csv", diary.contract_register_download, name="contract_register_download"),
    path("contracts/register/calendar/", diary.calendar_address, name="calendar_address"),
    path("calendars/<str:feed>/contracts.ics", diary.calendar_feed, name="calendar_feed"),
    *diary.alarms.paths("contracts/alarms/"),
    path("contracts/alarms/<str:reference>/", diary.alarm_detail, name="alarm_detail"),
    *diary_paths("contracts/tools/", "tool", "tool_diary"),
    *diary_paths("contracts/blocks/", "block", "contract_diary"),
    path("contracts/blocks/<str:reference>/terms/", terms.contract_terms, name="contract_terms"),
    path("contracts/tools/<str:reference>/terms/", terms.tool_terms, name="tool_terms"),
    path(
        "contracts/tools/<str:reference>/terms/<int:number>/",
        terms.tool_terms_member,
        name="tool_terms_member",
    ),
    path("contracts/terms/<str:reference>/", terms.terms_detail, name="terms_detail"),
    path("portal/contracts/", terms.portal_contracts, name="portal_contracts"),
    path("portal/contracts/<str:reference>/", terms.portal_terms, name="portal_terms"),
    *uplifts.uplifts.paths("contracts/uplifts/"),
    path("contracts/uplifts/windows/new/", uplifts.uplift_window_new, name="uplift_window_new"),
    path("contracts/uplifts/<str:reference>/answer/", uplifts.uplift_answer, name="uplift_answer"),
    path("contracts/uplifts/<str:reference>/vote/", uplifts.uplift_vote, name="uplift_vote"),
    path("contracts/uplifts/<str:reference>/appeal/", uplifts.uplift_appeal, name="uplift_appeal"),
    path("portal/prices/", portal_uplifts.portal_uplifts, name="portal_uplifts"),
    path("portal/prices/ask/<str:window>/", portal_uplifts.portal_uplift_new, name="portal_uplift_new"),
    path("portal/prices/<str:reference>/", portal_uplifts.portal_uplift, name="portal_uplift"),
    path(
        "portal/prices/<str:reference>/<str:code>/reply/",
        portal_uplifts.portal_uplift_reply,
        name="portal_uplift_reply",
    ),
    path(
        "portal/prices/<str:reference>/<str:code>/evidence/",
        portal_uplifts.portal_uplift_evidence,
        name="portal_uplift_evidence",
    ),
]
