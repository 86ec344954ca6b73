"""The first site of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sites.models import Site

GIVEN = {
    "name": "某省人民政府",
    "code": "4799990001",
    "sponsor": "某省人民政府办公厅",
    "sponsor_code": "11470000MB0000001X",
}


def open_site(host: str = "www.example.gov.cn", **given) -> str:
    said = StringIO()
    call_command("open_site", host, stdout=said, **{**GIVEN, **given})
    return said.getvalue()


@pytest.mark.django_db
def test_the_first_site_is_open_at_once(client):
    assert "已开通" in open_site()
    assert client.get("/", headers={"host": "www.example.gov.cn"}).status_code == 200


@pytest.mark.django_db
def test_there_is_only_one_first_site():
    open_site()
    with pytest.raises(CommandError, match="已有网站"):
        open_site("other.example.gov.cn")


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [("code", "12"), ("sponsor_code", "x" * 19)])
def test_wrong_particulars_are_a_sentence_and_nothing_is_left(field, value):
    with pytest.raises(CommandError):
        open_site(**{field: value})
    assert not Site.objects.exists()
