// The findings on the reviewer's screen: marked in the page that is shown, and each row leads to its place there.
(function () {
  "use strict";
  const marks = window.textMarks;
  const list = document.querySelector("[data-findings]");
  const frame = document.querySelector("[data-frame] iframe");
  if (!list || !frame || !marks) { return; }
  const rows = Array.from(list.querySelectorAll(".pr-item"));

  function body() { const page = frame.contentDocument; return page && page.querySelector(".prose"); }

  function placeOf(row) {
    const root = body();
    if (!root || row.dataset.field !== "body") { return null; }
    if (row.dataset.element) { return { element: root.querySelectorAll(row.dataset.element)[Number(row.dataset.occurrence)] }; }
    const places = marks.find(marks.textOf(root), row.dataset.quote, Number(row.dataset.occurrence));
    return places && places.length ? { range: marks.rangeOf(places), element: places[0].node.parentElement } : null;
  }

  function mark() {
    const ranges = { "pr-warn": [], "pr-block": [] };
    rows.forEach(function (row) {
      const place = placeOf(row);
      if (place && place.range) { ranges["pr-" + row.dataset.severity].push(place.range); }
    });
    marks.paint(frame.contentWindow, ranges);
  }

  rows.forEach(function (row) {
    if (row.dataset.field !== "body") { return; }
    const link = document.createElement("button");
    link.type = "button";
    link.className = "pr-verb";
    link.textContent = "在文中查看";
    link.addEventListener("click", function () {
      const shown = document.querySelector('[data-show="page"]');
      if (shown) { shown.click(); }
      const place = placeOf(row);
      if (!place || !place.element) { return; }
      place.element.scrollIntoView({ block: "center" });
      if (place.range) { marks.paint(frame.contentWindow, { "pr-here": [place.range] }); }
    });
    row.append(link);
  });
  frame.addEventListener("load", mark);
  if (frame.contentDocument && frame.contentDocument.readyState === "complete") { mark(); }
})();
