"""Fixtures for every test: a scope, a fresh cache, media that goes away."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from content.structure import forget_structures
from portal.celery import app as celery
from portal.frame import forget_frames
from sites.resolving import forget_sites
from sites.scope import everything
from tests.cast import *  # noqa: F403 (the cast is made of fixtures)
from tests.in_work import RequestsInWork
from tests.schema import copying

requests_in_work = RequestsInWork()


@pytest.fixture(scope="session")
def _schema_patch(request, django_db_use_migrations: bool, django_db_keepdb: bool):
    """Creating the test database copies the schema that the migrations made before; see tests/schema.py."""
    if not django_db_use_migrations or django_db_keepdb:
        return None
    patch = copying(request.config.cache.mkdir("schema"))
    patch.start()
    return patch


@pytest.fixture(scope="session")
def django_db_setup(_schema_patch, django_db_setup) -> None:
    """The test database; from here on `migrate` is the real command again."""
    if _schema_patch:
        _schema_patch.stop()


@pytest.fixture(scope="session", autouse=True)
def _messages_in_memory() -> None:
    """What is woken after a commit goes to a broker within the process, which nobody reads: the tests call the jobs."""
    celery.conf.broker_url = "memory://"


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    """Builders and assertions see every site; requests enter their own scope, and tests of the net leave it by name."""
    with everything("test"):
        yield


@pytest.fixture(autouse=True)
def _settings_for_tests(settings, tmp_path) -> None:
    """No broker and no shared cache are needed, nothing is written outside the test's folder."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.MEDIA_ROOT, settings.MEDIA_HELD = tmp_path / "media", tmp_path / "media-held"
    settings.LETTER_FOLDER, settings.SMS_FILE_PATH = tmp_path / "letters", tmp_path / "sms"
    settings.PAGE_STORE = tmp_path / "pages"
    settings.SEARCH_INDEX = tmp_path / "search"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # static files are looked for when asked for, not by every client made
    forget_everything()


@pytest.fixture(autouse=True)
def _answered_to_the_end(request) -> Iterator[None]:
    """Close the pages of a browser, and let the live server answer what they asked, before the rows of the test go away."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # what is torn down after this
    requests_in_work.forget()
    yield
    browser = request.node.funcargs.get("browser")
    for context in browser.contexts if browser else ():
        context.close()
    requests_in_work.wait()


def forget_everything() -> None:
    """Forget what was remembered of the database."""
    cache.clear()
    forget_structures()
    forget_frames()
    forget_sites()


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back at the end of the block what it does to the database, for tests that try much on the same objects."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_everything()


@pytest.fixture
def connection_stays() -> Iterator[None]:
    """The handler is asked inside the test's transaction, so the end of a request must not close the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name files given as bytes by their argument: their content can differ from one worker to the next."""
    return argname if isinstance(val, bytes) else None
