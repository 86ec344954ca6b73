/* While a letter is written: what was answered about the like, and personal data in the text. The page that checks the letter says the same. */
(function () {
  "use strict";
  var form = document.querySelector("[data-hints]"), here = document.querySelector("[data-hints-here]");
  if (!form || !here || !window.fetch) { return; }
  var waiting = null, asked = "", running = null;
  function ask() {
    var title = form.elements.title.value.trim(), body = form.elements.body.value.trim();
    if (title.length + body.length < 8 || title + "\n" + body === asked) { return; }
    asked = title + "\n" + body;
    if (running) { running.abort(); }
    running = window.AbortController ? new AbortController() : null;
    var words = new URLSearchParams();
    words.set("title", title.slice(0, 100));
    words.set("body", body.slice(0, 5000));
    fetch(form.dataset.hints, { method: "POST", body: words, credentials: "omit", signal: running ? running.signal : undefined })
      .then(function (answer) { return answer.status === 200 ? answer.text() : null; })
      .then(function (html) {
        // Only when something changed, so that a screen reader is not told the same twice.
        if (html !== null && html.trim() !== here.innerHTML.trim()) { here.innerHTML = html.trim(); }
      })
      .catch(function () { /* The next step shows it anyway. */ });
  }
  [form.elements.title, form.elements.body].forEach(function (field) {
    field.addEventListener("input", function () { window.clearTimeout(waiting); waiting = window.setTimeout(ask, 1200); });
    field.addEventListener("blur", ask);
  });
  ask();
})();
