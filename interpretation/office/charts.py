"""The page on which a 图解 is composed of blocks, without a designer; what it saves is the article's draft."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.actions import save_draft
from content.forms.articles import latest_revision
from content.models import Article
from content.workflow import EDITABLE, OPEN
from interpretation.access import get_interpreting_article_for
from interpretation.charts import MOST_BLOCKS, Block, Kind, blocks_in, rows_in, to_html
from sites.office import office_page, office_view
from sites.policy import Action
from sites.refusals import Refused, refuse_if

HINTS = {
    Kind.STEPS: gettext_lazy("每行一步：“步骤：说明”。"),
    Kind.NUMBERS: gettext_lazy("每行一个：“数字：说明”，如“100元：每亩补贴标准”。"),
    Kind.COMPARISON: gettext_lazy("第一行写表头，以下每行一项，各列用“|”分开。"),
    Kind.TIMELINE: gettext_lazy("每行一个：“时间：事项”。"),
    Kind.FAQ: gettext_lazy("“问：……”，另起一行“答：……”。"),
    Kind.TEXT: gettext_lazy("用编辑器写的正文，在“继续编辑”中修改；这里可以调整它的位置。"),
}


class BlockForm(forms.Form):
    """One block as its editor writes it."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("小标题"), max_length=60, required=False)
    lines = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=200_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    position = forms.IntegerField(
        label=gettext_lazy("顺序"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"size": 2})
    )
    is_dropped = forms.BooleanField(label=gettext_lazy("删去这一块"), required=False)

    @property
    def shown_kind(self) -> Kind:
        """The kind, for the page."""
        said = self["kind"].value()
        return Kind(said) if said in Kind.values else Kind.TEXT

    @property
    def hint(self) -> str:
        """How the lines of this kind are written."""
        return str(HINTS[self.shown_kind])

    def clean(self) -> dict:
        """Read the rows; what is missing is said at the block."""
        data = super().clean()
        if data.get("is_dropped") or "kind" not in data:
            return data
        kind = Kind(data["kind"])
        try:
            rows = ((data["lines"],),) if kind == Kind.TEXT else rows_in(kind, data.get("lines", ""))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        data["block"] = Block(kind, " ".join(data.get("title", "").split()), rows)
        return data


BlockForms = forms.formset_factory(
    BlockForm, extra=0, max_num=MOST_BLOCKS, absolute_max=MOST_BLOCKS + 5, validate_max=True
)


class SeenForm(forms.Form):
    """When the draft that the page shows was last saved, and what the button asks for besides saving."""

    seen = forms.DateTimeField(required=False)
    add = forms.ChoiceField(choices=Kind.choices, required=False)


@require_http_methods(["GET", "POST"])
@office_view
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Compose the article's text of blocks; a button adds a block of a kind, every button saves what stands there."""
    article = get_interpreting_article_for(request.user, pk, Action.ARTICLE_WRITE)
    revision = latest_revision(article)
    if request.method == "GET":
        return _page(request, article, BlockForms(initial=_initial(blocks_in(revision.body))))
    seen, blocks = SeenForm(request.POST), BlockForms(request.POST)
    if not (blocks.is_valid() and seen.is_valid()):
        return _page(request, article, blocks, status=422)
    kept = [form.cleaned_data for form in blocks if not form.cleaned_data.get("is_dropped")]
    composed = [each["block"] for each in sorted(kept, key=lambda each: each["position"])]
    try:
        under_review = article.revisions.filter(state__in=OPEN - EDITABLE)
        refuse_if(under_review.exists(), _("稿件正在审核或等待发布，不能修改；需要修改请先撤回。"))
        if composed or revision.body:
            save_draft(
                article, by=request.user, at=timezone.now(), seen=seen.cleaned_data["seen"], body=to_html(composed)
            )
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return _page(request, article, blocks, status=409)
    if seen.cleaned_data["add"]:
        added = Block(Kind(seen.cleaned_data["add"]), "", ())
        return _page(request, article, BlockForms(initial=_initial([*composed, added])))
    messages.success(request, _("图解已保存为草稿。"))
    return redirect("interpretation-office:chart", pk)


def _initial(blocks: list[Block]) -> list[dict]:
    return [
        {"kind": block.kind, "title": block.title, "lines": block.lines, "position": number}
        for number, block in enumerate(blocks, start=1)
    ]


def _page(request: HttpRequest, article: Article, blocks: forms.BaseFormSet, *, status: int = 200) -> HttpResponse:
    revision = latest_revision(article)
    context = {
        "article": article,
        "revision": revision,
        "blocks": blocks,
        "kinds": [(kind.value, kind.label) for kind in Kind if kind != Kind.TEXT],
        "seen": revision.edited_at.isoformat(),
    }
    return office_page(request, "interpretation/office/chart.html", context, title=_("图解"), status=status)
