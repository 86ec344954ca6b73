// Dates in one Chinese form whatever the browser's language: 2026-11-26, or 2026-11-26 09:30, typed or taken from a calendar.
// Without scripts, and on touch screens where the system's own wheel is better, the native field stays.
(() => {
  "use strict";
  const DAYS = ["一", "二", "三", "四", "五", "六", "日"];
  const two = (number) => String(number).padStart(2, "0");
  const written = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // 2026/11/26, 2026.11.26, 20261126, 2026年11月26日, full-width digits: people write dates in many ways.
  const parts = (text) => {
    const plain = text.normalize("NFKC").trim();
    const found = plain.match(/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:[T\s]+(\d{1,2})\s*[:时]\s*(\d{1,2})?\s*分?)?/) ||
      plain.match(/^(\d{4})(\d{2})(\d{2})(?:\s+(\d{1,2}):(\d{2}))?$/);
    if (!found) return null;
    const day = new Date(Number(found[1]), found[2] - 1, Number(found[3]));
    if (day.getMonth() !== found[2] - 1) return null;
    return { day, hour: Number(found[4] || 0), minute: Number(found[5] || 0) };
  };

  // The day it is where the site is: the clock of this computer may be wrong, or in another part of the world.
  const today = () => {
    const page = document.getElementById("page");
    const said = page && page.dataset.today ? parts(page.dataset.today) : null;
    return said ? said.day : new Date();
  };

  const field = (input) => {
    const withTime = input.type === "datetime-local";
    const format = (at) => written(at.day) + (withTime ? ` ${two(at.hour)}:${two(at.minute)}` : "");
    const before = input.value;
    const name = input.getAttribute("aria-label") || (input.labels && input.labels[0] ? input.labels[0].textContent.trim() : "");
    input.type = "text";
    input.value = before.replace("T", " ");
    input.placeholder = withTime ? "年-月-日 时:分" : "年-月-日";
    input.autocomplete = "off";
    input.title = withTime ? "如 2026-11-26 09:30" : "如 2026-11-26";
    input.classList.add("date-field-input");
    const open = element("button", { type: "button", className: "date-field-open", title: "打开日历" });
    open.setAttribute("aria-label", `打开日历：${name || "日期"}`);
    open.setAttribute("aria-expanded", "false");
    const box = element("span", { className: withTime ? "date-field has-time" : "date-field" });
    input.replaceWith(box);
    box.append(input, open);
    const said = () => { input.dispatchEvent(new Event("input", { bubbles: true })); input.dispatchEvent(new Event("change", { bubbles: true })); };
    input.addEventListener("blur", () => {
      const at = parts(input.value);
      if (at && input.value !== format(at)) { input.value = format(at); said(); }
    });

    let panel = null;
    const shut = (back) => {
      if (!panel) return;
      panel.remove();
      panel = null;
      open.setAttribute("aria-expanded", "false");
      if (back) open.focus();
    };
    const show = () => {
      const at = parts(input.value) || { day: today(), hour: 9, minute: 0 };
      let day = new Date(at.day);
      const hour = choice("时", 24, 1, at.hour);
      const minute = choice("分", 60, 5, at.minute);
      const title = element("strong", { className: "date-field-title" });
      title.setAttribute("aria-live", "polite");
      const body = element("tbody");
      const month = (label, sign, step) => {
        const button = element("button", { type: "button", textContent: sign });
        button.setAttribute("aria-label", label);
        button.addEventListener("click", () => { day = moved(day, step); draw(); });
        return button;
      };
      const take = (chosen) => {
        input.value = chosen ? format({ day: chosen, hour: Number(hour.value), minute: Number(minute.value) }) : "";
        said();
        shut(true);
      };
      const draw = (focused) => {
        title.textContent = `${day.getFullYear()}年${day.getMonth() + 1}月`;
        const first = new Date(day.getFullYear(), day.getMonth(), 1);
        const start = new Date(first);
        start.setDate(1 - ((first.getDay() + 6) % 7));
        const rows = Array.from({ length: 6 }, (_none, week) => element("tr", {}, ...DAYS.map((_name, at_) => {
          const each = new Date(start);
          each.setDate(start.getDate() + week * 7 + at_);
          const button = element("button", { type: "button", textContent: each.getDate(), tabIndex: written(each) === written(day) ? 0 : -1 });
          button.setAttribute("aria-label", `${each.getFullYear()}年${each.getMonth() + 1}月${each.getDate()}日 星期${DAYS[at_]}`);
          if (each.getMonth() !== day.getMonth()) button.className = "is-other";
          if (written(each) === written(today())) button.setAttribute("aria-current", "date");
          button.setAttribute("aria-pressed", String(input.value.startsWith(written(each))));
          button.addEventListener("click", () => take(each));
          return element("td", {}, button);
        })));
        body.replaceChildren(...rows);
        if (focused) body.querySelector("[tabindex='0']").focus();
      };
      const now = element("button", { type: "button", textContent: "今天" });
      now.addEventListener("click", () => take(today()));
      const clear = element("button", { type: "button", textContent: "清除" });
      clear.addEventListener("click", () => take(null));
      const head = element("tr", {}, ...DAYS.map((word) => element("th", { scope: "col", textContent: word })));
      panel = element(
        "div", { className: "date-field-panel" },
        element("div", { className: "date-field-head" }, month("上一年", "«", -12), month("上一月", "‹", -1), title, month("下一月", "›", 1), month("下一年", "»", 12)),
        element("table", {}, element("thead", {}, head), body),
        element("div", { className: "date-field-foot" }, ...(withTime ? [element("span", {}, hour, " 时 ", minute, " 分")] : []), now, clear),
      );
      panel.setAttribute("role", "dialog");
      panel.setAttribute("aria-label", "选择日期");
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.stopPropagation(); shut(true); return; }
        const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
        if (!event.target.closest("td")) return;
        if (steps[event.key]) day = new Date(day.getFullYear(), day.getMonth(), day.getDate() + steps[event.key]);
        else if (event.key === "PageUp" || event.key === "PageDown") day = moved(day, event.key === "PageUp" ? -1 : 1);
        else return;
        event.preventDefault();
        draw(true);
      });
      box.append(panel);
      if (panel.getBoundingClientRect().right > document.documentElement.clientWidth) panel.classList.add("is-left");
      if (panel.getBoundingClientRect().bottom > window.innerHeight && box.getBoundingClientRect().top > panel.offsetHeight) panel.classList.add("is-above");
      open.setAttribute("aria-expanded", "true");
      draw(true);
    };
    open.addEventListener("click", () => (panel ? shut(true) : show()));
    document.addEventListener("click", (event) => { if (panel && event.target.isConnected && !box.contains(event.target)) shut(false); });
    box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) shut(false); });
  };
  const moved = (day, months) => {
    const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
    return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last));
  };
  const choice = (label, count, step, value) => {
    const numbers = new Set([...Array(Math.ceil(count / step)).keys()].map((each) => each * step).concat(value));
    const select = element("select", {}, ...[...numbers].sort((a, b) => a - b).map((each) => element("option", { value: each, textContent: two(each), selected: each === value })));
    select.setAttribute("aria-label", label);
    return select;
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (window.matchMedia("(pointer: coarse)").matches) return;
    document.querySelectorAll("input[type='date'], input[type='datetime-local']").forEach(field);
  });
})();
