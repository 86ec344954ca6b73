// Tells that a text is too large before it is sent: the server would read none of it.
window.RichTextSize = (function () {
  "use strict";
  const MB = 1024 * 1024;
  const SPARE = MB / 16; // what is sent around the text

  function bytes(text) { return new Blob([text]).size; }

  /* Why this cannot be pasted with its form; empty when it can. */
  function ofPaste(html, area) {
    const most = Number(area.dataset.pasteLimit), size = bytes(html) + SPARE;
    if (size <= most) { return ""; }
    return "粘贴的内容约 " + Math.ceil(size / MB) + " MB，一次最多 " + Math.floor(most / MB) + " MB，没有带入格式和图片。要保留格式，请分段粘贴，或用“导入 Word”。";
  }

  function ofText(area) {
    const most = area.maxLength, length = area.value.length;
    if (most <= 0 || length <= most) { return ""; }
    return "正文约 " + Math.ceil(length / 10000) + " 万字符，最多 " + Math.floor(most / 10000) + " 万，还没有提交，内容都在。请删去直接粘贴的大图片，改用工具栏的“图片”上传；长文请分成几篇，或放进附件。";
  }

  function watch(editor, area) {
    let note = null;
    if (!area.form) { return; }
    area.form.addEventListener("submit", function (event) {
      editor.save();
      if (note) { note.close(); note = null; }
      const reason = ofText(area);
      if (!reason) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      editor.getContainer().scrollIntoView({ block: "start" });
      note = editor.notificationManager.open({ text: reason, type: "error", timeout: 0 });
      editor.focus();
    }, true);
  }

  return { ofPaste: ofPaste, watch: watch };
})();
