// Gives the captcha its worker and sets it to work, not before; closes the question once the browser can do the work by itself.
const script = document.querySelector("script[data-worker]");
if (globalThis.$altcha && window.crypto && window.crypto.subtle) {
  globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(script.dataset.worker));
  document.querySelectorAll("altcha-widget").forEach((widget) => { widget.setAttribute("auto", "onload"); });
  document.querySelectorAll("[data-captcha-question]").forEach((question) => { question.open = false; });
} else {
  // Over plain HTTP browsers give no cryptography: the question is the way.
  document.querySelectorAll("altcha-widget").forEach((widget) => { widget.remove(); });
}
