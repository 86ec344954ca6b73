// The editor's own buttons: pictures that must be described, attachments in the text, tables out of Excel, the first-line indent.
window.RichTextTools = (function () {
  "use strict";

  // One word at a time: what was said before is over when something new is said.
  function warn(editor, text, type) {
    while (editor.notificationManager.getNotifications().length) { editor.notificationManager.close(); }
    editor.notificationManager.open({ text: text, type: type || "error", timeout: type === "warning" ? 12000 : 5000 });
  }

  // Pictures ------------------------------------------------------------------------------------------------------
  function describe(editor, image, complaint) {
    const figure = editor.dom.getParent(image, "figure");
    const caption = figure ? figure.querySelector("figcaption") : null;
    const panel = function (data, wrong) {
      const items = [
        { type: "input", name: "alt", label: "替代文字（必填，向看不到图片的读者说明内容）" },
        { type: "input", name: "caption", label: "图片说明（显示在图片下方，可不填）" }
      ];
      if (wrong) { items.unshift({ type: "alertbanner", level: "error", icon: "warning", text: wrong }); }
      return {
        title: "图片说明",
        body: { type: "panel", items: items },
        initialData: data,
        buttons: [{ type: "cancel", text: "取消" }, { type: "submit", text: "确定", primary: true }],
        onSubmit: function (dialog) {
          const data = dialog.getData();
          if (!data.alt.trim()) { dialog.redial(panel(data, "请填写替代文字，说明图片内容。")); dialog.focus("alt"); return; }
          editor.undoManager.transact(function () { write(editor, image, data.alt.trim(), data.caption.trim()); });
          dialog.close();
        }
      };
    };
    editor.windowManager.open(panel({ alt: image.getAttribute("alt") || "", caption: caption ? caption.textContent : "" }, complaint));
  }

  function write(editor, image, alt, caption) {
    editor.dom.setAttrib(image, "alt", alt);
    let figure = editor.dom.getParent(image, "figure");
    if (!figure && caption) {
      const paragraph = editor.dom.getParent(image, "p");
      figure = editor.dom.create("figure");
      if (paragraph && paragraph.textContent.trim() === "" && paragraph.querySelectorAll("img").length === 1) {
        paragraph.parentNode.replaceChild(figure, paragraph);
      } else {
        editor.dom.insertAfter(figure, paragraph || image);
      }
      figure.appendChild(image);
    }
    if (!figure) { return; }
    let words = figure.querySelector("figcaption");
    if (caption && !words) { words = editor.dom.create("figcaption"); figure.appendChild(words); }
    if (words && caption) { words.textContent = caption; }
    if (words && !caption) { words.remove(); }
  }

  function picture(editor, area, ways) {
    const node = editor.selection.getNode();
    if (node.nodeName === "IMG") { describe(editor, node); return; }
    choose(editor, area, ways, "image").then(function (item) {
      if (!item) { return; }
      const e = editor.dom.encode;
      const caption = item.caption ? "<figcaption>" + e(item.caption) + "</figcaption>" : "";
      const size = item.width ? ' width="' + item.width + '" height="' + item.height + '"' : "";
      editor.insertContent('<figure><img src="' + e(item.url) + '" alt="' + e(item.alt) + '"' + size + ">" + caption + "</figure><p></p>");
    });
  }

  // Files and tables belong to the site of the column, so without one there is nothing to choose from.
  function lacksColumn(editor, ways) {
    if (ways.column()) { return false; }
    const field = document.querySelector("[name=column]");
    warn(editor, "请先选择栏目。");
    if (field) { field.scrollIntoView({ block: "center" }); (field.nextElementSibling && field.nextElementSibling.querySelector("[tabindex]") || field).focus({ preventScroll: true }); }
    return true;
  }

  function choose(editor, area, ways, kind) {
    if (lacksColumn(editor, ways)) { return Promise.resolve(null); }
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    return window.MediaPicker.open({ picker: area.dataset.picker, upload: area.dataset.mediaUpload, column: ways.column, kind: kind, token: token ? token.value : "" });
  }

  function attachment(editor, area, ways) {
    choose(editor, area, ways, "document").then(function (item) {
      if (!item) { return; }
      const e = editor.dom.encode;
      const words = editor.selection.getContent({ format: "text" }).trim() || item.name.replace(/\.\w+$/, "");
      editor.insertContent('<a href="' + e(item.url) + '">' + e(words + "（" + item.type + "，" + item.size + "）") + "</a>");
    });
  }

  // A recording stands alone; the page gives it its player, subtitles and transcript.
  function recording(kind, name) {
    return function (editor, area, ways) {
      choose(editor, area, ways, kind).then(function (item) {
        if (!item) { return; }
        const e = editor.dom.encode;
        const caption = item.caption ? "<figcaption>" + e(item.caption) + "</figcaption>" : "";
        editor.insertContent("<figure><" + kind + ' src="' + e(item.url) + '" controls="controls"></' + kind + ">" + caption + "</figure><p></p>");
        if (!item.has_words) { warn(editor, "这段" + name + "还没有字幕或文字稿，听不见的读者无法了解内容；请在媒体库中补充。", "warning"); }
      });
    };
  }

  // Tables out of Excel ---------------------------------------------------------------------------------------------
  function sheet(editor, area, ways) {
    if (lacksColumn(editor, ways)) { return; }
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".xlsx,.csv";
    input.addEventListener("change", function () {
      const file = input.files[0];
      if (!file) { return; }
      ways.send(area.dataset.table, { file: file }).then(function (answer) { ask(editor, area, ways, file, answer.sheets); }, function (error) { warn(editor, error.message); });
    });
    input.click();
  }

  function ask(editor, area, ways, file, sheets) {
    editor.windowManager.open({
      title: "导入表格：" + file.name,
      body: { type: "panel", items: [
        { type: "listbox", name: "sheet", label: "工作表", items: sheets.map(function (name) { return { text: name, value: name }; }) },
        { type: "input", name: "cells", label: "区域（如 A1:F20，不填为全部）" },
        { type: "input", name: "caption", label: "表题（不填时取合并的首行）" },
        { type: "input", name: "header_rows", label: "表头行数（不填时自动判断）" }
      ] },
      initialData: { sheet: sheets[0] },
      buttons: [{ type: "cancel", text: "取消" }, { type: "submit", text: "插入", primary: true }],
      onSubmit: function (dialog) {
        const data = dialog.getData();
        dialog.block("正在读取…");
        ways.send(area.dataset.table, { file: file, sheet: data.sheet, cells: data.cells, caption: data.caption, header_rows: data.header_rows }).then(function (answer) {
          dialog.close();
          editor.insertContent(answer.html + "<p></p>");
          warn(editor, "已插入 " + answer.rows + " 行 " + answer.columns + " 列的表格。" + answer.report.join(""), answer.report.length ? "warning" : "info");
        }, function (error) { dialog.unblock(); editor.windowManager.alert(error.message); });
      }
    });
  }

  // First-line indent: the page indents every paragraph; this takes it off and puts it back.
  function indent(editor) {
    editor.undoManager.transact(function () {
      const blocks = editor.selection.getSelectedBlocks().filter(function (each) { return each.nodeName === "P"; });
      const off = blocks.some(function (each) { return each.style.textIndent !== "0px"; });
      blocks.forEach(function (each) { editor.dom.setStyle(each, "text-indent", off ? "0" : ""); });
    });
    editor.nodeChanged();
  }

  function toggle(editor) {
    return function (api) {
      const look = function () {
        const block = editor.dom.getParent(editor.selection.getNode(), "p");
        api.setActive(Boolean(block) && block.style.textIndent !== "0px");
      };
      editor.on("NodeChange", look);
      return function () { editor.off("NodeChange", look); };
    };
  }

  // Nothing is submitted with a picture that says nothing.
  function guard(editor, area) {
    const form = area.form;
    if (!form) { return; }
    form.addEventListener("submit", function (event) {
      if (!event.submitter || event.submitter.name !== "_submit") { return; }
      const silent = editor.dom.select("img").filter(function (image) { return !(image.getAttribute("alt") || "").trim(); });
      if (!silent.length) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      editor.selection.select(silent[0]);
      silent[0].scrollIntoView({ block: "center" });
      editor.focus();
      describe(editor, silent[0], "有 " + silent.length + " 幅图片没有替代文字，补写后才能送审。");
    }, true);
  }

  function add(editor, area, ways) {
    const button = function (name, icon, tooltip, act) { editor.ui.registry.addButton(name, { icon: icon, tooltip: tooltip, onAction: function () { act(editor, area, ways); } }); };
    editor.ui.registry.addToggleButton("picture", {
      icon: "image", tooltip: "图片", onAction: function () { picture(editor, area, ways); },
      onSetup: function (api) {
        const look = function () { api.setActive(editor.selection.getNode().nodeName === "IMG"); };
        editor.on("NodeChange", look);
        return function () { editor.off("NodeChange", look); };
      }
    });
    button("attachment", "new-document", "插入附件链接", attachment);
    button("video", "embed", "插入视频", recording("video", "视频"));
    editor.ui.registry.addButton("audio", { text: "音频", tooltip: "插入音频", onAction: function () { recording("audio", "音频")(editor, area, ways); } });
    editor.ui.registry.addButton("sheet", { text: "导入表格", tooltip: "把 Excel 或 CSV 表格导入正文", onAction: function () { sheet(editor, area, ways); } });
    editor.ui.registry.addToggleButton("firstindent", { text: "首行缩进", tooltip: "首行缩进", onAction: function () { indent(editor); }, onSetup: toggle(editor) });
    editor.on("dblclick", function (event) { if (event.target.nodeName === "IMG") { describe(editor, event.target); } });
    editor.on("init", function () { guard(editor, area); if (window.RichTextKeeping) { window.RichTextKeeping.watch(editor, area); } });
  }

  return { add: add };
})();
