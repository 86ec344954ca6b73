/* The public copy is looked through while it is typed: the marks lie behind the fields, the list of what was found stays true. */
(function () {
  "use strict";
  var form = document.querySelector("[data-copy]");
  if (!form) { return; }
  var box = document.getElementById("copy-checked");
  var fields = {};
  ["title", "name", "body", "reply"].forEach(function (name) {
    var field = form.elements[name];
    if (!field) { return; }
    var frame = document.createElement("div");
    var behind = document.createElement("div");
    frame.className = "copy-field";
    behind.className = "copy-behind";
    behind.setAttribute("aria-hidden", "true");
    field.parentNode.insertBefore(frame, field);
    frame.append(behind, field);
    fields[name] = { field: field, behind: behind };
    field.addEventListener("scroll", function () { behind.scrollTop = field.scrollTop; });
    field.addEventListener("input", later);
    new ResizeObserver(function () { fit(fields[name]); }).observe(field);
  });

  function fit(each) {
    var style = window.getComputedStyle(each.field);
    ["font", "lineHeight", "letterSpacing", "padding", "borderWidth", "borderStyle", "textIndent"].forEach(function (name) {
      each.behind.style[name] = style[name];
    });
    each.behind.style.width = each.field.clientWidth + parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth) + "px";
    each.behind.style.height = each.field.offsetHeight + "px";
    each.behind.scrollTop = each.field.scrollTop;
  }

  function lay() {
    Object.keys(fields).forEach(function (name) {
      var marks = box.querySelector('[data-marks-for="' + name + '"]');
      fields[name].behind.replaceChildren();
      if (marks) {
        fields[name].behind.append.apply(fields[name].behind, Array.prototype.slice.call(marks.querySelector(".wb-text").cloneNode(true).childNodes));
        marks.classList.add("is-behind");
      }
      fit(fields[name]);
    });
  }

  var waiting, asked = 0;
  function later() {
    touched = true;
    Object.keys(fields).forEach(function (name) { fields[name].behind.replaceChildren(); });
    window.clearTimeout(waiting);
    waiting = window.setTimeout(check, 400);
  }

  function check() {
    var mine = ++asked;
    var data = new FormData(form);
    data.set("check", "1");
    window.fetch(form.dataset.check, { method: "POST", body: data, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (html) {
      if (mine !== asked) { return; }
      box.innerHTML = html;
      lay();
    }).catch(function () { /* the check before publishing is made by the server anyway */ });
  }

  var touched = false;
  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || button.getAttribute("formtarget") !== "copy-preview") { touched = false; }
  });
  window.addEventListener("beforeunload", function (event) { if (touched) { event.preventDefault(); } });
  lay();
})();
