"""Public addresses of interaction, under /hudong/."""

from django.urls import include, path, register_converter

from interaction import views


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
    path("", views.mailbox, name="mailbox"),
    path("xiexin/", views.write, name="write"),
]
lookup_urls = [
    path("", views.lookup, name="lookup"),
    path("<letter_number:number>/", views.status, name="status"),
    path("<letter_number:number>/pingjia/", views.rate, name="rate"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("xinxiang/<slug:slug>/", include(mailbox_urls)),
    path("huizhi/", views.receipt, name="receipt"),
    path("chaxun/", include(lookup_urls)),
    path("gongkai/", views.letters, name="letters"),
    path("gongkai/<int:pk>/", views.letter, name="letter"),
    path("tongji/", views.statistics, name="figures"),
    path("zhaocuo/", views.report_error, name="report_error"),
]
