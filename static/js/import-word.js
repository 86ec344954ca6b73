// The import page: shows what was chosen, lets files be dropped, and is sent once.
(function () {
  "use strict";

  function size(bytes) { return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB"; }

  function show(list, files, most) {
    list.textContent = "";
    if (files.length > most) { // not one by one: whoever chose a whole folder needs one sentence
      const row = document.createElement("li");
      row.className = "is-wrong";
      row.setAttribute("role", "alert");
      row.textContent = "选择了 " + files.length + " 个文件，一次最多导入 " + most + " 个，请分批选择。";
      list.append(row);
      return;
    }
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
    const most = Number(drop.dataset.most);
    input.addEventListener("change", function () { show(drop.querySelector("[data-chosen]"), input.files, most); });
    ["dragenter", "dragover"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.add("is-over"); }); });
    ["dragleave", "drop"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.remove("is-over"); }); });
    form.addEventListener("submit", function (event) {
      if (input.files.length > most) { event.preventDefault(); input.focus(); return; }
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-disabled", "true");
    });
  });
})();
