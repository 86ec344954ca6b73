"""The editor's face of the ground floor, and SiteAdmin, which every admin of a site-owned model inherits."""

from django.contrib import admin
from django.contrib.auth.models import Group

from sites.admin import columns, people, records, rules, sites
from sites.admin.acting import ActingAdmin, SiteAdmin

admin.site.unregister(Group)  # rights are grants at a place, never groups

__all__ = ["ActingAdmin", "SiteAdmin", "columns", "people", "records", "rules", "sites"]
