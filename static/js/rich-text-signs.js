// The signs that official texts need and keyboards lack, each with its Chinese name, in the order in which they are looked for.
window.RichTextSigns = (function () {
  "use strict";

  const NAMED = "〔 左六角括号,〕 右六角括号,【 左方头括号,】 右方头括号,《 左书名号,》 右书名号,〈 左单书名号,〉 右单书名号,「 左直角引号,」 右直角引号,『 左双直角引号,』 右双直角引号," +
    "— 破折号,… 省略号,· 间隔号,～ 波浪号,〇 汉字零,※ 参考标记,№ 编号,§ 节号,† 剑号,‰ 千分号,° 度,′ 分,″ 秒,℃ 摄氏度,℉ 华氏度,㎡ 平方米,㎥ 立方米,㎜ 毫米,㎝ 厘米,㎞ 千米,㎏ 千克,㎎ 毫克,㏄ 毫升," +
    "× 乘号,÷ 除号,± 正负号,≈ 约等于,≠ 不等于,≤ 小于等于,≥ 大于等于,∑ 求和,√ 根号,∞ 无穷大,∶ 比号,∵ 因为,∴ 所以,∠ 角,⊥ 垂直,∥ 平行,¥ 人民币元,€ 欧元,£ 英镑,$ 美元,￠ 分," +
    "→ 右箭头,← 左箭头,↑ 上箭头,↓ 下箭头,■ 实心方块,□ 空心方块,● 实心圆,○ 空心圆,◆ 实心菱形,◇ 空心菱形,▲ 实心三角,△ 空心三角,★ 实心五角星,☆ 空心五角星,☑ 已选方框,☒ 打叉方框,✓ 对号,✗ 叉号," +
    "© 版权,® 注册商标,™ 商标,α 阿尔法,β 贝塔,γ 伽马,δ 德尔塔,λ 拉姆达,μ 缪,π 圆周率,Ω 欧姆,㊣ 圈正";

  function counted(first, many, name) {
    return Array.from({ length: many }, function (_each, place) { return [first + place, name + (place + 1)]; });
  }

  return NAMED.split(",").map(function (each) { return [each.codePointAt(0), each.slice(2)]; }).concat(
    counted(0x2460, 20, "带圈数字"), counted(0x2474, 20, "括号数字"), counted(0x3220, 10, "括号汉字数字"), counted(0x2160, 12, "罗马数字"),
  );
})();
