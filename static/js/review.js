// The review screen: switch between page and differences; Alt+P and Alt+R press the buttons; a second click is ignored.
(function () {
  "use strict";
  document.querySelectorAll("[data-show]").forEach(function (tab) {
    tab.addEventListener("click", function () {
      document.querySelectorAll("[data-show]").forEach(function (other) { other.setAttribute("aria-selected", String(other === tab)); });
      document.querySelectorAll("[data-view]").forEach(function (view) { view.hidden = view.dataset.view !== tab.dataset.show; });
    });
  });
  const form = document.querySelector("[data-judge]");
  if (!form) { return; }
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) { return; }
    const key = { KeyP: "[value=pass],[value=issue]", KeyR: "[value=return]" }[event.code];
    if (key) { event.preventDefault(); form.querySelector(key).click(); }
  });
  form.addEventListener("submit", function (event) {
    const opinion = form.querySelector("[name=opinion]");
    if (event.submitter && event.submitter.value === "return" && !opinion.value.trim()) {
      event.preventDefault();
      opinion.setCustomValidity("退回稿件须写明意见。");
      opinion.reportValidity();
      opinion.addEventListener("input", function () { opinion.setCustomValidity(""); }, { once: true });
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
})();
