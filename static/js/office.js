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
  if (document.readyState === "complete") mend();
  else window.addEventListener("load", mend);
})();
