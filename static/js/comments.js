// Remarks on passages: words selected in the frame go into the form; quoted words are marked there and can be shown.
// White space does not count, as in content/quoting.py.
(function () {
  "use strict";
  const section = document.querySelector("[data-comments]");
  const page = document.querySelector("[data-frame] iframe");
  if (!section || !page) { return; }
  const remark = section.querySelector("[data-remark]");

  // Every character of title, subtitle and text with its place in the page.
  function places(doc) {
    const found = [];
    doc.querySelectorAll(".article-head h1, .article-head .subtitle, .prose").forEach(function (part) {
      const walker = doc.createTreeWalker(part, 4);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < node.data.length; at += 1) {
          if (!/\s/.test(node.data[at])) { found.push({ node: node, at: at }); }
        }
      }
    });
    return found;
  }
  function wordsOf(found) { return found.map(function (place) { return place.node.data[place.at]; }).join(""); }
  function squeezed(text) { return text.replace(/\s+/g, ""); }

  function rangeOf(doc, found, words, quote, occurrence) {
    let at = -1;
    for (let n = 0; n < occurrence; n += 1) {
      at = words.indexOf(quote, at + 1);
      if (at < 0) { return null; }
    }
    const range = doc.createRange();
    const last = found[at + quote.length - 1];
    range.setStart(found[at].node, found[at].at);
    range.setEnd(last.node, last.at + 1);
    return range;
  }

  function mark(doc) {
    const win = doc.defaultView, found = places(doc), words = wordsOf(found), ranges = [];
    section.querySelectorAll("[data-quote]").forEach(function (quote) {
      const range = rangeOf(doc, found, words, squeezed(quote.dataset.quote), Number(quote.dataset.occurrence));
      if (!range) { return; }
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
    if (win.CSS && win.CSS.highlights && ranges.length) {
      const sheet = new win.CSSStyleSheet();
      sheet.replaceSync("::highlight(remark) { background-color: #fde6b8; color: #1b2430; }");
      doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
      win.CSS.highlights.set("remark", new win.Highlight(...ranges));
    }
  }

  function take(doc) {
    const selection = doc.getSelection();
    if (!remark || !selection || selection.isCollapsed) { return; }
    const range = selection.getRangeAt(0), found = places(doc);
    const chosen = found.map(function (place, index) { return index; }).filter(function (index) {
      return range.isPointInRange(found[index].node, found[index].at) && range.comparePoint(found[index].node, found[index].at + 1) <= 0;
    });
    if (!chosen.length || chosen.length > 300) { return; }
    const words = wordsOf(found), quote = words.slice(chosen[0], chosen[chosen.length - 1] + 1);
    let occurrence = 0;
    for (let at = words.indexOf(quote); at >= 0 && at <= chosen[0]; at = words.indexOf(quote, at + 1)) { occurrence += 1; }
    remark.open = true;
    remark.querySelector("[name=quote]").value = selection.toString().trim().slice(0, 300);
    remark.querySelector("[name=occurrence]").value = String(Math.max(1, occurrence));
    remark.scrollIntoView({ block: "nearest" });
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
    doc.addEventListener("keyup", function (event) { if (event.shiftKey || event.key === "Shift") { take(doc); } });
  }
  page.addEventListener("load", attach);
  if (page.contentDocument && page.contentDocument.readyState === "complete") { attach(); }
})();
