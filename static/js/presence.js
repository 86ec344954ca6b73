// While an article's form is open: tell every 30 seconds that somebody is at it, and show who else is.
(function () {
  "use strict";
  const EVERY = 30000;
  document.addEventListener("DOMContentLoaded", function () {
    const place = document.querySelector("[data-presence]");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!place || !token) { return; }
    function show(others) {
      place.hidden = others.length === 0;
      place.textContent = others.length ? others.join("、") + " 也打开了这篇稿件。先保存的版本不会丢失，后保存的人会看到两个版本的对照。" : "";
    }
    function beat() {
      if (document.hidden) { return; }
      fetch(place.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token.value, Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : null; })
        .then(function (said) { if (said) { show(said.others); } })
        .catch(function () { /* offline: the next beat tries again */ });
    }
    setInterval(beat, EVERY);
    document.addEventListener("visibilitychange", beat);
  });
})();
