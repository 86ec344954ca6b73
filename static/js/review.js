// The reviewer's screen: what the frame shows and how wide, decisions by one keystroke each, the note of what was read.
(function () {
  "use strict";
  const ARMED_AFTER = 1000; // a key held down or pressed twice must not decide on the next item as well
  const opened = Date.now();
  const form = document.querySelector("[data-judge]");
  const frames = document.querySelectorAll("[data-frame]");

  function choose(buttons, chosen) {
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button === chosen)); });
  }

  // What is shown: the page or one of the comparisons.
  const shows = document.querySelectorAll("[data-show]");
  function show(name) {
    document.querySelectorAll("[data-view]").forEach(function (view) { view.hidden = view.dataset.view !== name; });
    document.querySelectorAll("[data-widths]").forEach(function (group) { group.hidden = name !== "page"; });
  }
  shows.forEach(function (button) {
    button.addEventListener("click", function () { choose(shows, button); show(button.dataset.show); fit(); });
  });

  // How wide the frame pretends to be: drawn at that width and made smaller to fit.
  let wanted = 1440;
  function fit() {
    frames.forEach(function (frame) {
      const page = frame.querySelector("iframe");
      const room = frame.clientWidth;
      if (!room) { return; }
      const scale = Math.min(1, room / wanted);
      page.style.width = wanted + "px";
      page.style.height = frame.clientHeight / scale + "px";
      page.style.transform = "scale(" + scale + ")";
      page.style.marginLeft = Math.max(0, (room - wanted * scale) / 2) + "px";
    });
  }
  const widths = document.querySelectorAll("[data-width]");
  widths.forEach(function (button) {
    button.addEventListener("click", function () { wanted = Number(button.dataset.width); choose(widths, button); fit(); });
  });
  if (frames.length) {
    if (window.innerWidth < 720) { wanted = 390; choose(widths, document.querySelector('[data-width="390"]')); }
    show("page");
    fit();
    window.addEventListener("resize", fit);
  }

  // That this version was on the screen, for the next comparison.
  const note = document.querySelector("form[data-seen]");
  if (note) { window.fetch(note.action, { method: "POST", body: new FormData(note), credentials: "same-origin" }); }

  // Decisions.
  const need = document.querySelector("[data-need]");
  function askForOpinion() {
    need.hidden = false;
    const opinion = form.querySelector("[name=opinion]");
    opinion.focus();
    opinion.addEventListener("input", function () { need.hidden = true; }, { once: true });
  }
  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }
  function onKey(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event.target)) { return; }
    const target = { Enter: "[data-primary]", NumpadEnter: "[data-primary]", KeyR: "[data-return]", KeyN: "[data-next]" }[event.code];
    const button = target && document.querySelector(target);
    if (!button) { return; }
    event.preventDefault();
    if (Date.now() - opened > ARMED_AFTER) { button.click(); }
  }
  document.addEventListener("keydown", onKey);
  frames.forEach(function (frame) {
    const page = frame.querySelector("iframe");
    function listen() { try { page.contentDocument.addEventListener("keydown", onKey); } catch (error) { /* a page elsewhere */ } }
    page.addEventListener("load", listen);
    if (page.contentDocument && page.contentDocument.readyState === "complete") { listen(); }
  });
  if (!form) { return; }
  form.addEventListener("submit", function (event) {
    const returns = event.submitter && event.submitter.value === "return";
    if (returns && !form.querySelector("[name=opinion]").value.trim()) { event.preventDefault(); askForOpinion(); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { delete form.dataset.sent; } });
})();
