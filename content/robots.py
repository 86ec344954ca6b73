"""What crawlers are asked to leave alone. They read one robots.txt per host, so a host speaks for the sub-sites under it too."""

from __future__ import annotations

from sites.models import Site, SiteState

PRIVATE = ("/admin/", "/search/", "/views/", "/qr/", "/hudong/chaxun/", "/hudong/huizhi/", "/hudong/zhaocuo/")


def robots_txt(site: Site) -> str:
    """The rules of the site, and of the sub-sites on its host; a site that is not online asks to be left out as a whole."""
    sites = [site, *_under(site)]
    lines = ["User-agent: *"]
    for each in sites:
        paths = PRIVATE if _may_be_crawled(each) else ("/",)
        lines += [f"Disallow: {each.base_path}{path}" for path in paths]
    maps = [f"Sitemap: {each.address('/sitemap.xml')}" for each in sites if each.is_online]
    return "\n".join([*lines, "", *maps]) + "\n"


def _may_be_crawled(site: Site) -> bool:
    """Online sites; and migrated ones, whose redirects crawlers must follow to learn the new address."""
    return site.is_online or (site.state == SiteState.MIGRATED and bool(site.moved_to))


def _under(site: Site) -> list[Site]:
    if site.path_prefix:
        return []
    return list(Site.objects.on_host(site.host).exclude(path_prefix=""))
