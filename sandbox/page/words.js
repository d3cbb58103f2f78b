// The page's own words, in Chinese unless the address says ?lang=en. What people and the bot say is never touched.

const EN = {
  "试一试": "Try it", "收起": "Close", "都试过了": "All tried", "(已完成)": "(done)",
  "+1小时": "+1 hour", "+1工作日": "+1 workday", "+1周": "+1 week", "城市时间": "The city's time", "现在的时间": "The time now", "三部手机": "Three phones",
  "城里还没有人,稍等……": "Nobody is in town yet, one moment…", "连接断开,正在重连……": "Connection lost, trying again…",
  "连不上服务器,正在重试": "The server cannot be reached, trying again",
  "找人:姓名、单位、角色": "Find: name, unit, role", "找人": "Find somebody", "换人": "Another person", "其他": "Others", "其他 · 新来的人": "Others · newly arrived", "新来一位「{}」": "Somebody new: {}",
  "会话": "Chats", "全部会话": "All chats", "还没有消息": "No messages yet", "有事直接写一句就行": "Write a sentence to begin",
  "消息": "Message", "说明(可不写)": "Caption (optional)", "命令": "Commands", "键盘": "Keyboard", "快捷键盘": "Keyboard", "按钮": "Buttons", "发送": "Send", "附件": "Attach", "贴纸": "Sticker", "开始": "START",
  "照片": "Photo", "文件": "File", "语音": "Voice", "音频": "Audio", "视频": "Video", "位置": "Place", "看大图": "Enlarge", "关闭": "Close", "待发附件": "To be sent", "选文件": "Choose files",
  "回复": "Reply", "复制": "Copy", "编辑": "Edit", "删除": "Delete", "编辑消息": "Edit message", "不回复了": "Cancel", "消息菜单": "Message menu",
  "已编辑": "edited", "更早的消息": "Earlier messages", "好": "OK", "提示": "Notice", "已复制": "Copied", "浏览器不让复制": "The browser does not allow copying",
  "内容不能为空": "It cannot be empty", "这个按钮已经不在了": "This button is gone", "原消息已不在": "The message is gone", "已遮盖,点开看": "Hidden; press to see", "到最新": "To the newest",
  "群已建立": "The group was made", "群已升级为超级群": "The group became a supergroup", "{} 进群": "{} joined", "{} 离群": "{} left", "{} 建了群": "{} made the group", "您": "You",
  "[照片]": "[photo]", "[视频]": "[video]", "[动图]": "[animation]", "[语音]": "[voice]", "[音频]": "[audio]", "[位置]": "[place]", "[文件]": "[file]", "[贴纸]": "[sticker]", "[名片]": "[contact]",
};

export const lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh";

/** The words in the page's language; `{}` stands for `value`. */
export function t(words, value) {
  const found = lang === "en" ? EN[words] ?? words : words;
  return value === undefined ? found : found.replace("{}", () => value);
}

/** Translates what the HTML file itself says. */
export function translate(root) {
  if (lang === "zh") return;
  document.documentElement.lang = lang;
  for (const node of root.querySelectorAll("*")) {
    if (node.hasAttribute("aria-label")) node.setAttribute("aria-label", t(node.getAttribute("aria-label")));
    if (!node.children.length && node.textContent) node.textContent = t(node.textContent.trim());
  }
}
