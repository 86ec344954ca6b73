// Proof-reading while an article is written: the list beside the text, marks in it, the right form by one click.
(function () {
  "use strict";
  const FIELDS = { title: "标题", subtitle: "副题", body: "正文", summary: "摘要" };
  const marks = window.textMarks;
  let panel, list, status, all, findings = [], turn = 0;

  function field(name) { return document.querySelector("#id_" + name); }
  function editor() { return window.hugerte ? window.hugerte.get("id_body") : null; }
  function make(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    if (text) { node.textContent = text; }
    return node;
  }
  function button(text, className, act) {
    const node = make("button", className, text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  // Asking the server -------------------------------------------------------------------------------------------
  function check() {
    const column = document.querySelector("[name=column]");
    if (!column || !column.value) { status.textContent = "选择栏目后即可校对。"; return Promise.resolve(); }
    const form = new FormData();
    if (editor()) { editor().save(); }
    form.append("column", column.value);
    Object.keys(FIELDS).forEach(function (name) { form.append(name, field(name) ? field(name).value : ""); });
    const mine = ++turn;
    status.textContent = "正在校对……";
    return fetch(panel.dataset.proofread, { method: "POST", body: form, credentials: "same-origin", headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value } })
      .then(function (response) {
        return response.json().catch(function () { return {}; }).then(function (answer) {
          if (mine !== turn) { return; }
          if (!response.ok) { status.textContent = answer.error || "校对没有完成，请稍后再试。"; return; }
          findings = answer.findings;
          show(answer);
        });
      })
      .catch(function () { if (mine === turn) { status.textContent = "网络不通，校对没有完成。"; } });
  }

  // Showing what was found --------------------------------------------------------------------------------------
  function show(answer) {
    status.textContent = !answer.total ? "没有发现问题。" : "共 " + answer.total + " 处" + (answer.total > findings.length ? "，先列出前 " + findings.length + " 处" : "") + "。";
    if (answer.blocking) { status.prepend(make("strong", "pr-count pr-count-block", "必须修改 " + answer.blocking)); }
    const replaceable = findings.filter(function (one) { return one.replacement !== null; });
    all.hidden = replaceable.length < 2;
    all.textContent = "全部替换（" + replaceable.length + "）";
    list.replaceChildren(...findings.map(item));
    mark();
  }

  function item(one) {
    const node = make("li", "pr-item pr-" + one.severity);
    const what = make("p", "pr-what");
    what.append(make("span", "pr-severity", one.severity_label), make("span", "pr-kind", one.kind_label), one.message);
    node.append(what);
    const where = make("p", "pr-where", FIELDS[one.field] + "：");
    if (one.quote) { where.append(make("mark", "", one.quote.length > 60 ? one.quote.slice(0, 60) + "…" : one.quote)); } else { where.append(one.context); }
    node.append(where);
    const verbs = make("p", "pr-verbs");
    verbs.append(button("定位", "pr-verb", function () { go(one); }));
    if (one.replacement !== null) { verbs.append(button("替换为“" + one.replacement + "”", "pr-verb pr-verb-main", function () { replace([one]); })); }
    node.append(verbs);
    return node;
  }

  function mark() {
    if (!editor() || !editor().getBody()) { return; }
    const read = marks.textOf(editor().getBody());
    const ranges = { "pr-warn": [], "pr-block": [] };
    findings.forEach(function (one) {
      const places = one.field === "body" && one.quote ? marks.find(read, one.quote, one.occurrence) : null;
      if (places && places.length) { ranges["pr-" + one.severity].push(marks.rangeOf(places)); }
    });
    marks.paint(editor().getWin(), ranges);
  }

  // Going there, putting it right -------------------------------------------------------------------------------
  function placeIn(value, one) {
    let at = -1, from = 0;
    for (let n = 0; n <= one.occurrence; n += 1) { at = value.indexOf(one.quote, from); if (at < 0) { return -1; } from = at + one.quote.length; }
    return at;
  }

  function gone() { status.textContent = "这里已经改过，正在重新校对。"; check(); }

  function go(one) {
    if (one.field !== "body" || !editor()) {
      const input = field(one.field), at = placeIn(input.value, one);
      input.focus();
      if (at >= 0) { input.setSelectionRange(at, at + one.quote.length); }
      return;
    }
    const body = editor().getBody();
    if (one.element) {
      const found = body.querySelectorAll(one.element + ":not([data-mce-bogus])")[one.occurrence];
      if (!found) { gone(); return; }
      found.scrollIntoView({ block: "center" });
      editor().selection.select(found);
      editor().focus();
      return;
    }
    const places = marks.find(marks.textOf(body), one.quote, one.occurrence);
    if (!places) { gone(); return; }
    places[0].node.parentElement.scrollIntoView({ block: "center" });
    editor().focus();
    editor().selection.setRng(marks.rangeOf(places));
  }

  function write(places, right) {
    const byNode = new Map();
    places.forEach(function (place) { byNode.set(place.node, (byNode.get(place.node) || []).concat(place.at)); });
    let first = true;
    byNode.forEach(function (at, node) {
      const start = at[0], end = at[at.length - 1] + 1;
      node.replaceData(start, end - start, first ? right : "");
      first = false;
    });
  }

  // From the end to the beginning, so that what is still to be replaced keeps its number.
  function replace(chosen) {
    const inBody = chosen.filter(function (one) { return one.field === "body"; }).sort(function (a, b) { return b.start - a.start; });
    chosen.filter(function (one) { return one.field !== "body"; }).sort(function (a, b) { return b.start - a.start; }).forEach(function (one) {
      const input = field(one.field), at = placeIn(input.value, one);
      if (at >= 0) { input.setRangeText(one.replacement, at, at + one.quote.length, "select"); input.dispatchEvent(new Event("input", { bubbles: true })); }
    });
    if (inBody.length && editor()) {
      editor().undoManager.transact(function () {
        const read = marks.textOf(editor().getBody());
        inBody.forEach(function (one) {
          const places = marks.find(read, one.quote, one.occurrence);
          if (places) { write(places, one.replacement); }
        });
      });
      editor().setDirty(true);
      editor().save();
    }
    check();
  }

  // The panel ---------------------------------------------------------------------------------------------------
  function build() {
    panel = document.querySelector("[data-proofread]");
    if (!panel || !field("body")) { return; }
    const head = make("div", "pr-head");
    status = make("p", "pr-status");
    status.setAttribute("role", "status");
    all = button("全部替换", "office-button office-button-quiet pr-small", function () { replace(findings.filter(function (one) { return one.replacement !== null; })); });
    all.hidden = true;
    head.append(make("h2", "pr-title", "校对"), status, all, button("校对全文", "office-button office-button-quiet pr-small", check));
    list = make("ul", "pr-list");
    panel.append(head, list);
    panel.hidden = false;
    const row = field("body").closest(".form-row, .field-body") || field("body").parentElement;
    row.after(panel);
    status.textContent = "检查错敏词、日期、标点、链接、图片和表格。";
    if (field("body").value.trim()) { window.setTimeout(check, 600); }
  }

  document.addEventListener("DOMContentLoaded", build);
})();
