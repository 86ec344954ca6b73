/* Keys of the workbench: j and k walk the list, Enter opens, / searches. Forms are sent once and text is not lost by leaving. */
(function () {
  "use strict";
  var list = document.querySelector("[data-rows]");
  var rows = list ? Array.prototype.slice.call(list.querySelectorAll("tbody tr")) : [];
  var place = -1;

  function choose(next) {
    if (!rows.length) { return; }
    if (rows[place]) { rows[place].classList.remove("is-chosen"); }
    place = Math.max(0, Math.min(rows.length - 1, next));
    rows[place].classList.add("is-chosen");
    var link = rows[place].querySelector("a");
    link.focus({ preventScroll: true });
    rows[place].scrollIntoView({ block: "nearest" });
  }

  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) { return; }
    if (event.key === "j") { choose(place + 1); event.preventDefault(); }
    if (event.key === "k") { choose(place - 1); event.preventDefault(); }
    if (event.key === "Enter" && rows[place] && event.target === document.body) { rows[place].querySelector("a").click(); }
    if (event.key === "/") {
      var search = document.getElementById("wb-q");
      if (search) { search.focus(); event.preventDefault(); }
    }
    if (event.key === "Escape") {
      var back = document.querySelector("[data-back]");
      if (back) { back.click(); }
    }
  });

  var touched = false;
  document.querySelectorAll("[data-move]").forEach(function (form) {
    form.addEventListener("input", function () { touched = true; });
    form.addEventListener("submit", function () {
      touched = false;
      window.setTimeout(function () { form.querySelector("[type=submit]").disabled = true; }, 0);
    });
  });
  window.addEventListener("beforeunload", function (event) { if (touched) { event.preventDefault(); } });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-move] [type=submit]").forEach(function (button) { button.disabled = false; });
  });

  document.querySelectorAll("[data-count-for]").forEach(function (count) {
    var field = document.getElementById(count.dataset.countFor);
    function show() { count.textContent = field.value.trim().length + " 字"; }
    field.addEventListener("input", show);
    show();
  });
})();
