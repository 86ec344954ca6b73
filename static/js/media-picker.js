/* A dialog to choose a file of the media library or upload one.

   MediaPicker.open({ picker, upload, column | site, kind, token }) gives a promise of the chosen file (see as_item in
   content/media_items.py; a picture has its `alt` as the editor wrote it), or of null when the dialog was closed.
   `kind`: "image", "video", "audio", "document", or empty for all. */
(() => {
  "use strict";
  const WAIT = 250;
  const WORDS = { image: "图片", video: "视频", audio: "音频", document: "文档" };
  const ACCEPT = {
    image: ".jpg,.jpeg,.png,.gif,.webp,.bmp",
    video: ".mp4,.m4v,.webm",
    audio: ".mp3,.m4a,.ogg",
    document: ".pdf,.ofd,.doc,.docx,.wps,.xls,.xlsx,.et,.ppt,.pptx,.dps,.txt,.csv,.zip",
  };

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const frame = (kind) => {
    const what = WORDS[kind] || "文件";
    const parts = {
      search: element("input", { type: "search", className: "media-picker-search", placeholder: `按名称或说明查找${what}`, maxLength: 100 }),
      file: element("input", { type: "file", multiple: true, hidden: true, accept: ACCEPT[kind] || "" }),
      upload: element("button", { type: "button", className: "office-button office-button-quiet", textContent: `上传${what}` }),
      close: element("button", { type: "button", className: "office-button office-button-quiet", textContent: "取消" }),
      choose: element("button", { type: "button", className: "office-button", textContent: "选用", disabled: true }),
      more: element("button", { type: "button", className: "office-button office-button-quiet media-picker-more", textContent: "显示更多", hidden: true }),
      found: element("ul", { className: "media-picker-found" }),
      note: element("p", { className: "media-picker-note" }),
      alt: element("input", { type: "text", maxLength: 200, id: "media-picker-alt" }),
    };
    parts.note.setAttribute("role", "status");
    parts.search.setAttribute("aria-label", parts.search.placeholder);
    parts.altRow = element(
      "p", { className: "media-picker-alt", hidden: true },
      element("label", { htmlFor: "media-picker-alt", textContent: "替代文字（必填，向看不到图片的读者说明内容）" }), parts.alt,
    );
    parts.dialog = element(
      "dialog", { className: "media-picker" },
      element("div", { className: "media-picker-head" }, element("h2", { textContent: `选择${what}` }), parts.search, parts.upload, parts.file),
      parts.note, parts.found, parts.more,
      element("div", { className: "media-picker-foot" }, parts.altRow, element("span", {}, parts.close, parts.choose)),
    );
    parts.dialog.setAttribute("aria-label", `选择${what}`);
    return parts;
  };

  const card = (item) => {
    const face = item.thumb
      ? element("img", { src: item.thumb, alt: item.alt, loading: "lazy" })
      : element("span", { className: "media-type", textContent: item.type });
    const size = item.width ? `${item.width}×${item.height}` : item.duration || item.size;
    const button = element(
      "button", { type: "button" },
      element("span", { className: "media-face" }, face),
      element("strong", { textContent: item.name }), element("small", { textContent: `${item.type} · ${size}` }),
    );
    button.setAttribute("aria-pressed", "false");
    return button;
  };

  const open = (options) => new Promise((resolve) => {
    const parts = frame(options.kind);
    let page = 1;
    let asked = 0;
    let timer = 0;
    let chosen = null;

    const say = (text, isError = false) => {
      parts.note.textContent = text;
      parts.note.classList.toggle("is-error", isError);
    };

    const place = () => {
      const given = new URLSearchParams();
      const value = (each) => (typeof each === "function" ? each() : each) || "";
      if (options.column !== undefined) given.set("column", value(options.column));
      else given.set("site", value(options.site));
      return given;
    };

    const pick = (item, button) => {
      parts.found.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
      chosen = item;
      parts.choose.disabled = false;
      parts.altRow.hidden = item.kind !== "image";
      parts.alt.value = item.alt;
      if (item.kind === "image" && !item.alt) parts.alt.focus();
    };

    const show = (items, first) => {
      const rows = items.map((item) => {
        const button = card(item);
        button.addEventListener("click", () => pick(item, button));
        button.addEventListener("dblclick", finish);
        return element("li", {}, button);
      });
      if (first) parts.found.prepend(...rows);
      else parts.found.append(...rows);
      return rows;
    };

    const look = async (isMore = false) => {
      const question = ++asked;
      page = isMore ? page + 1 : 1;
      const query = place();
      query.set("kind", options.kind || "");
      query.set("q", parts.search.value.trim());
      query.set("page", page);
      const answer = await fetch(`${options.picker}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
      if (question !== asked) return;
      if (!answer || !answer.ok) { say("没有打开媒体库。请先选择栏目，或刷新页面后再试。", true); return; }
      const { found, more } = await answer.json();
      if (!isMore) parts.found.replaceChildren();
      show(found, false);
      parts.more.hidden = !more;
      say(found.length || isMore ? "" : "没有符合条件的文件，可以上传新的。");
    };

    const send = async (files) => {
      if (!files.length) return;
      const form = new FormData();
      for (const [name, value] of place()) form.append(name, value);
      for (const file of files) form.append("files", file);
      say(`正在上传 ${files.length} 个文件…`);
      const answer = await fetch(options.upload, {
        method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": options.token }, credentials: "same-origin",
      }).catch(() => null);
      const said = answer ? await answer.json().catch(() => null) : null;
      if (!said) { say("没有上传成功，请检查网络后再试。", true); return; }
      const fitting = said.kept.filter((item) => !options.kind || item.kind === options.kind);
      const rows = show(fitting, true);
      if (rows.length) rows[0].querySelector("button").click();
      const wrong = said.refused.map((each) => each.error);
      if (fitting.length < said.kept.length) wrong.push(`其中 ${said.kept.length - fitting.length} 个不是${WORDS[options.kind]}，已存入媒体库。`);
      say(wrong.join(" ") || `已上传 ${said.kept.length} 个文件。`, wrong.length > 0);
    };

    function finish() {
      if (!chosen) return;
      const alt = parts.alt.value.trim();
      if (chosen.kind === "image" && !alt) {
        say("请填写替代文字，说明图片内容。", true);
        parts.alt.focus();
        return;
      }
      close(chosen.kind === "image" ? { ...chosen, alt } : chosen);
    }

    const close = (answer) => {
      if (parts.dialog.open) parts.dialog.close();
      parts.dialog.remove();
      resolve(answer);
    };

    parts.search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
    parts.more.addEventListener("click", () => look(true));
    parts.upload.addEventListener("click", () => parts.file.click());
    parts.file.addEventListener("change", () => { send([...parts.file.files]); parts.file.value = ""; });
    parts.dialog.addEventListener("dragover", (event) => event.preventDefault());
    parts.dialog.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
    parts.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === parts.alt) { event.preventDefault(); finish(); }
    });
    parts.choose.addEventListener("click", finish);
    parts.close.addEventListener("click", () => close(null));
    parts.dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
    document.body.append(parts.dialog);
    parts.dialog.showModal();
    look();
  });

  window.MediaPicker = { open };
})();
