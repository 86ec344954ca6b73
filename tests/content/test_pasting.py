"""What comes from the clipboard of Word, WPS and WeChat. The samples are ours, written as those programs write."""

import pytest
from django.urls import reverse

from content.pasting import clean_paste
from content.sanitising import clean_html, without_tracking

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>
</w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {mso-style-parent:"";font-family:宋体} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 style='text-align:left'><span style='font-family:黑体;mso-ascii-font-family:Calibri'>一、总体要求<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt'><b><span lang=EN-US
style='font-size:16.0pt;font-family:仿宋_GB2312'>2026</span></b><span style='font-family:仿宋'>年，坚持<span
style='mso-spacerun:yes'>&nbsp;</span>稳中求进。<o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>摸清底数</p>
<p class=MsoListParagraph style='margin-left:42.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US
style='font-family:Wingdings'><span style='mso-list:Ignore'>Ø<span>&nbsp; </span></span></span><![endif]>入户</p>
<p class=MsoListParagraph style='margin-left:21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span></span><![endif]>分解任务</p>
<p class=MsoNormal style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span style='mso-list:Ignore'>（一）<span>
</span></span></span><![endif]>加强领导</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'>
<td width=120 colspan=2 valign=top style='border:solid windowtext 1.0pt;padding:0cm 5.4pt'><p class=MsoNormal align=center
style='text-align:center'><span style='font-family:宋体'>指标<o:p></o:p></span></p></td></tr></table>
<p class=MsoNormal align=right style='text-align:right'>2026<span>年</span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<img width=200 src="file:///C:/Users/x/AppData/Local/Temp/msohtmlclip1/01/clip_image001.png">
<!--EndFragment--></body></html>"""

WPS = """<!--StartFragment --><div class="Section0" style="layout-grid:15.6000pt;"><p class=MsoNormal style="text-indent:32.0000pt;
mso-char-indent-count:2.0000;"><span style="mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:16.0000pt;"><font
face="仿宋_GB2312">各地要</font></span><b><span style="font-weight:bold;">抓紧</span></b><span>落实。</span><span
style="mso-spacerun:'yes';"><o:p></o:p></span></p><p class=p style="mso-pagination:widow-orphan;text-indent:0;">各市：</p></div>
<!--EndFragment-->"""

WECHAT = """<section data-role="outer" label="powered by 135editor" style="font-size:16px;"><section style="margin:10px 0;">
<section style="display:inline-block;background:rgb(11,78,162);"><p style="color:#fff;letter-spacing:1.5px;"><span
leaf="">省政府召开常务会议</span></p></section></section><section style="text-align:justify;line-height:1.75em;"><span
style="font-size:15px;letter-spacing:1px;">会议强调，<strong style="color:#c00">安全第一</strong>。</span></section>
<section><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/mmbiz_png/abc/640?wx_fmt=png" data-ratio="0.5"
src="data:image/svg+xml,%3Csvg%3E"></section><p><br></p><section><svg viewBox="0 0 1 1"></svg></section>
<mp-common-profile class="js_uneditable"></mp-common-profile></section>"""


def test_words_lists_headings_and_tables_are_kept_without_their_dress():
    made = clean_paste(WORD)
    assert made.html == (
        "<h2>一、总体要求</h2><p><strong>2026</strong>年，坚持 稳中求进。</p>"
        "<ol><li>摸清底数<ul><li>入户</li></ul></li><li>分解任务</li></ol><p>（一）加强领导</p>"
        '<table><tbody><tr><td colspan="2"><p style="text-align:center">指标</p></td></tr></tbody></table>'
        '<p style="text-align:right">2026年</p>'
    )
    assert "1 幅图片没有随粘贴带入" in made.notes[0]


def test_what_wps_adds_is_dropped():
    assert clean_paste(WPS).html == '<p>各地要<strong>抓紧</strong>落实。</p><p style="text-indent:0">各市：</p>'


def test_the_boxes_of_wechat_become_paragraphs():
    made = clean_paste(WECHAT)
    assert made.html == "<p>省政府召开常务会议</p><p>会议强调，<strong>安全第一</strong>。</p>"
    assert "1 幅引用其他网站的图片" in made.notes[0]


def test_a_picture_that_came_as_data_waits_for_its_upload():
    made = clean_paste('<p>图<img src="data:image/png;base64,iVBORw0KGgo=" onload="x()"></p>')
    assert made.html == '<p>图<img src="data:image/png;base64,iVBORw0KGgo="></p>'


def test_indents_made_of_spaces_go():
    assert clean_paste("<p>&nbsp;&nbsp;&nbsp; 　正文</p>").html == "<p>正文</p>"


@pytest.mark.parametrize(
    "nasty",
    [
        "<img src=x onerror=alert(1)>",
        '<p style="background:url(javascript:alert(1))">x</p>',
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        "<svg><script>alert(1)</script></svg>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
        "<!--[if gte mso 9]><script>alert(1)</script><![endif]-->",
        "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    ],
)
def test_nothing_that_runs_survives(nasty):
    assert "alert" not in clean_paste(nasty).html


@pytest.mark.parametrize(
    "rubbish", ["", "   ", "<", "<!--", "</p></p>", "\x00", "<p", "]]>", "<![endif]-->", "&#0;&#xffff;"]
)
def test_rubbish_is_no_fault(rubbish):
    assert isinstance(clean_paste(rubbish).html, str)


def test_depth_without_end_is_no_fault():
    assert isinstance(clean_paste("<div>" * 3000 + "深" + "</div>" * 3000).html, str)


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://a.gov.cn/x?utm_source=wechat&id=3", "https://a.gov.cn/x?id=3"),
        ("https://a.gov.cn/x?spm=1.2&scm=3", "https://a.gov.cn/x"),
        ("https://a.gov.cn/x?b=1&a=2#z", "https://a.gov.cn/x?b=1&a=2#z"),
        ("mailto:a@a.gov.cn?subject=utm_source", "mailto:a@a.gov.cn?subject=utm_source"),
        ("https://[broken?utm_source=1", "https://[broken?utm_source=1"),
    ],
)
def test_links_lose_what_only_tracks(address, clean):
    assert without_tracking(address) == clean


def test_a_saved_text_has_no_tracking_links():
    assert 'href="https://a.gov.cn/x"' in clean_html('<a href="https://a.gov.cn/x?utm_source=1">x</a>')


def test_the_editors_address_answers_with_clean_html_and_notes(client, editor, news):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("content-office:paste") + f"?column={news.pk}"
    assert client.post(address, {"html": WPS}).json()["html"].startswith("<p>各地要")
    assert client.post(address, {"html": ""}).status_code == 400
    assert client.post(reverse("content-office:paste"), {"html": WPS}).status_code == 400


def test_another_sites_editor_is_turned_away(client, other_site_editor, news):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("content-office:paste") + f"?column={news.pk}", {"html": WPS}).status_code == 404


def test_what_nests_too_deep_to_be_read_is_not_pasted_in_part():
    made = clean_paste("<div>" * 400 + "<p>正文</p>" + "</div>" * 400)
    assert made.html == ""
    assert "粘贴为纯文本" in made.notes[0]


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<!--[if ",
        "<!--StartFragment-->",
        "<![",
        "<?xml ",
        "<o:p ",
        "<br>",
        "  ",
        "<img ",
        "<pre>a</pre>",
        "<ul><li><p>a</p></li></ul>",
        "<div>a<b>b</b>c<p>d</p></div>",
    ],
)
def test_no_clipboard_keeps_the_server_busy(piece):
    assert clean_paste("<p>头</p>" + piece * 60_000 + "<p>尾</p>").html.startswith("<p>头")


@pytest.mark.parametrize(
    ("pasted", "made"),
    [
        ("<ul><li><p>一</p></li><ul><li><p>二</p></li></ul></ul>", "<ul><li>一<ul><li>二</li></ul></li></ul>"),
        ("<ol><li><p>一</p><p>二</p></li></ol>", "<ol><li><p>一</p><p>二</p></li></ol>"),
        ("<div>前<b>粗</b>后<p>段</p>尾<i>斜</i></div>", "<p>前<strong>粗</strong>后</p><p>段</p><p>尾<em>斜</em></p>"),
        ("<pre>第一行\n第二行</pre>", "<p>第一行<br>第二行</p>"),
    ],
)
def test_lists_words_and_lines_that_other_programs_put_elsewhere_find_their_place(pasted, made):
    assert clean_paste(pasted).html == made
