from authorities.models.authority import AdjoiningAuthority, Authority, AuthorityAlias, AuthoritySetting
from authorities.models.finance import Budget, DelegationRule
from authorities.models.partnership import CountSharing, Partnership, PartnershipMember
from authorities.models.people import RoleAssignment, StaffMember, User
from authorities.models.places import AuthorityOutline, Holiday, Postcode, ReferenceEdition
from authorities.models.standing_in import RoleDelegation

__all__ = [
    "AdjoiningAuthority",
    "Authority",
    "AuthorityAlias",
    "AuthorityOutline",
    "AuthoritySetting",
    "Budget",
    "CountSharing",
    "DelegationRule",
    "Holiday",
    "Partnership",
    "PartnershipMember",
    "Postcode",
    "ReferenceEdition",
    "RoleAssignment",
    "RoleDelegation",
    "StaffMember",
    "User",
]
