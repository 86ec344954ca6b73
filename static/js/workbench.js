/* The office pages of letters: the keys that the dialog “键盘操作” shows, ticking rows, and text that is not lost by leaving.
   A key does what its row in the dialog says (data-key, data-does), so the map that is shown is the map in force. */
(function () {
  "use strict";
  const keymap = document.getElementById("wb-keymap");
  const rows = Array.from(document.querySelectorAll("[data-row]"));
  let place = -1;

  function choose(next) {
    if (!rows.length) { return; }
    if (rows[place]) { rows[place].classList.remove("is-chosen"); }
    place = Math.max(0, Math.min(rows.length - 1, next));
    rows[place].classList.add("is-chosen");
    rows[place].querySelector("[data-open]").focus({ preventScroll: true });
    rows[place].scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) { link.click(); }
  }

  function goTo(id) {
    const field = document.querySelector(`#${id} textarea`);
    if (!field) { return; }
    const fold = field.closest("details");
    if (fold) { fold.open = true; }
    field.scrollIntoView({ block: "center" });
    field.focus();
  }

  const doing = {
    "next-row": () => choose(place + 1),
    "previous-row": () => choose(place - 1),
    "open-row": () => { if (rows[place]) { rows[place].querySelector("[data-open]").click(); } },
    "pick-row": () => {
      const box = rows[place] && rows[place].querySelector("input[name=pick]");
      if (box) { box.click(); }
    },
    "search": () => { const search = document.getElementById("wb-q"); if (search) { search.focus(); } },
    "next-letter": () => follow("[rel=next]"),
    "previous-letter": () => follow("[rel=prev]"),
    "reply": () => goTo("move-draft"),
    "note": () => goTo("notes"),
    "back": () => follow("[data-back]"),
    "keys": () => { if (keymap.open) { keymap.close(); } else { keymap.showModal(); } },
  };

  const bound = new Map();
  if (keymap) {
    keymap.querySelectorAll("[data-key]").forEach((row) => bound.set(row.dataset.key, row.dataset.does));
  }

  function isTyping(target) {
    if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) { return true; }
    return target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(target.type);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) { return; }
    const does = bound.get(event.key);
    if (!does || (keymap.open && does !== "keys")) { return; }
    doing[does]();
    event.preventDefault();
  });
  document.querySelectorAll("button[data-does]").forEach((button) => {
    button.addEventListener("click", () => doing[button.dataset.does]());
  });

  document.querySelectorAll("[data-many]").forEach((form) => {
    const boxes = Array.from(form.querySelectorAll("input[name=pick]"));
    const all = form.querySelector("[data-pick-all]");
    const said = form.querySelector("[data-picked]");
    if (!all) { return; }
    const buttons = Array.from(form.querySelectorAll("[formaction]"));
    function show() {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
      said.textContent = ticked ? `已选 ${ticked} 件` : "勾选后可批量办理";
      buttons.forEach((button) => { button.disabled = ticked === 0; });
    }
    all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); show(); });
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  });

  let touched = false;
  document.querySelectorAll("[data-move]").forEach((form) => {
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("submit", () => {
      touched = false;
      window.setTimeout(() => { form.querySelector("[type=submit]").disabled = true; }, 0);
    });
  });
  window.addEventListener("beforeunload", (event) => { if (touched) { event.preventDefault(); } });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-move] [type=submit]").forEach((button) => { button.disabled = false; });
  });

  /* The answer is kept on the server while it is written; a template is put where the cursor is; a preview comes below. */
  document.querySelectorAll("[data-keep]").forEach((form) => {
    const text = form.querySelector("textarea");
    const kept = form.querySelector("[data-kept]");
    const meanwhile = form.querySelector("[data-meanwhile]");
    const WAIT = 1500;
    let timer = 0;
    let last = null;

    const send = (address) => fetch(address, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } });

    async function keep() {
      timer = 0;
      const sent = text.value;
      if (sent === last) { return; }
      try {
        const response = await send(form.dataset.keep);
        const said = await response.json();
        if (said.refused) { kept.textContent = said.refused; return; }
        last = sent;
        if (text.value === sent) { touched = false; }
        kept.textContent = `草稿已保存 ${said.saved}`;
        meanwhile.hidden = !said.meanwhile;
        meanwhile.textContent = said.meanwhile;
      } catch {
        kept.textContent = "网络不通，草稿暂未保存，恢复后自动再试。";
        timer = window.setTimeout(keep, 10 * WAIT);
      }
    }
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, WAIT);
    });
    form.addEventListener("submit", () => window.clearTimeout(timer));

    const insert = form.querySelector("[data-insert]");
    if (insert) {
      insert.addEventListener("click", async (event) => {
        event.preventDefault();
        const said = await (await send(insert.formAction)).json();
        if (said.refused) { kept.textContent = said.refused; return; }
        const start = text.selectionStart;
        const before = text.value.slice(0, start).replace(/\n*$/, (ends) => (start ? "\n".repeat(Math.max(0, 1 - ends.length)) + ends : ""));
        text.value = before + said.text + text.value.slice(text.selectionEnd);
        text.focus();
        text.setSelectionRange(before.length, before.length + said.text.length);
        kept.textContent = `已插入模板“${said.name}”（选中的部分），请逐段核对、改写。`;
        text.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    const preview = form.querySelector("[data-preview]");
    if (preview) {
      preview.addEventListener("click", async (event) => {
        event.preventDefault();
        const place = document.getElementById("reply-preview");
        const response = await send(preview.formAction);
        const shown = await response.text();
        if (response.ok) { place.innerHTML = shown; } else { place.textContent = shown; }
        place.scrollIntoView({ block: "nearest" });
      });
    }
  });

  /* What colleagues did meanwhile is said on top of the page; asked for while somebody looks at it, and when they come back. */
  document.querySelectorAll("[data-changes]").forEach((news) => {
    const EVERY = 30000;
    let timer = 0;
    async function ask() {
      window.clearTimeout(timer);
      if (document.hidden) { return; }
      try {
        const response = await fetch(news.dataset.changes);
        if (response.status === 200) { news.innerHTML = await response.text(); news.hidden = false; }
        if (response.status === 404) {
          news.textContent = "这封信已转交其他单位，或不再由您办理。没有提交的文字请先复制。";
          news.hidden = false;
          return;
        }
      } catch { /* the network is gone for a while: it is asked again */ }
      timer = window.setTimeout(ask, EVERY);
    }
    document.addEventListener("visibilitychange", ask);
    window.addEventListener("focus", ask);
    timer = window.setTimeout(ask, EVERY);
  });

  document.querySelectorAll("[data-count-for]").forEach((count) => {
    const field = document.getElementById(count.dataset.countFor);
    function show() { count.textContent = `${field.value.trim().length} 字`; }
    field.addEventListener("input", show);
    show();
  });
})();
