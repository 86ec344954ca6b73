"""Where a role may be given is searched for, not chosen from a list of every column of the province."""

import pytest
from django.urls import reverse

from sites.models import User
from tests.cast import a_person


@pytest.fixture
def desk(client, root):
    """The browser of the platform's administrator."""
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_place_is_found_by_its_name(desk, news, bureau):
    def found(word: str) -> list[str]:
        return [each["id"] for each in desk.get(reverse("admin:sites_places"), {"q": word}).json()["found"]]

    assert f"column-{news.pk}" in found("要闻") and f"organization-{bureau.pk}" in found("教育厅")
    assert f"site-{news.site_id}" in found("测试省") and found("没有这样的地方") == found("\x00没有") == []


def test_the_page_names_no_column_and_grants_what_was_picked(desk, news, django_assert_max_num_queries):
    person = a_person("someone")
    page = reverse("admin:sites_user_grants", args=[person.pk])
    assert f"column-{news.pk}" not in desk.get(page).content.decode()
    desk.post(page, {"role": "contributor", "place": f"column-{news.pk}"})
    assert User.objects.get(pk=person.pk).grants.at_column("contributor", news)


@pytest.mark.parametrize("place", ["", "column-", "column-x", "planet-1", "site-99999999999999999999", "column-999999"])
def test_what_is_no_place_is_refused_with_a_sentence(desk, news, place):
    person = a_person("someone")
    response = desk.post(reverse("admin:sites_user_grants", args=[person.pk]), {"role": "contributor", "place": place})
    assert response.status_code == 200 and not User.objects.get(pk=person.pk).grants


@pytest.mark.parametrize(
    ("role", "sentence"),
    [("handler", "不能授予在此处"), ("nonsense", "不在可选范围内，请重新选择")],
    ids=["refused", "invalid"],
)
def test_what_was_picked_is_still_there_when_the_form_comes_back(desk, news, role, sentence):
    address = reverse("admin:sites_user_grants", args=[a_person("someone").pk])
    page = desk.post(address, {"role": role, "place": f"column-{news.pk}"}).content.decode()
    assert sentence in page
    assert f'value="column-{news.pk}"' in page and f"{news.site.short_name} /{news.path}/" in page


@pytest.mark.parametrize("place", ["planet-1", "column-999999", "<b>"])
def test_what_is_no_place_is_not_shown_as_picked(desk, news, place):
    address = reverse("admin:sites_user_grants", args=[a_person("someone").pk])
    page = desk.post(address, {"role": "contributor", "place": place}).content.decode()
    assert '<ul class="picker-picked" aria-label="已选择"></ul>' in page


def test_the_filter_of_the_trail_never_reads_the_trail(desk, news, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        assert "归并栏目" in desk.get(reverse("admin:sites_auditentry_changelist")).content.decode()
    assert not any("DISTINCT" in query["sql"] and '"event"' in query["sql"] for query in queries.captured_queries)
    assert desk.get(reverse("admin:sites_auditentry_changelist"), {"event": "nonsense"}).status_code in {200, 302}
