"""Run by a process of its own: a cluster of sites that reprint by themselves, in the database of PORTAL_VAR, and one item."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from content.models import UpstreamItem, UpstreamSource  # noqa: E402
from sites.models import Site  # noqa: E402
from sites.scope import everything  # noqa: E402
from tests.cast import a_column, a_site  # noqa: E402

with everything("a cluster for a test"):
    province = a_site("province", host="province.example", name="测试省人民政府")
    for number in range(int(sys.argv[1]) - 1):
        a_site(f"s{number}", host=f"s{number}.example", parent=province)
    for site in Site.objects.all():
        a_column(site, "gwyxx", name="国务院信息")
    Site.objects.update(reprints_automatically=True)
    source, now = UpstreamSource.objects.create(name="中国政府网", kind="manual"), timezone.now()
    UpstreamItem.objects.create(
        source=source, guid="1", title="国务院关于第1项工作的意见", link="https://www.gov.cn/zhengce/1.htm",
        body="<p>要求如下。</p>" * 200, published_at=now, received_at=now,
    )  # fmt: skip
