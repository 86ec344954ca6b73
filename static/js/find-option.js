/* Long lists of organizations: a field above the list narrows it while one types. 省住建厅 finds 岚江省住房和城乡建设厅: the signs have
   to come in this order, whatever stands between them. Several are chosen and unchosen by a click, without holding a key. */
(function () {
  "use strict";
  const LONG = 12;

  const inOrder = (text, signs) => {
    let place = -1;
    return signs.every((sign) => { place = text.indexOf(sign, place + 1); return place >= 0; });
  };

  /* Those that hold the words as typed come before those that hold their signs in order. */
  function fitting(options, typed) {
    if (!typed) { return options; }
    const signs = Array.from(typed);
    const whole = options.filter((option) => option.text.includes(typed));
    return whole.concat(options.filter((option) => !whole.includes(option) && inOrder(option.text, signs)));
  }

  function setUp(select) {
    const options = Array.from(select.options);
    const empty = options.find((option) => !option.value);
    const choices = options.filter((option) => option.value);
    if (choices.length < LONG) { return; }
    const field = document.createElement("input");
    const said = document.createElement("span");
    field.type = "search";
    field.className = "wb-find";
    field.autocomplete = "off";
    field.placeholder = "输入名称查找";
    field.setAttribute("aria-label", `在“${select.labels[0] ? select.labels[0].textContent.trim() : "列表"}”中查找`);
    said.className = "office-hidden";
    said.setAttribute("role", "status");
    select.before(field, said);

    function show() {
      const typed = field.value.trim();
      const found = fitting(choices, typed);
      const kept = choices.filter((option) => option.selected && !found.includes(option));
      const chosen = choices.filter((option) => option.selected);
      select.replaceChildren(...(empty ? [empty] : []), ...kept, ...found);
      chosen.forEach((option) => { option.selected = true; });
      if (!select.multiple && typed && found.length === 1) { found[0].selected = true; }
      said.textContent = typed ? `找到 ${found.length} 个` : "";
    }
    field.addEventListener("input", (event) => { event.stopPropagation(); show(); });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") { return; }
      event.preventDefault(); // never sends the form
      const first = fitting(choices, field.value.trim())[0];
      if (first && field.value.trim()) {
        first.selected = true;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        select.focus();
      }
    });

    if (select.multiple) {
      const help = select.parentElement.querySelector(".wb-help");
      if (help) { help.textContent = "可不选；点一下选中，再点一下取消，可选多个。"; }
      select.addEventListener("mousedown", (event) => {
        if (event.target.tagName !== "OPTION") { return; }
        event.preventDefault();
        const top = select.scrollTop;
        event.target.selected = !event.target.selected;
        window.setTimeout(() => { select.scrollTop = top; }, 0);
        select.focus();
        select.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  }
  document.querySelectorAll(".wb form[method=post] select:is([name=organization], [name=helpers])").forEach(setUp);
})();
