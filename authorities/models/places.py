"""Postcodes on the national grid, and days on which nobody works."""

from django.db import models

from core.wall import Audit, Wall


class Postcode(models.Model):
    """One live English or Welsh or Scottish postcode (ONSPD). Grid references are OSGB36 metres."""

    code = models.CharField(max_length=7, primary_key=True, help_text="Without a space, for example NG16AA")
    easting = models.IntegerField()
    northing = models.IntegerField()
    authority_code = models.CharField(max_length=9, help_text="ONS code of the authority it lies in")

    wall = Wall.register(audit=Audit.NONE)

    def __str__(self) -> str:
        return self.code


class Holiday(models.Model):
    """A bank holiday in England, one-off ones included; working-day counts skip it."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    wall = Wall.register()

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
