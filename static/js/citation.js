/* Copies the citation of a document; without scripts the text stands there to be selected. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const label = button.querySelector(".label");
    const before = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        label.textContent = "已复制";
      } catch {
        getSelection().selectAllChildren(source);
        label.textContent = "已选中，请按 Ctrl+C 复制";
      }
      setTimeout(() => { label.textContent = before; }, 3000);
    });
  }
})();
