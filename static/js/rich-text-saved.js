// Where saving leads, what was kept in this browser while it was written is no longer needed. Whoever was asked to sign in instead, or
// was turned away, did not come from the form, so their text stays and is offered again.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const PREFIX = "portal-draft:";
  const from = document.referrer ? new URL(document.referrer) : null;
  if (!from || from.origin !== location.origin || document.querySelector(".errorlist, .errornote")) { return; }
  try {
    Object.keys(localStorage).forEach(function (key) {
      if (key.startsWith(PREFIX) && key.endsWith(":" + from.pathname) && JSON.parse(localStorage.getItem(key)).sent) { localStorage.removeItem(key); }
    });
  } catch (error) { /* nothing is kept here then */ }
});
