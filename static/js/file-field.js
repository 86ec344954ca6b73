// File inputs speak Chinese whatever the browser's language, and name what was chosen. Without scripts the native input stays.
(() => {
  "use strict";
  const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  const field = (input) => {
    const box = document.createElement("span");
    const face = document.createElement("span");
    const chosen = document.createElement("span");
    box.className = "file-field";
    face.className = "file-field-button";
    face.textContent = input.multiple ? "选择文件（可多选）" : "选择文件";
    face.setAttribute("aria-hidden", "true");
    chosen.className = "file-field-chosen";
    chosen.setAttribute("aria-live", "polite");
    input.classList.add("file-field-input");
    input.replaceWith(box);
    box.append(input, face, chosen);
    const say = () => {
      const files = [...input.files];
      chosen.textContent = files.map((file) => `${file.name}（${size(file.size)}）`).join("、") || "未选择文件";
    };
    input.addEventListener("change", say);
    if (input.form) input.form.addEventListener("reset", () => setTimeout(say));
    say();
  };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("input[type='file']").forEach((input) => { input.hasChangeListener = true; }); // the theme would look for a text field beside it
    document.querySelectorAll("input[type='file']:not([data-plain]):not([hidden])").forEach((input) => { if (!input.closest("[data-drop]")) field(input); });
  });
})();
