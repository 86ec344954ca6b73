// Runs before the first paint: marks that scripts work and applies the reader's stored choices, so nothing flashes.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var chosen = JSON.parse(localStorage.getItem("assist") || "{}");
    if (chosen.elder) root.dataset.elder = "on";
    if (chosen.contrast) root.dataset.contrast = "high";
    if (chosen.cursor) root.dataset.cursor = "big";
    if (chosen.scale) root.dataset.scale = String(chosen.scale);
    if (localStorage.getItem("hant") === "on" && document.currentScript.dataset.hant) {
      root.dataset.hant = "on";
      var library = document.createElement("script");
      library.id = "hant-library";
      library.src = document.currentScript.dataset.hant;
      document.head.appendChild(library);
    }
  } catch (error) { /* Storage refused or damaged: the page stays as it was sent. */ }
})();
