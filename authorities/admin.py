"""What auditors and administrators may read of this room, in their own council."""

from django.contrib import admin

from authorities.models import (
    AdjoiningAuthority,
    Authority,
    AuthoritySetting,
    Budget,
    DelegationRule,
    Holiday,
    Partnership,
    PartnershipMember,
    RoleAssignment,
    StaffMember,
)
from core.admin import ReadOnlyAdmin

admin.site.register(
    [
        AdjoiningAuthority,
        Authority,
        AuthoritySetting,
        Budget,
        DelegationRule,
        Holiday,
        Partnership,
        PartnershipMember,
        RoleAssignment,
        StaffMember,
    ],
    ReadOnlyAdmin,
)
