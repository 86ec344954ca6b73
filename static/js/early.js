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
  } catch (error) { /* Storage refused or damaged: the page stays as it was sent. */ }
})();
