"""Long lists of a form: the same options as a plain select, read and written at once."""

import re

import pytest
from django import forms

from sites.choices import NamedChoice, OrganizationByName, QuickSelectMultiple, SearchedSelect
from sites.models import Organization

GROUPED = [("", "—"), ("农业", [("农业/种植", "种植"), ("农业/“畜牧”&<渔>", "“畜牧”&<渔>")]), (3, "三")]


def shown(html: str) -> list[tuple[str, ...]]:
    """Groups and options as a browser reads them, with what is chosen."""
    return re.findall(r'<(optgroup label|option value)="([^"]*)"( selected)?>([^<]*)', html)


@pytest.mark.parametrize("value", ["", "农业/种植", "农业/“畜牧”&<渔>", 3, "3", None, "foreign"])
def test_it_offers_what_a_plain_select_offers(value):
    plain, ours = forms.Select(choices=GROUPED), SearchedSelect(choices=GROUPED)
    assert [(a, b, c, d.strip()) for a, b, c, d in shown(plain.render("topic", value))] == shown(
        ours.render("topic", value)
    )
    assert "<渔>" not in ours.render("topic", value)


def test_several_are_chosen():
    widget = QuickSelectMultiple(choices=GROUPED, attrs={"size": 6, "disabled": True})
    html = widget.render("topics", ["农业/种植", "3"], {"id": "id_topics"})
    assert re.match('<select [^>]*id="id_topics"', html)
    assert all(word in html for word in (' name="topics"', ' size="6"', " multiple", " disabled"))
    assert [key for _, key, chosen, _ in shown(html) if chosen] == ["农业/种植", "3"]


@pytest.mark.django_db
def test_organizations_come_as_names_with_one_query(bureau, django_assert_num_queries):
    Organization.objects.create(name="已撤销的局", short_name="已撤销", code="912", is_active=False)

    class Sending(forms.Form):
        issuer = OrganizationByName(empty_label="请选择机关")

    form = Sending(initial={"issuer": bureau.pk})
    with django_assert_num_queries(1):
        html = str(form["issuer"])
    names = [name for *_, name in shown(html)]
    assert names[0] == "请选择机关" and bureau.name in names and "已撤销的局" not in names
    assert [name for *_, chosen, name in shown(html) if chosen] == [bureau.name]
    sent = Sending({"issuer": str(bureau.pk)})
    assert sent.is_valid() and sent.cleaned_data["issuer"] == bureau
    assert not Sending({"issuer": str(Organization.objects.get(name="已撤销的局").pk)}).is_valid()


@pytest.mark.django_db
def test_a_name_may_be_made_of_several_columns(bureau):
    class Both(NamedChoice):
        said = ("name", "code")

        @staticmethod
        def named(name: str, code: str) -> str:
            return f"{name}（{code}）"

    rows = list(Both(Organization.objects.filter(pk=bureau.pk), empty_label=None).choices)
    assert rows == [(bureau.pk, f"{bureau.name}（{bureau.code}）")]
