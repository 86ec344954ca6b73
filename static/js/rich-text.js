// Turns every textarea.rich-text into the editor. Pictures go to the upload address named on the textarea, never inline.
(function () {
  "use strict";

  const CHINESE = {
    "Undo": "撤销", "Redo": "重做", "Cut": "剪切", "Copy": "复制", "Paste": "粘贴", "Paste as text": "粘贴为纯文本",
    "Bold": "加粗", "Italic": "斜体", "Underline": "下划线", "Strikethrough": "删除线", "Superscript": "上标",
    "Subscript": "下标", "Clear formatting": "清除格式", "Formats": "格式", "Blocks": "段落样式", "Paragraph": "正文",
    "Heading 2": "一级小标题", "Heading 3": "二级小标题", "Heading 4": "三级小标题", "Blockquote": "引用",
    "Align left": "左对齐", "Align center": "居中", "Align right": "右对齐", "Justify": "两端对齐",
    "Bullet list": "项目符号", "Numbered list": "编号", "Increase indent": "增加缩进", "Decrease indent": "减少缩进",
    "Insert/edit link": "插入或修改链接", "Link": "链接", "Link...": "链接…", "URL": "地址", "Text to display": "显示文字",
    "Title": "提示文字", "Open link in...": "打开方式", "Current window": "当前窗口", "New window": "新窗口",
    "Remove link": "取消链接", "Open link": "打开链接", "Insert/edit image": "插入或修改图片", "Image": "图片",
    "Image...": "图片…", "Source": "地址", "Upload": "上传", "General": "常规", "Browse files": "选择文件",
    "Drop an image here": "把图片拖到这里", "Alternative description": "替代文字（必填，供读屏使用）",
    "Width": "宽", "Height": "高", "Constrain proportions": "保持比例", "Save": "确定", "Cancel": "取消", "Close": "关闭",
    "Table": "表格", "Insert table": "插入表格", "Table properties": "表格属性", "Delete table": "删除表格",
    "Cell": "单元格", "Row": "行", "Column": "列", "Cell properties": "单元格属性", "Merge cells": "合并单元格",
    "Split cell": "拆分单元格", "Insert row before": "在上方插入行", "Insert row after": "在下方插入行",
    "Delete row": "删除行", "Row properties": "行属性", "Insert column before": "在左侧插入列",
    "Insert column after": "在右侧插入列", "Delete column": "删除列", "Header row": "表头行", "Caption": "表题",
    "Find and Replace": "查找替换", "Find and replace...": "查找替换…", "Find": "查找", "Replace with": "替换为",
    "Replace": "替换", "Replace all": "全部替换", "Previous": "上一处", "Next": "下一处", "Match case": "区分大小写",
    "Find whole words only": "全字匹配", "Find in selection": "在选区内查找", "Fullscreen": "全屏", "Source code": "源代码",
    "Special character": "特殊符号", "Special character...": "特殊符号…", "Show blocks": "显示段落块",
    "File": "文件", "Edit": "编辑", "View": "查看", "Insert": "插入", "Format": "格式", "Tools": "工具",
    "Word count": "字数统计", "{0} words": "{0} 字", "{0} characters": "{0} 字符", "Words": "词", "Characters": "字符",
    "Characters (no spaces)": "字符（不计空格）", "Document": "全文", "Selection": "所选", "Count": "统计",
    "Reveal or hide additional toolbar items": "更多工具", "Press {0} for help": "按 {0} 查看帮助",
    "Rich Text Area": "正文编辑区", "Press ALT-0 for help": "按 Alt+0 查看帮助", "Drop a file here": "把文件拖到这里",
    "No color": "无颜色", "Alignment": "对齐", "Horizontal align": "水平对齐", "Vertical align": "垂直对齐", "Cell type": "单元格类型",
    "Scope": "表头范围", "Header cell": "表头单元格", "Row type": "行类型", "Header": "表头", "Body": "表体", "Footer": "表尾",
    "Left": "左", "Center": "中", "Right": "右", "Top": "上", "Middle": "中", "Bottom": "下", "Row group": "行组",
    "Column group": "列组", "Show caption": "显示表题", "Border width": "边框宽度", "Cell spacing": "单元格间距", "Cell padding": "单元格边距",
    "Class": "样式", "Advanced": "高级", "Cut row": "剪切行", "Copy row": "复制行", "Paste row before": "粘贴到上方", "Paste row after": "粘贴到下方",
    "Open link in": "打开方式", "Text": "文字", "Invalid input": "输入不正确", "Quotations": "引号", "Currency": "货币", "Mathematical": "数学",
    "Extended Latin": "拉丁扩展", "Symbols": "符号", "Arrows": "箭头", "User Defined": "自定义", "All": "全部", "Search": "查找", "Select all": "全选", "Ok": "确定", "Error": "错误", "Default": "默认", "None": "无",
    "Could not find the specified string.": "没有找到要查找的文字。", "Preferences": "查找选项", "Row header": "行表头", "Column header": "列表头",
    "Row headers": "行表头", "Column headers": "列表头", "Cols": "列数", "Rows": "行数", "Table caption": "表题", "{0} columns, {1} rows": "{0} 列 {1} 行", "Loading...": "正在加载…", "Block {0}": "段落样式：{0}", "Resize": "调整大小",
    "Cut column": "剪切列", "Copy column": "复制列", "Paste column before": "粘贴到左侧", "Paste column after": "粘贴到右侧",
    "Your browser doesn't support direct access to the clipboard. Please use the Ctrl+X/C/V keyboard shortcuts instead.": "浏览器不允许直接使用剪贴板，请按 Ctrl+X、Ctrl+C、Ctrl+V 剪切、复制、粘贴。",
    "Image uploading...": "正在上传图片…", "Failed to upload image: {0}": "图片没有上传：{0}"
  };

  function columnOf() {
    const column = document.querySelector("[name=column]");
    return column ? column.value : "";
  }

  // What is pasted is made clean in the same way for every column, so a text may be begun before one is chosen.
  function anyColumn() {
    const offered = document.querySelector("[name=column] option:not([value=''])");
    return columnOf() || (offered ? offered.value : "");
  }

  function send(address, fields, column) {
    const form = new FormData();
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    Object.keys(fields).forEach(function (name) { form.append(name, fields[name]); });
    return fetch(address + "?column=" + encodeURIComponent(column || columnOf()), { method: "POST", body: form, headers: { "X-CSRFToken": token ? token.value : "" }, credentials: "same-origin" })
      .catch(function () { throw new Error("网络不通，请稍后再试。"); })
      .then(function (response) {
        return response.json().catch(function () { return {}; }).then(function (answer) {
          if (response.status === 413) { throw new Error("内容过大，服务器没有接收。"); }
          if (!response.ok) { throw new Error(answer.error || (columnOf() ? "没有成功，请刷新页面后再试。" : "请先选择栏目。")); }
          return answer;
        });
      });
  }

  // A picture belongs to the site of the column: until one is chosen it stays in the text as data.
  function columnChosen() {
    return new Promise(function (go) {
      if (columnOf()) { go(); return; }
      document.addEventListener("change", function look() {
        if (columnOf()) { document.removeEventListener("change", look); go(); }
      });
    });
  }

  function upload(address) {
    return function (blob) {
      const name = blob.filename().replace(/^(?:blobid|image)\d*(?=\.)/, "粘贴的图片");
      const file = new File([blob.blob()], name, { type: blob.blob().type });
      return columnChosen().then(function () { return send(address, { file: file }); }).then(function (answer) { return answer.location; }, function (error) { throw { message: error.message, remove: true }; });
    };
  }

  function plain(editor, text, reason) {
    editor.insertContent(editor.dom.encode(text).replace(/\r?\n/g, "<br>"));
    editor.notificationManager.open({ text: reason + (text ? "已粘贴为纯文本。" : "没有可以粘贴的文字。"), type: "warning" });
  }

  // The clipboard of another program is made clean by the server, so that one place knows the rules.
  function paste(editor, area) {
    editor.on("paste", function (event) {
      const clipboard = event.clipboardData;
      if (!clipboard || clipboard.types.indexOf("x-hugerte/html") >= 0) { return; }
      const html = clipboard.getData("text/html");
      const text = clipboard.getData("text/plain");
      if (!html || !anyColumn()) { return; }
      event.preventDefault();
      const tooLarge = window.RichTextSize.ofPaste(html, area);
      if (tooLarge) { plain(editor, text, tooLarge); return; }
      const place = editor.selection.getBookmark(2, true);
      editor.setProgressState(true);
      send(area.dataset.paste, { html: html }, anyColumn()).then(function (answer) {
        editor.setProgressState(false);
        editor.selection.moveToBookmark(place);
        const ends = /<\/(?:table|section)>$/.test(answer.html) && !editor.dom.getParent(editor.selection.getNode(), "table");
        editor.insertContent(answer.html + (ends ? "<p></p>" : ""));
        if (answer.html.indexOf("data:image/") >= 0) { editor.uploadImages(); }
        if (answer.notes.length) { editor.notificationManager.open({ text: answer.notes.join(""), type: "warning", timeout: 20000 }); }
      }, function (error) {
        editor.setProgressState(false);
        editor.selection.moveToBookmark(place);
        plain(editor, text, error.message);
      });
    }, true);
  }

  function start(area) {
    hugerte.init({
      target: area,
      language: "zh_CN",
      base_url: area.dataset.base,
      suffix: ".min",
      branding: false,
      promotion: false,
      height: 560,
      menubar: false,
      plugins: "autolink charmap code fullscreen link lists searchreplace table visualblocks wordcount",
      toolbar: "undo redo | blocks | bold italic underline superscript subscript removeformat | alignleft aligncenter alignright firstindent | bullist numlist outdent indent | link picture video audio attachment table sheet charmap | searchreplace code fullscreen",
      toolbar_mode: window.innerWidth < 700 ? "scrolling" : "wrap",
      elementpath: false,
      statusbar: true,
      block_formats: "正文=p;一级小标题=h2;二级小标题=h3;三级小标题=h4;引用=blockquote",
      content_css: area.dataset.content,
      convert_urls: false,
      relative_urls: false,
      automatic_uploads: true,
      images_upload_handler: upload(area.dataset.upload),
      images_file_types: "jpg,jpeg,png,gif,webp,bmp",
      table_header_type: "sectionCells",
      table_default_attributes: {},
      table_default_styles: {},
      table_sizing_mode: "responsive",
      table_appearance_options: false,
      table_advtab: false,
      table_cell_advtab: false,
      table_row_advtab: false,
      link_assume_external_targets: "https",
      link_target_list: false,
      table_toolbar: "tableprops tablerowheader tablecaption tabledelete | tableinsertrowbefore tableinsertrowafter tabledeleterow | tableinsertcolbefore tableinsertcolafter tabledeletecol | tablemergecells tablesplitcells",
      paste_data_images: true,
      contextmenu: false,
      charmap: window.RichTextSigns,
      setup: function (editor) {
        editor.on("change input undo redo", function () { editor.save(); });
        editor.on("init", function () { nameHandle(editor); window.RichTextSize.watch(editor, area); });
        paste(editor, area);
        if (window.RichTextTools) { window.RichTextTools.add(editor, area, { send: send, column: columnOf }); }
      }
    });
  }

  // The handle bears a name but no role, so a screen reader would pass it over.
  function nameHandle(editor) {
    const handle = editor.getContainer().querySelector("[data-mce-name='resize-handle']");
    if (handle) { handle.setAttribute("role", "button"); handle.setAttribute("aria-label", "用上下方向键调整编辑区高度"); }
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (typeof hugerte === "undefined") { return; }
    hugerte.addI18n("zh_CN", CHINESE);
    document.querySelectorAll("textarea.rich-text").forEach(start);
  });
})();
