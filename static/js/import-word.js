// The import page: shows what was chosen, lets files be dropped, and is sent once.
(function () {
  "use strict";

  function size(bytes) { return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB"; }

  function show(list, files) {
    list.textContent = "";
    Array.from(files).forEach(function (file) {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const note = document.createElement("small");
      const isWord = /\.docx$/i.test(file.name);
      name.textContent = file.name;
      note.textContent = isWord ? size(file.size) : "不是 .docx，将不会导入";
      row.classList.toggle("is-wrong", !isWord);
      row.append(name, note);
      list.append(row);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("[data-import]");
    if (!form) { return; }
    document.documentElement.classList.add("has-script");
    const drop = form.querySelector("[data-drop]");
    const input = drop.querySelector("input[type=file]");
    const button = form.querySelector("[data-busy]");
    input.addEventListener("change", function () { show(drop.querySelector("[data-chosen]"), input.files); });
    ["dragenter", "dragover"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.add("is-over"); }); });
    ["dragleave", "drop"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.remove("is-over"); }); });
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-disabled", "true");
    });
  });
})();
