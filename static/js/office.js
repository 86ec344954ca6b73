// What the admin theme leaves out for people who use a screen reader: its icons are words of a font, its scroll boxes all bear one English name.
(() => {
  "use strict";
  const mend = () => {
    document.querySelectorAll(".material-symbols-outlined:not([aria-hidden])").forEach((icon) => {
      icon.setAttribute("aria-hidden", "true");
      const link = icon.closest("a, button");
      if (link && link.title && !link.getAttribute("aria-label")) link.setAttribute("aria-label", link.title);
    });
    const search = document.getElementById("searchbar-submit");
    if (search) search.setAttribute("aria-label", "搜索");
    document.querySelectorAll(".simplebar-content-wrapper").forEach((box, place) => {
      box.setAttribute("aria-label", box.closest("#nav-sidebar") ? "导航菜单" : place ? `可滚动区域 ${place}` : "可滚动区域");
    });
    document.querySelectorAll("#nav-sidebar a.active").forEach((link) => link.setAttribute("aria-current", "page"));
  };
  // The browser asks for what is missing in its own language; we ask in Chinese.
  document.addEventListener("invalid", (event) => {
    const field = event.target;
    if (!field.setCustomValidity || field.validity.customError) return;
    const choice = field.matches("select, [type='radio'], [type='checkbox'], [type='file']");
    field.setCustomValidity(field.validity.valueMissing ? (choice ? "请选择。" : "请填写此项。") : "请检查格式。");
  }, true);
  // What was said is taken back before each new try: a value may have come without an event of its own.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, [type='submit']");
    if (button && button.form) [...button.form.elements].forEach((field) => field.setCustomValidity && field.setCustomValidity(""));
  }, true);
  // The summary of a refused form leads to the field; one that the page draws itself (a list to search in, the text) stands in for it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-fault]");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const drawn = field.parentElement.querySelector(".select2-selection");
    const text = window.hugerte && window.hugerte.get(field.id);
    field.parentElement.scrollIntoView({ block: "center" });
    if (text) text.focus();
    else (drawn || field).focus({ preventScroll: true });
  });
  if (document.readyState === "complete") mend();
  else window.addEventListener("load", mend);
})();
