// Finds a quoted passage in the text of a page or of the editor and marks it without touching the document.
// The text is read as the server reads it: blocks apart, markup within a line without trace, invisible characters left out.
(function () {
  "use strict";
  const INLINE = new Set(["A", "B", "STRONG", "EM", "I", "U", "S", "SUB", "SUP", "SMALL", "MARK", "SPAN", "CODE", "IMG", "COL", "COLGROUP"]);
  const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\u2060\ufeff]/;

  function textOf(root) {
    const places = [];
    let text = "";
    function apart() { if (text && !text.endsWith("\n")) { text += "\n"; places.push(null); } }
    function walk(node) {
      if (node.nodeType === 3) {
        for (let at = 0; at < node.data.length; at += 1) {
          const character = node.data[at];
          if (INVISIBLE.test(character)) { continue; }
          text += /[\t\r\n\f]/.test(character) ? " " : character;
          places.push({ node: node, at: at });
        }
      } else if (node.nodeType === 1 && !node.hasAttribute("data-mce-bogus")) {
        const block = !INLINE.has(node.tagName);
        if (block) { apart(); }
        node.childNodes.forEach(walk);
        if (block) { apart(); }
      }
    }
    root.childNodes.forEach(walk);
    return { text: text, places: places };
  }

  // The texts of several parts in a row without white space, as content/quoting.py reads what can be quoted.
  function squeezedOf(roots) {
    const places = [];
    let text = "";
    roots.forEach(function (root) {
      const read = textOf(root);
      read.places.forEach(function (place, at) {
        if (place && !/\s/.test(read.text[at])) { text += read.text[at]; places.push(place); }
      });
    });
    return { text: text, places: places };
  }

  // Places of an occurrence of the quote, the first being 0, one for each character; null when it is no longer there.
  // Findings come one after another; a passage that somebody chose may overlap the one before (step 1).
  function find(read, quote, occurrence, step) {
    let at = -1, from = 0;
    for (let n = 0; n <= occurrence; n += 1) {
      at = quote ? read.text.indexOf(quote, from) : -1;
      if (at < 0) { return null; }
      from = at + (step || quote.length);
    }
    return read.places.slice(at, at + quote.length).filter(Boolean);
  }

  function rangeOf(places) {
    const first = places[0], last = places[places.length - 1];
    const range = first.node.ownerDocument.createRange();
    range.setStart(first.node, first.at);
    range.setEnd(last.node, last.at + 1);
    return range;
  }

  // Paints ranges by name through the browser's highlights; where there are none, the list still leads to each place.
  function paint(view, ranges) {
    if (!view.CSS || !view.CSS.highlights || !view.Highlight) { return; }
    Object.keys(ranges).forEach(function (name) {
      view.CSS.highlights.set(name, new view.Highlight(...ranges[name]));
    });
  }

  window.textMarks = { textOf: textOf, squeezedOf: squeezedOf, find: find, rangeOf: rangeOf, paint: paint };
})();
