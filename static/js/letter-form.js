/* Small comforts of the letter form and the receipt; everything works without them. */
(function () {
  "use strict";
  var form = document.querySelector("[data-letter-form]");
  if (form) {
    var touched = false, said = form.querySelector("[type=submit]").firstChild.textContent;
    form.addEventListener("input", function () { touched = true; });
    window.addEventListener("beforeunload", function (event) {
      if (touched) { event.preventDefault(); }
    });
    form.addEventListener("submit", function () {
      var button = form.querySelector("[type=submit]");
      touched = false;
      form.classList.add("is-sending");
      // Disabled only after the form has been read; the server takes a second click as the same letter anyway.
      window.setTimeout(function () { button.disabled = true; button.firstChild.textContent = button.dataset.sending; }, 0);
    });
    window.addEventListener("pageshow", function () {
      form.classList.remove("is-sending");
      form.querySelector("[type=submit]").disabled = false;
      form.querySelector("[type=submit]").firstChild.textContent = said;
    });
  }
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { button.hidden = true; return; }
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () { button.lastChild.textContent = "已复制"; });
    });
  });
})();
