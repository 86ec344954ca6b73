// 繁體: shows the page in traditional characters and back. The dictionary is fetched only when a reader asks; the choice is kept.
// What a reader typed, what is marked translate="no" and what is in another language stay as they are.
(function () {
  "use strict";
  var root = document.documentElement;
  var switches = document.querySelectorAll("[data-hant-switch]");
  if (!switches.length) return;
  var language = root.lang;
  var KEEP = "script, style, textarea, code, [translate='no'], [lang]:not([lang^='zh'])";
  var ATTRIBUTES = ["title", "placeholder", "alt", "aria-label"];
  var changed = [];
  var convert = null;
  var watcher = null;
  var title = "";

  function turn(node, read, write) {
    var before = read(node);
    if (!before || !/[\u3400-\u9fff]/.test(before)) return;
    var after = convert(before);
    if (after === before) return;
    write(node, after);
    changed.push({ node: node, read: read, write: write, before: before, after: after });
  }
  var readText = function (node) { return node.data; };
  var writeText = function (node, words) { node.data = words; };
  var ofAttribute = ATTRIBUTES.map(function (name) {
    return { name: name, read: function (node) { return node.getAttribute(name); }, write: function (node, words) { node.setAttribute(name, words); } };
  });
  function turnAll(place) {
    if (place.nodeType === Node.TEXT_NODE) {
      if (place.parentElement && !place.parentElement.closest(KEEP)) turn(place, readText, writeText);
      return;
    }
    if (place.nodeType !== Node.ELEMENT_NODE || place.closest(KEEP)) return;
    var texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    var node;
    while ((node = texts.nextNode())) if (!node.parentElement.closest(KEEP)) turn(node, readText, writeText);
    ofAttribute.forEach(function (each) {
      var found = Array.from(place.querySelectorAll("[" + each.name + "]"));
      if (place.hasAttribute(each.name)) found.push(place);
      found.forEach(function (element) { if (!element.closest("[translate='no'], [lang]:not([lang^='zh'])")) turn(element, each.read, each.write); });
    });
  }
  function watch() {
    watcher = new MutationObserver(function (records) {
      records.forEach(function (record) {
        if (record.type === "childList") record.addedNodes.forEach(turnAll);
        else if (record.type === "characterData") turnAll(record.target);
        else turnAll(record.target);
      });
      watcher.takeRecords();
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
  }
  function label(on) {
    switches.forEach(function (button) {
      button.textContent = on ? "简体" : "繁體";
      button.lang = on ? "zh-Hans" : "zh-Hant";
    });
  }
  function show() {
    convert = convert || window.OpenCC.Converter({ from: "cn", to: "tw" });
    title = document.title;
    document.title = convert(title);
    turnAll(document.body);
    root.lang = "zh-Hant";
    label(true);
    watch();
  }
  function back() {
    if (watcher) { watcher.disconnect(); watcher = null; }
    changed.reverse().forEach(function (each) { if (each.read(each.node) === each.after) each.write(each.node, each.before); });
    changed = [];
    document.title = title;
    root.lang = language;
    label(false);
  }
  function remember(on) {
    try { if (on) localStorage.setItem("hant", "on"); else localStorage.removeItem("hant"); } catch (error) { /* private mode */ }
  }
  function library() {
    var script = document.getElementById("hant-library");
    if (!script) {
      script = document.createElement("script");
      script.id = "hant-library";
      script.src = switches[0].dataset.hantSwitch;
      document.head.appendChild(script);
    }
    return script;
  }
  function whenReady() {
    return new Promise(function (resolve, reject) {
      if (window.OpenCC) return resolve();
      var script = library();
      script.addEventListener("load", resolve);
      script.addEventListener("error", function () { script.remove(); reject(new Error("dictionary")); });
    });
  }
  function change(on) {
    switches.forEach(function (button) { button.setAttribute("aria-busy", "true"); });
    var wanted = on ? whenReady().then(show) : Promise.resolve().then(back);
    wanted.then(function () { remember(on); }, function () { /* No dictionary, no change: the page stays readable as it is. */ })
      .then(function () { switches.forEach(function (button) { button.removeAttribute("aria-busy"); }); });
  }
  switches.forEach(function (button) { button.addEventListener("click", function () { change(root.lang !== "zh-Hant"); }); });
  if (root.dataset.hant === "on") change(true);
})();
