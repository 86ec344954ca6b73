"""How many letters are public of each kind that the public list may be narrowed to, kept as they are published."""

from django.db import models
from django.db.models import Q

from sites.scope import TenantManager


class PublicCount(models.Model):
    """How many public letters of a site are alike in mailbox, answering organization and month of the answer (公开数).

    Changed by the actions that change what is public, in their transaction; counting a million letters for every visitor
    costs seconds.
    """

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+")
    mailbox = models.ForeignKey("interaction.Mailbox", models.CASCADE, related_name="+", db_index=False)
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = TenantManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["site", "mailbox", "organization", "month"], name="one_count_of_public_letters_alike"
            ),
            models.CheckConstraint(condition=Q(count__gte=0), name="public_letters_are_not_fewer_than_none"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.organization_id} {self.month:%Y-%m} {self.count}"
