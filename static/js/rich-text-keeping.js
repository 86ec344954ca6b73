// Keeps what is being written in this browser, and offers it again when it was not saved.
window.RichTextKeeping = (function () {
  "use strict";
  const EVERY = 5000;
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const PREFIX = "portal-draft:";

  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function keep(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (error) { return false; } }
  function forget(key) { try { localStorage.removeItem(key); } catch (error) { /* nothing is kept here then */ } }

  function tidy(now) {
    Object.keys(localStorage).filter(function (key) { return key.indexOf(PREFIX) === 0; }).forEach(function (key) {
      const kept = read(key);
      if (!kept || now - kept.at > KEPT_FOR) { forget(key); }
    });
  }

  function clock(moment) {
    const day = new Date(moment);
    const two = function (number) { return String(number).padStart(2, "0"); };
    return (day.getMonth() + 1) + "月" + day.getDate() + "日 " + two(day.getHours()) + ":" + two(day.getMinutes());
  }

  function offer(editor, form, key, kept, start) {
    const bar = document.createElement("div");
    bar.className = "rich-text-offer";
    bar.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = "这台电脑上有 " + clock(kept.at) + " 未保存的内容（约 " + kept.length + " 字）。";
    const again = document.createElement("button");
    const drop = document.createElement("button");
    [again, drop].forEach(function (button) { button.type = "button"; button.className = "office-button office-button-quiet"; });
    again.textContent = "恢复";
    drop.textContent = "不要了";
    again.addEventListener("click", function () {
      editor.undoManager.transact(function () { editor.setContent(kept.body); });
      editor.save();
      const title = form.querySelector("[name=title]");
      if (title && kept.title) { title.value = kept.title; }
      bar.remove();
      start();
    });
    drop.addEventListener("click", function () { forget(key); bar.remove(); start(); });
    bar.append(words, again, drop);
    editor.getContainer().before(bar);
  }

  function watch(editor, area) {
    const form = area.form;
    if (!form || !window.localStorage) { return; }
    const person = area.dataset.person || "";
    const key = PREFIX + person + ":" + location.pathname;
    const hasErrors = Boolean(document.querySelector(".errorlist, .errornote"));
    const title = form.querySelector("[name=title]");
    let last = editor.getContent();
    let timer = 0;
    const note = document.createElement("p");
    note.className = "rich-text-kept";
    note.setAttribute("aria-live", "polite");
    editor.getContainer().after(note);

    function store() {
      const body = editor.getContent();
      if (body === last) { return; }
      last = body;
      const text = editor.getContent({ format: "text" }).replace(/\s/g, "");
      const kept = { at: Date.now(), title: title ? title.value : "", body: body, length: text.length };
      note.textContent = keep(key, kept) ? "已在这台电脑上暂存，" + clock(kept.at) : "内容较多，这台电脑无法暂存，请及时保存草稿。";
    }
    function start() { timer = timer || setInterval(store, EVERY); window.addEventListener("pagehide", store); }

    tidy(Date.now());
    form.addEventListener("submit", function () { const kept = read(key); if (kept) { kept.sent = true; keep(key, kept); } clearInterval(timer); window.removeEventListener("pagehide", store); });
    const kept = read(key);
    if (kept && kept.body === last) { forget(key); }
    if (kept && !hasErrors && kept.body !== last) {
      keep(key, Object.assign(kept, { sent: false }));
      offer(editor, form, key, kept, start);
      return;
    }
    start();
  }

  return { watch: watch };
})();
