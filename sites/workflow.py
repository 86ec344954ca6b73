"""The life cycle of a site as data: which state may follow which (G47-C1, C2)."""

from sites.models.site import SiteState

SITE_MOVES = {
    SiteState.PREPARING: {SiteState.ONLINE},
    SiteState.ONLINE: {SiteState.SUSPENDED, SiteState.MIGRATED, SiteState.CLOSED},
    SiteState.SUSPENDED: {SiteState.ONLINE, SiteState.MIGRATED, SiteState.CLOSED},
    SiteState.MIGRATED: {SiteState.CLOSED},
    SiteState.CLOSED: set(),
}
