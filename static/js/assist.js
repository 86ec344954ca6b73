// Aids for readers: 长者模式, larger type, high contrast, big pointer, reading aloud. Choices are kept in localStorage.
(function () {
  "use strict";
  var root = document.documentElement;
  var bar = document.getElementById("assist");
  var chosen = {};
  try { chosen = JSON.parse(localStorage.getItem("assist") || "{}"); } catch (error) { chosen = {}; }

  function store() { try { localStorage.setItem("assist", JSON.stringify(chosen)); } catch (error) { /* private mode */ } }
  function flag(name, value, on) { if (on) root.dataset[name] = value; else delete root.dataset[name]; }
  function press(selector, on) {
    document.querySelectorAll(selector).forEach(function (button) { button.setAttribute("aria-pressed", String(Boolean(on))); });
  }
  function apply() {
    flag("elder", "on", chosen.elder);
    flag("contrast", "high", chosen.contrast);
    flag("cursor", "big", chosen.cursor);
    flag("scale", String(chosen.scale || ""), chosen.scale);
    press("[data-assist-elder]", chosen.elder);
    press('[data-assist="simple"]', chosen.elder);
    press('[data-assist="contrast"]', chosen.contrast);
    press('[data-assist="cursor"]', chosen.cursor);
    store();
  }
  function show(open) {
    if (!bar) return;
    bar.hidden = !open;
    document.querySelectorAll("[data-assist-open]").forEach(function (button) { button.setAttribute("aria-expanded", String(open)); });
  }

  // Reading aloud: paragraph after paragraph of the main text, the spoken one marked.
  var voice = window.speechSynthesis;
  var queue = [];
  var spoken = null;
  function mark(element) {
    if (spoken) spoken.classList.remove("is-spoken");
    spoken = element;
    if (element) { element.classList.add("is-spoken"); element.scrollIntoView({ block: "nearest" }); }
  }
  function isSpeaking() { return root.dataset.speaking === "on"; }
  function setSpeaking(on) {
    flag("speaking", "on", on);
    press('[data-assist="speak"], [data-speak]', on);
    document.querySelectorAll("[data-speak] .label").forEach(function (label) { label.textContent = on ? "停止朗读" : "朗读"; });
  }
  function next() {
    var element = queue.shift();
    mark(element || null);
    if (!element || !isSpeaking()) { setSpeaking(false); mark(null); return; }
    var words = new SpeechSynthesisUtterance(element.innerText.slice(0, 2000));
    words.lang = "zh-CN";
    words.rate = 0.95;
    words.onend = next;
    words.onerror = function () { setSpeaking(false); mark(null); };
    voice.speak(words);
  }
  function speak() {
    if (isSpeaking()) { queue = []; voice.cancel(); setSpeaking(false); mark(null); return; }
    var place = document.querySelector("[data-readable]") || document.getElementById("main");
    place.querySelectorAll("[data-fold-question]").forEach(function (fold) { fold.open = true; });
    queue = Array.from(place.querySelectorAll("h1, h2, h3, p, li, td, dt, dd, summary, figcaption, .lead")).filter(function (element) {
      return element.innerText.trim() && element.offsetParent && !element.querySelector("p, li, h2, h3") && !element.closest("[data-silent]");
    });
    voice.cancel();
    setSpeaking(true);
    next();
  }
  if (!voice) document.querySelectorAll('[data-speak], [data-assist="speak"]').forEach(function (button) { button.hidden = true; });

  document.addEventListener("click", function (event) {
    var target = event.target.closest && event.target.closest("[data-assist], [data-assist-elder], [data-assist-open], [data-speak]");
    if (!target) return;
    if (target.hasAttribute("data-speak")) return speak();
    if (target.hasAttribute("data-assist-open")) return show(bar.hidden);
    if (target.hasAttribute("data-assist-elder")) {
      chosen.elder = !chosen.elder;
      chosen.contrast = chosen.elder;
      chosen.cursor = chosen.elder;
      delete chosen.scale;
      show(chosen.elder);
      return apply();
    }
    switch (target.dataset.assist) {
      case "larger": chosen.scale = Math.min(2, (chosen.scale || 0) + 1); break;
      case "smaller": chosen.scale = Math.max(0, (chosen.scale || 0) - 1); break;
      case "contrast": chosen.contrast = !chosen.contrast; break;
      case "cursor": chosen.cursor = !chosen.cursor; break;
      case "simple": chosen.elder = !chosen.elder; break;
      case "speak": return speak();
      case "reset": chosen = {}; break;
      case "close": return show(false);
    }
    apply();
  });
  window.addEventListener("pagehide", function () { if (voice) voice.cancel(); });
  apply();
  if (chosen.elder) show(true);
})();
