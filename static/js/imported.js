/* The report of an import has one form a file. Saving one loads the page anew: what was put right in the others by then is kept in
   the tab and filled in again, until it is saved, too. */
(function () {
  "use strict";
  const forms = Array.from(document.querySelectorAll(".imported-form"));
  const key = (form) => `imported:${new URL(form.action).pathname}`;
  const fields = (form) => Array.from(form.elements).filter((field) => field.name && field.type !== "hidden");
  const untouched = new WeakMap();
  let sent = null;

  function write(form) {
    const said = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    if (form !== sent && JSON.stringify(said) !== untouched.get(form)) {
      window.sessionStorage.setItem(key(form), JSON.stringify(said));
    } else if (form === sent) {
      window.sessionStorage.removeItem(key(form));
    }
  }

  function fillIn(form) {
    const kept = JSON.parse(window.sessionStorage.getItem(key(form)) || "null");
    if (!kept || form.querySelector(".errorlist, .office-error")) { return; } // after a refusal the page has what was sent
    fields(form).forEach((field) => {
      if (!(field.name in kept) || field.value === kept[field.name]) { return; }
      field.value = kept[field.name];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  forms.forEach((form) => {
    untouched.set(form, JSON.stringify(Object.fromEntries(fields(form).map((field) => [field.name, field.value]))));
    fillIn(form);
    form.addEventListener("submit", () => { sent = form; });
  });
  window.addEventListener("pagehide", () => { try { forms.forEach(write); } catch (error) { /* no storage: nothing is kept */ } });
})();
