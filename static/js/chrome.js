// The frame of a page: today's date, navigation, asking before leaving for a site that is not a government's.
(function () {
  "use strict";

  // Today in Beijing time, whatever the visitor's clock zone; pages are stored, so the server cannot print it.
  document.querySelectorAll("[data-today]").forEach(function (place) {
    var now = new Date();
    place.textContent = new Intl.DateTimeFormat("zh-CN", {
      timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", weekday: "long"
    }).format(now).replace(/(日)(星期)/, "$1 $2");
    place.dateTime = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(now);
  });

  // Navigation: the small buttons open a panel, Escape and leaving close it.
  var nav = document.querySelector("[data-nav]");
  if (nav) {
    var items = nav.querySelectorAll(".nav-item.has-children");
    var set = function (item, open) {
      item.classList.toggle("is-open", open);
      item.querySelector(".nav-more").setAttribute("aria-expanded", String(open));
    };
    items.forEach(function (item) {
      var button = item.querySelector(".nav-more");
      button.addEventListener("click", function () {
        var open = !item.classList.contains("is-open");
        items.forEach(function (other) { set(other, false); });
        set(item, open);
      });
      item.addEventListener("keydown", function (event) {
        if (event.key === "Escape") { set(item, false); item.classList.add("is-shut"); button.focus(); }
        if (event.key === "ArrowDown" && event.target === item.querySelector("a")) {
          event.preventDefault(); set(item, true); item.querySelector(".nav-panel a").focus();
        }
      });
      item.addEventListener("mouseleave", function () { item.classList.remove("is-shut"); });
      item.addEventListener("focusout", function (event) {
        if (!nav.classList.contains("is-open") && !item.contains(event.relatedTarget)) { set(item, false); item.classList.remove("is-shut"); }
      });
    });
    var toggle = document.querySelector("[data-nav-toggle]");
    if (toggle) {
      toggle.addEventListener("click", function () {
        var open = nav.classList.toggle("is-open");
        toggle.setAttribute("aria-expanded", String(open));
        if (open) { var first = nav.querySelector("a"); if (first) first.focus({ preventScroll: true }); }
      });
      document.addEventListener("keydown", function (event) {
        if (event.key === "Escape" && nav.classList.contains("is-open")) { toggle.click(); toggle.focus(); }
      });
    }
  }

  // Leaving: links to hosts that are neither this one nor trusted (gov.cn …) ask first.
  var trusted = (document.documentElement.dataset.trusted || "gov.cn").split(/\s+/);
  var isForeign = function (link) {
    if (!/^https?:$/.test(link.protocol) || link.host === location.host) return false;
    return !trusted.some(function (domain) { return domain && (link.hostname === domain || link.hostname.endsWith("." + domain)); });
  };
  document.querySelectorAll("main a[href], .foot a[href]").forEach(function (link) {
    if (isForeign(link)) { link.classList.add("is-external"); link.rel = "noopener noreferrer nofollow"; }
  });
  var dialog;
  var ask = function (link) {
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.className = "leave";
      dialog.setAttribute("aria-labelledby", "leave-title");
      dialog.innerHTML = '<h2 id="leave-title">您即将离开本网站</h2><p>将要访问的网站不是政府网站，其内容与服务由对方负责。</p>' +
        '<p class="where"></p><div class="button-row"><a class="button" rel="noopener noreferrer" target="_blank">继续前往</a>' +
        '<button type="button" class="button is-quiet">留在本网站</button></div>';
      dialog.querySelector("button").addEventListener("click", function () { dialog.close(); });
      dialog.querySelector("a").addEventListener("click", function () { dialog.close(); });
      document.body.appendChild(dialog);
    }
    dialog.querySelector(".where").textContent = link.hostname;
    dialog.querySelector("a").href = link.href;
    dialog.showModal();
    dialog.querySelector("button").focus();
  };
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || (dialog && dialog.contains(link)) || !isForeign(link) || typeof HTMLDialogElement === "undefined") return;
    event.preventDefault();
    ask(link);
  });

  // Forms: characters left, and the error summary takes the focus when a form comes back.
  document.querySelectorAll("[data-counter-for]").forEach(function (place) {
    var input = document.getElementById(place.dataset.counterFor);
    if (!input || !(input.maxLength > 0)) return;
    var show = function () { place.textContent = "还可以输入 " + (input.maxLength - input.value.length) + " 字"; };
    input.addEventListener("input", show);
    show();
  });
  var summary = document.querySelector("[data-focus-first]");
  if (summary) summary.focus();
})();
