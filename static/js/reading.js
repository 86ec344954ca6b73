// Tools of a content page: type size, print, close, sharing, view count, wide tables.
(function () {
  "use strict";
  var text = document.querySelector("[data-readable]");
  var buttons = Array.from(document.querySelectorAll("[data-size]"));
  function size(name) {
    if (text) text.dataset.textSize = name;
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.size === name)); });
    try { localStorage.setItem("text-size", name); } catch (error) { /* private mode */ }
  }
  var stored = "medium";
  try { stored = localStorage.getItem("text-size") || "medium"; } catch (error) { /* private mode */ }
  if (buttons.length) size(["large", "medium", "small"].indexOf(stored) < 0 ? "medium" : stored);
  buttons.forEach(function (button) { button.addEventListener("click", function () { size(button.dataset.size); }); });

  document.querySelectorAll("[data-print]").forEach(function (button) { button.addEventListener("click", function () { window.print(); }); });
  document.querySelectorAll("[data-close]").forEach(function (button) {
    button.addEventListener("click", function () { if (history.length > 1) history.back(); else window.close(); });
  });
  document.querySelectorAll("details[data-pop]").forEach(function (fold) {
    document.addEventListener("click", function (event) { if (!fold.contains(event.target)) fold.open = false; });
    fold.addEventListener("keydown", function (event) { if (event.key === "Escape") { fold.open = false; fold.querySelector("summary").focus(); } });
  });

  // Views are counted after load because the page itself is stored.
  document.querySelectorAll("[data-views]:not([data-views=''])").forEach(function (place) {
    fetch(place.dataset.views, { method: "POST", credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (answer) {
        if (!answer) return;
        place.querySelector("[data-views-number]").textContent = new Intl.NumberFormat("zh-CN").format(answer.views);
        place.hidden = false;
      })
      .catch(function () { /* The count stays hidden. */ });
  });

  if (text) text.querySelectorAll("table").forEach(function (table) {
    if (table.parentElement.classList.contains("scroll-x")) return;
    var box = document.createElement("div");
    box.className = "scroll-x";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "表格，可左右滚动");
    table.replaceWith(box);
    box.appendChild(table);
  });
})();
