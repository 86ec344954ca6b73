/* The focal point: a click on the picture fills the two number fields, and the fields move the mark. */
(() => {
  "use strict";
  const frame = document.querySelector("[data-media-focus]");
  const across = document.querySelector("#id_focal_x");
  const down = document.querySelector("#id_focal_y");
  if (!frame || !across || !down) return;

  const picture = frame.querySelector("img");
  const mark = Object.assign(document.createElement("span"), { className: "media-focus" });
  mark.setAttribute("aria-hidden", "true");
  frame.append(mark);
  frame.classList.add("can-focus");

  const show = () => {
    mark.style.left = `${Math.min(100, Math.max(0, Number(across.value)))}%`;
    mark.style.top = `${Math.min(100, Math.max(0, Number(down.value)))}%`;
  };

  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    across.value = Math.round((100 * (event.clientX - box.left)) / box.width);
    down.value = Math.round((100 * (event.clientY - box.top)) / box.height);
    show();
  });
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  show();
})();
