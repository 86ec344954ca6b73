// Ticking rows of a list: all at once from the head, and how many are ticked beside the buttons. The value of data-pick is
// what the rows are counted by, 篇 where it says nothing.
(function () {
  "use strict";
  document.querySelectorAll("[data-pick]").forEach(function (form) {
    const all = form.querySelector("[data-pick-all]");
    const said = form.querySelector("[data-picked]");
    if (!all || !said) { return; }
    const boxes = Array.from(form.querySelectorAll("input[name=pick]"));
    const buttons = Array.from(form.querySelectorAll(".office-bulk button"));
    function show() {
      const ticked = boxes.filter(function (box) { return box.checked; }).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
      said.textContent = ticked ? "已选 " + ticked + " " + (form.dataset.pick || "篇") + "：" : "选中后可一并办理：";
      buttons.forEach(function (button) { button.disabled = ticked === 0; });
    }
    all.addEventListener("change", function () { boxes.forEach(function (box) { box.checked = all.checked; }); show(); });
    form.addEventListener("change", show);
    show();
  });
})();
