// Remarks on passages: words selected in the frame go into the form; quoted words are marked there and can be shown.
// White space does not count, as in content/quoting.py.
(function () {
  "use strict";
  const section = document.querySelector("[data-comments]");
  const page = document.querySelector("[data-frame] iframe");
  const marks = window.textMarks;
  if (!section || !page || !marks) { return; }
  const remark = section.querySelector("[data-remark]");

  function squeezed(text) { return text.replace(/\s+/g, ""); }
  function read(doc) { return marks.squeezedOf(Array.from(doc.querySelectorAll(".article-head h1, .article-head .subtitle, .prose"))); }

  function mark(doc) {
    const words = read(doc), ranges = [];
    section.querySelectorAll("[data-quote]").forEach(function (quote) {
      const places = marks.find(words, squeezed(quote.dataset.quote), Number(quote.dataset.occurrence) - 1, 1);
      if (!places || !places.length) { return; }
      const range = marks.rangeOf(places);
      if (!quote.closest(".is-resolved")) { ranges.push(range); }
      quote.tabIndex = 0;
      quote.setAttribute("role", "button");
      quote.title = "在页面上看这一处";
      function reveal() {
        document.querySelector('[data-show="page"]').click();
        range.startContainer.parentElement.scrollIntoView({ block: "center" });
      }
      quote.onclick = reveal;
      quote.onkeydown = function (event) { if (event.key === "Enter") { reveal(); } };
    });
    marks.paint(doc.defaultView, { remark: ranges });
  }

  function take(doc, isByTouch) {
    const selection = doc.getSelection();
    if (!remark || !selection || selection.isCollapsed) { return; }
    const range = selection.getRangeAt(0), found = read(doc), words = found.text;
    const chosen = Array.from(found.places.keys()).filter(function (index) {
      const place = found.places[index];
      return range.isPointInRange(place.node, place.at) && range.comparePoint(place.node, place.at + 1) <= 0;
    });
    if (!chosen.length || chosen.length > 300) { return; }
    const quote = words.slice(chosen[0], chosen[chosen.length - 1] + 1);
    let occurrence = 0;
    for (let at = words.indexOf(quote); at >= 0 && at <= chosen[0]; at = words.indexOf(quote, at + 1)) { occurrence += 1; }
    remark.open = true;
    remark.querySelector("[name=quote]").value = selection.toString().trim().slice(0, 300);
    remark.querySelector("[name=occurrence]").value = String(Math.max(1, occurrence));
    if (!isByTouch) { remark.scrollIntoView({ block: "nearest" }); }
  }

  if (remark) {
    // Words typed by hand mean their first occurrence.
    remark.querySelector("[name=quote]").addEventListener("input", function () { remark.querySelector("[name=occurrence]").value = "1"; });
  }
  function attach() {
    let doc = null;
    try { doc = page.contentDocument; } catch (error) { return; }
    if (!doc || !doc.querySelector(".prose")) { return; }
    mark(doc);
    doc.addEventListener("mouseup", function () { window.setTimeout(function () { take(doc); }, 0); });
    // A finger ends no selection: it goes on with the handles, so the words are taken without leading away from them.
    let isByTouch = false, pause = 0;
    doc.addEventListener("pointerdown", function (event) { isByTouch = event.pointerType !== "mouse"; });
    doc.addEventListener("selectionchange", function () {
      if (!isByTouch) { return; }
      window.clearTimeout(pause);
      pause = window.setTimeout(function () { take(doc, true); }, 500);
    });
    doc.addEventListener("keyup", function (event) { if (event.shiftKey || event.key === "Shift") { take(doc); } });
  }
  page.addEventListener("load", attach);
  if (page.contentDocument && page.contentDocument.readyState === "complete") { attach(); }
})();
