"""The WSGI application: stored pages first, Django for everything else."""

import os
from signal import SIGKILL

from django.core.wsgi import get_wsgi_application

from portal.leash import LEASHED, die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


def with_stored_pages(django_application):  # noqa: ANN001, ANN201 (WSGI)
    """Return the application with the page store in front, opened for this release of the program."""
    import logging

    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from content.page_store.folder import PageFolder
    from content.page_store.purging import open_store
    from content.page_store.serving import StoredPages
    from portal.stored_headers import stored_headers

    try:
        open_store(PageFolder(settings.PAGE_STORE), at=timezone.now())
    except (DatabaseError, OSError) as error:
        logging.getLogger(__name__).warning("The page store stays shut until the next sweep: %s", error)
    finally:
        connection.close()
    return StoredPages(
        django_application,
        settings.PAGE_STORE,
        headers=stored_headers(),
        session_cookie=settings.SESSION_COOKIE_NAME,
        only_https=settings.SECURE_SSL_REDIRECT,
        trusts_proxy=bool(settings.SECURE_PROXY_SSL_HEADER),
    )


if LEASHED in os.environ:
    die_with_parent(SIGKILL)  # a process of the web server must not outlive the server, however that ended
application = with_stored_pages(get_wsgi_application())
