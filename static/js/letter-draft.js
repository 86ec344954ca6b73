/* Keeps title and text of a letter in this browser while it is written: only where the writer said so, and never longer than a week. */
(function () {
  "use strict";
  var WEEK = 7 * 24 * 3600 * 1000;
  function key(name) { return "letter-draft:" + name; }
  function read(name) {
    try {
      var draft = JSON.parse(localStorage.getItem(key(name)) || "null");
      if (draft && Date.now() - draft.at > WEEK) { forget(name); return null; }
      return draft;
    } catch (error) { return null; }
  }
  function forget(name) { try { localStorage.removeItem(key(name)); } catch (error) { /* Nothing was kept then. */ } }

  var done = document.querySelector("[data-draft-done]");
  if (done) { forget(done.dataset.draftDone); return; }

  var form = document.querySelector("[data-draft]"), bar = document.querySelector("[data-draft-bar]");
  if (!form || !bar) { return; }
  try { localStorage.setItem("letter-draft-test", "1"); localStorage.removeItem("letter-draft-test"); } catch (error) { return; }
  var name = form.dataset.draft, consent = bar.querySelector("[data-draft-consent]"), said = bar.querySelector("[data-draft-said]");
  var offer = form.querySelector("[data-draft-offer]"), waiting = null;
  var fields = [form.elements.title, form.elements.body];
  bar.hidden = false;

  function clock(at) {
    var day = new Date(at), two = function (number) { return (number < 10 ? "0" : "") + number; };
    return two(day.getMonth() + 1) + "-" + two(day.getDate()) + " " + two(day.getHours()) + ":" + two(day.getMinutes());
  }
  function showClear(shown) { bar.querySelector("[data-draft-clear]").hidden = !shown; }
  function save() {
    if (!consent.checked) { return; }
    try {
      localStorage.setItem(key(name), JSON.stringify({ at: Date.now(), title: fields[0].value, body: fields[1].value }));
      said.textContent = "草稿已保存在本机（" + clock(Date.now()) + "），只含标题和内容。";
      showClear(true);
    } catch (error) { said.textContent = "这台设备不允许保存草稿。"; }
  }
  var draft = read(name);
  if (draft) {
    consent.checked = true;
    if (!fields[0].value && !fields[1].value) {
      offer.hidden = false;
      offer.querySelector("[data-draft-when]").textContent = clock(draft.at);
      offer.querySelector("[data-draft-restore]").addEventListener("click", function () {
        fields[0].value = draft.title; fields[1].value = draft.body;
        fields.forEach(function (field) { field.dispatchEvent(new Event("input", { bubbles: true })); });
        offer.hidden = true;
        fields[1].focus();
      });
    } else { save(); }
  }
  fields.forEach(function (field) {
    field.addEventListener("input", function () { window.clearTimeout(waiting); waiting = window.setTimeout(save, 800); });
  });
  consent.addEventListener("change", function () {
    if (consent.checked) { save(); } else { forget(name); showClear(false); said.textContent = "不保存草稿。"; }
  });
  form.querySelectorAll("[data-draft-clear]").forEach(function (button) {
    button.addEventListener("click", function () {
      window.clearTimeout(waiting);
      forget(name);
      consent.checked = false;
      offer.hidden = true;
      showClear(false);
      said.textContent = "草稿已清除。";
    });
  });
})();
