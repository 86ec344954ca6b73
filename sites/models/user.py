"""People who work in the office: editors, reviewers, handlers, supervisors. Citizens need no account."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sites.grants import Grants

ROBOT = "robot"


class PersonManager(UserManager):
    """Adds the robot, under whose name jobs act."""

    def robot(self) -> "User":
        """Return the named account that acts for scheduled jobs; it can never sign in."""
        robot, made = self.get_or_create(username=ROBOT, defaults={"name": "系统自动", "is_active": False})
        if made:
            robot.set_unusable_password()
            robot.save(update_fields=["password"])
        return robot


class User(AbstractUser):
    """A member of staff with one name as Chinese names are written and the organization that employs them."""

    first_name = None
    last_name = None
    name = models.CharField(_("姓名"), max_length=40)
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("所在机构")
    )
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)

    REQUIRED_FIELDS = ["email", "name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the person's name."""
        return self.name

    @cached_property
    def grants(self) -> Grants:
        """Everything this person was granted, loaded once per request."""
        return Grants.of(self)

    @property
    def is_platform_admin(self) -> bool:
        """True for those who keep sites, calendar and rules of the whole platform (平台管理员)."""
        return self.is_active and self.is_superuser

    @property
    def is_robot(self) -> bool:
        """True for the account under which jobs act."""
        return self.username == ROBOT
