"""What is kept of the statistical returns and of published counts: the least that care history needs.

A row belongs to the import that brought it and goes when that is undone.
"""

from django.db import models

from core.wall import Audit, Wall


class ReturnYear(models.Model):
    """One return that was loaded. ``year`` is the one in which it ends; the newest load of a year counts."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    made_for = models.ForeignKey("core.Import", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    episodes = models.PositiveIntegerField()
    children = models.PositiveIntegerField()

    wall = Wall.council_private(verbs="SID")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["made_for", "year"], name="one_year_an_import")]
        indexes = [models.Index(fields=["authority", "year"], name="return_years")]

    def __str__(self) -> str:
        return f"Return of {self.year}"


class ReturnEpisode(models.Model):
    """One row of a return's episodes, without what says who the child is or why it is in care.

    ``ends_on`` is exclusive as DEC is; null while open. ``home`` tells addresses apart and is none.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    made_for = models.ForeignKey("core.Import", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    child_code = models.CharField(max_length=40)
    birth_month = models.DateField()
    is_uasc = models.BooleanField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField("reason for a new episode", max_length=1, blank=True)
    place = models.CharField(max_length=3, blank=True)
    place_provider = models.CharField(max_length=3, blank=True)
    urn = models.CharField(max_length=10, blank=True)
    home = models.CharField(max_length=16, blank=True)

    wall = Wall.council_private(verbs="SID", audit=Audit.NONE)

    class Meta:
        indexes = [models.Index(fields=["made_for", "year"], name="return_episodes")]

    def __str__(self) -> str:
        return f"{self.child_code} from {self.starts_on}"


class YearlyCount(models.Model):
    """A published count of the council's children looked after on 31 March of ``year``."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    made_for = models.ForeignKey("core.Import", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    children = models.PositiveIntegerField()

    wall = Wall.council_private(verbs="SID")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["made_for", "year"], name="one_count_a_year")]

    def __str__(self) -> str:
        return f"{self.children} in {self.year}"


class ChildLink(models.Model):
    """A person's word on who a child of the returns is, over what the dates suggest.

    ``child_key`` is our reference of the child, or with ``between_returns`` the code that another return has
    for it; "" for none of ours. Counts until it is withdrawn.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    child_code = models.CharField(max_length=40)
    child_key = models.CharField(max_length=40, blank=True)
    between_returns = models.BooleanField(default=False)
    why = models.CharField(max_length=500)
    made_by = models.ForeignKey("authorities.StaffMember", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        "authorities.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    wall = Wall.council_private()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "child_code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_word_on_a_child",
            ),
            models.UniqueConstraint(
                fields=["authority", "child_key"],
                condition=models.Q(withdrawn_at__isnull=True, between_returns=False)
                & ~models.Q(child_key=""),
                name="one_code_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_code} is {self.child_key or 'nobody here'}"
