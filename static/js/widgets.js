// Tabs and the picture show. Without scripts all panels and the first picture are simply there.
(function () {
  "use strict";

  document.querySelectorAll("[data-tabs]").forEach(function (box) {
    var bar = box.querySelector(".tabs-bar");
    var links = Array.from(bar.querySelectorAll("a"));
    var panels = Array.from(box.querySelectorAll("[data-panel]"));
    var more = box.querySelector("[data-tabs-more]");
    if (!links.length) return;
    bar.setAttribute("role", "tablist");
    function open(index, focus) {
      links.forEach(function (link, at) {
        link.setAttribute("aria-selected", String(at === index));
        link.tabIndex = at === index ? 0 : -1;
      });
      panels.forEach(function (panel, at) { panel.classList.toggle("is-open", at === index); });
      if (more && links[index].dataset.more) more.href = links[index].dataset.more;
      if (focus) links[index].focus();
    }
    links.forEach(function (link, index) {
      link.parentElement.setAttribute("role", "presentation");
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", panels[index].id);
      link.id = panels[index].id + "-tab";
      panels[index].setAttribute("role", "tabpanel");
      panels[index].setAttribute("aria-labelledby", link.id);
      link.addEventListener("click", function (event) { event.preventDefault(); open(index, false); });
      link.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) { event.preventDefault(); open((index + step + links.length) % links.length, true); }
        if (event.key === "Home") { event.preventDefault(); open(0, true); }
        if (event.key === "End") { event.preventDefault(); open(links.length - 1, true); }
      });
    });
    box.classList.add("is-ready");
    open(0, false);
  });

  document.querySelectorAll("[data-show]").forEach(function (show) {
    var slides = Array.from(show.querySelectorAll("[data-slide]"));
    var dots = Array.from(show.querySelectorAll("[data-dot]"));
    var button = show.querySelector("[data-show-pause]");
    var current = 0;
    var timer = null;
    var wanted = !window.matchMedia("(prefers-reduced-motion: reduce)").matches && document.documentElement.dataset.elder !== "on";
    if (slides.length < 2) return;
    function go(index) {
      current = (index + slides.length) % slides.length;
      slides.forEach(function (slide, at) { slide.hidden = at !== current; });
      dots.forEach(function (dot, at) { if (at === current) dot.setAttribute("aria-current", "true"); else dot.removeAttribute("aria-current"); });
    }
    function stop() { clearInterval(timer); timer = null; }
    function start() { stop(); if (wanted) timer = setInterval(function () { go(current + 1); }, 6000); }
    function label() {
      button.setAttribute("aria-label", wanted ? "暂停轮播" : "播放轮播");
      button.firstElementChild.className = "icon " + (wanted ? "i-pause" : "i-play");
    }
    dots.forEach(function (dot, at) { dot.addEventListener("click", function () { wanted = false; label(); stop(); go(at); }); });
    button.addEventListener("click", function () { wanted = !wanted; label(); start(); });
    show.addEventListener("mouseenter", stop);
    show.addEventListener("mouseleave", start);
    show.addEventListener("focusin", stop);
    show.addEventListener("focusout", start);
    document.addEventListener("visibilitychange", function () { if (document.hidden) stop(); else start(); });
    go(0);
    label();
    start();
  });

  // Side navigation: open on wide screens, one line on small ones.
  var small = window.matchMedia("(max-width: 960px)");
  document.querySelectorAll("[data-fold-small]").forEach(function (fold) {
    function fit() { fold.open = !small.matches; fold.dataset.fitted = ""; }
    small.addEventListener("change", fit);
    fit();
  });

  // Questions of a 图解: all come open; of several only the first stays so.
  document.querySelectorAll("section:has(> [data-fold-question])").forEach(function (block) {
    block.querySelectorAll("[data-fold-question]").forEach(function (fold, place) { fold.open = place === 0; });
  });

  // Q&A and other folds print open.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([data-keep-shut])").forEach(function (fold) { fold.open = true; });
  });
})();
