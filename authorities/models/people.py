"""Accounts, council staff and the roles they hold."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from authorities.choices import READS_RECORDS, Role
from core.actor import current_actor
from core.periods import EffectiveDated
from core.wall import Access, Wall


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may see follows from the council or provider whose person it is."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    wall = Wall.before_sign_in(own="id = app_user()")

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whether Django's read-only admin opens to this person, by the roles they act with now."""
        actor = current_actor()
        return actor is not None and actor.user_id == self.pk and actor.has_role(*READS_RECORDS)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def has_perm(self, permission: str, obj: models.Model | None = None) -> bool:
        """Nothing but viewing, and that only where the admin is open: every other right is a policy's."""
        return self.is_staff and permission.partition(".")[2].startswith("view_")


class StaffMember(models.Model):
    """A person of one council."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="staff")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="staff_member")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    team = models.CharField(max_length=120, blank=True)
    # Shown among the one-click personas of a demo; never set outside one.
    is_persona = models.BooleanField(default=False)

    wall = Wall.council_private(clearance=0, login=Access("S"))

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"


class RoleAssignment(EffectiveDated):
    """A role a person holds from one date to another."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT)
    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role)

    wall = Wall.council_private(clearance=0, login=Access("S"))

    class Meta(EffectiveDated.Meta):
        constraints = [
            *EffectiveDated.Meta.constraints,
            models.UniqueConstraint(fields=["staff_member", "role", "starts_on"], name="role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member_id} {self.role}"
