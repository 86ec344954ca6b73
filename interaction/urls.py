"""Public addresses of interaction, under /hudong/."""

from django.urls import include, path, register_converter

from interaction.views import following, reading, statistics, writing


class NumberConverter:
    """A letter number: digits only."""

    regex = "[0-9]{8,20}"

    def to_python(self, value: str) -> str:
        """Return the number as text."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as text."""
        return value


register_converter(NumberConverter, "letter_number")

app_name = "interaction"

mailbox_urls = [
    path("", reading.mailbox, name="mailbox"),
    path("xiexin/", writing.write, name="write"),
]
lookup_urls = [
    path("", following.lookup, name="lookup"),
    path("<letter_number:number>/", following.status, name="status"),
    path("<letter_number:number>/pingjia/", following.rate, name="rate"),
]
urlpatterns = [
    path("", reading.home, name="home"),
    path("xinxiang/<slug:slug>/", include(mailbox_urls)),
    path("huizhi/", writing.receipt, name="receipt"),
    path("chaxun/", include(lookup_urls)),
    path("gongkai/", reading.letters, name="letters"),
    path("gongkai/<int:pk>/", reading.letter, name="letter"),
    path("tongji/", statistics.statistics, name="figures"),
    path("zhaocuo/", writing.report_error, name="report_error"),
]
