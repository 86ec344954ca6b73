/* A field to search in: what is typed is looked up, a result that is chosen becomes a row with a hidden input. */
(() => {
  "use strict";
  const WAIT = 200;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const setUp = (picker) => {
    const search = picker.querySelector(".picker-search");
    const found = picker.querySelector(".picker-found");
    const picked = picker.querySelector(".picker-picked");
    const many = picker.hasAttribute("data-many");
    picked.addEventListener("click", (event) => {
      const remove = event.target.closest(".picker-remove");
      if (remove) { remove.closest("li").remove(); search.focus(); }
    });
    let timer = 0;
    let asked = 0;

    const close = () => {
      found.hidden = true;
      search.setAttribute("aria-expanded", "false");
    };

    const pick = (row) => {
      if (!many) picked.replaceChildren();
      if (picked.querySelector(`input[value="${row.id}"]`)) return close();
      const remove = element("button", { type: "button", className: "picker-remove", textContent: "移除" });
      remove.setAttribute("aria-label", `移除：${row.title}`);
      const item = element(
        "li", {},
        element("input", { type: "hidden", name: picker.dataset.name, value: row.id }),
        element("span", {}, element("strong", { textContent: row.title }), element("small", { textContent: row.note })),
        remove,
      );
      picked.append(item);
      search.value = "";
      close();
      return search.focus();
    };

    const show = (rows) => {
      found.replaceChildren(...rows.map((row) => {
        const button = element(
          "button", { type: "button" },
          element("strong", { textContent: row.title }), element("small", { textContent: row.note }),
        );
        button.addEventListener("click", () => pick(row));
        const item = element("li", {}, button);
        item.setAttribute("role", "option");
        return item;
      }));
      if (!rows.length) found.append(element("li", { className: "picker-none", textContent: "没有找到您可以关联的内容。" }));
      found.hidden = false;
      search.setAttribute("aria-expanded", "true");
    };

    const look = async () => {
      const question = ++asked;
      const answer = await fetch(`${picker.dataset.address}?q=${encodeURIComponent(search.value.trim())}`, {
        headers: { Accept: "application/json" },
      });
      if (answer.ok && question === asked) show((await answer.json()).found);
    };

    search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
    search.addEventListener("focus", () => { if (found.hidden) look(); });
    picker.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Enter" && event.target === search) event.preventDefault();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const stops = [search, ...found.querySelectorAll("button")];
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = stops[stops.indexOf(document.activeElement) + step];
        if (next) { event.preventDefault(); next.focus(); }
      }
    });
    document.addEventListener("click", (event) => { if (!picker.contains(event.target)) close(); });
  };

  document.querySelectorAll("[data-picker]").forEach(setUp);
})();
