// Shows the fields of a policy document only when the article is one, asks for the words of a picture, and remembers which version the
// form was opened on.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const kind = document.querySelector("#id_kind");
    const group = document.querySelector(".article-document") || fieldsetOf(document.querySelector("#id_document_number"));
    if (!kind || !group) { return; }
    function show() { group.hidden = kind.value !== "document"; }
    kind.addEventListener("change", show);
    show();
  });

  // A form that comes back has lost the file that was chosen, so its words are asked for before it is sent.
  document.addEventListener("DOMContentLoaded", function () {
    const file = document.querySelector("#id_picture_file"), words = document.querySelector("#id_picture_alt");
    if (!file || !words || !file.form) { return; }
    file.form.addEventListener("submit", function (event) {
      if (!file.files.length || words.value.trim()) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      words.setCustomValidity("请写明图片内容。");
      words.reportValidity();
    }, true);
  });

  // On the way back a browser puts back what was typed, but not the version it was typed on: an old text would pass for a change of
  // the newest one, and a form that was saved for another new article.
  document.addEventListener("DOMContentLoaded", function () {
    const marks = document.querySelectorAll("[name=once], [name=seen]");
    const way = performance.getEntriesByType("navigation")[0];
    const kept = history.state && history.state.articleForm;
    const now = {};
    if (kept && way && way.type === "back_forward") {
      marks.forEach(function (mark) { if (kept[mark.name]) { mark.value = kept[mark.name]; } });
      return;
    }
    marks.forEach(function (mark) { now[mark.name] = mark.value; });
    if (marks.length) { history.replaceState(Object.assign({}, history.state, { articleForm: now }), ""); }
  });

  function fieldsetOf(field) { return field ? field.closest("fieldset") : null; }
})();
