"""Public addresses of interaction, under /hudong/."""

from django.urls import include, path, register_converter

from interaction.views import feeds, following, knowledge, own_letter, reading, receipts, statistics, writing


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
    path("xiexin/tishi/", writing.hints, name="hints"),
]
lookup_urls = [
    path("", following.lookup, name="lookup"),
    path("<letter_number:number>/", following.status, name="status"),
    path("<letter_number:number>/pingjia/", following.rate, name="rate"),
    path("<letter_number:number>/bucong/", own_letter.supplement, name="supplement"),
    path("<letter_number:number>/chehui/", own_letter.withdraw, name="withdraw"),
    path("<letter_number:number>/chaxunma/<letter_number:second>/", own_letter.second_code, name="second_code"),
    path("<letter_number:number>/fujian/<int:pk>/", following.own_file, name="own_file"),
]
urlpatterns = [
    path("", reading.home, name="home"),
    path("xinxiang/<slug:slug>/", include(mailbox_urls)),
    path("xiexin/", writing.choose, name="choose"),
    path("huizhi/", receipts.receipt, name="receipt"),
    path("huizhi/fasong/<slug:way>/", receipts.send_receipt, name="send_receipt"),
    path("zhishiku/", knowledge.entries, name="entries"),
    path("zhishiku/<int:pk>/", knowledge.entry, name="entry"),
    path("chaxun/", include(lookup_urls)),
    path("gongkai/", reading.letters, name="letters"),
    path("gongkai/rss.xml", feeds.letters_rss, name="letters_rss"),
    path("gongkai/<int:pk>/", reading.letter, name="letter"),
    path("tongji/", statistics.statistics, name="figures"),
    path("tongji/<int:year>.csv", statistics.statistics_csv, name="figures_csv"),
    path("tongji/<int:year>.json", statistics.statistics_json, name="figures_json"),
    path("zhaocuo/", writing.report_error, name="report_error"),
]
