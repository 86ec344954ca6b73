// Shows the fields of a policy document only when the article is one.
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
  function fieldsetOf(field) { return field ? field.closest("fieldset") : null; }
})();
