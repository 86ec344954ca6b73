/* The library: files are sent one after the other with their progress, chosen or dropped; one box ticks a whole page. */
(() => {
  "use strict";

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const line = (file, list) => {
    const bar = element("progress", { max: 100, value: 0 });
    const said = element("span", { textContent: "等待上传" });
    const row = element("li", {}, element("strong", { textContent: file.name }), bar, said);
    list.append(row);
    return {
      progress(share) { bar.value = share; said.textContent = share < 100 ? `${share}%` : "正在检查…"; },
      done(item) {
        bar.remove();
        said.replaceChildren(element("a", { className: "office-link", href: `${item.id}/`, textContent: "已上传，查看" }));
        row.className = "is-done";
      },
      failed(reason) { bar.remove(); said.textContent = reason; row.className = "is-refused"; },
    };
  };

  const send = (form, file, shown) => new Promise((resolve) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.progress(Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("error", () => { shown.failed("网络中断，没有上传成功。"); resolve(false); });
    request.addEventListener("load", () => {
      const answer = request.response;
      if (answer && answer.kept && answer.kept.length) shown.done(answer.kept[0]);
      else shown.failed(answer && answer.refused && answer.refused.length ? answer.refused[0].error : "没有上传成功，请稍后再试。");
      resolve(Boolean(answer && answer.kept && answer.kept.length));
    });
    request.send(data);
  });

  const setUp = (form) => {
    const list = form.querySelector("[data-media-progress]");
    const input = form.querySelector("input[type=file]");

    const upload = async (files) => {
      const waiting = [...files].map((file) => [file, line(file, list)]);
      let refused = 0;
      for (const [file, shown] of waiting) refused += (await send(form, file, shown)) ? 0 : 1;
      form.reset();
      if (waiting.length && !refused) location.reload();
    };

    let isSending = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isSending) return; // a second click would send the same files again
      isSending = true;
      await upload(input.files);
      isSending = false;
    });
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("is-over"); });
    form.addEventListener("dragleave", () => form.classList.remove("is-over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("is-over");
      upload(event.dataTransfer.files);
    });
  };

  document.querySelectorAll("[data-media-upload]").forEach(setUp);
  document.querySelectorAll("[data-tick-all]").forEach((all) => {
    all.addEventListener("change", () => {
      all.closest("form").querySelectorAll("input[name=asset]").forEach((each) => { each.checked = all.checked; });
    });
  });
})();
