// One message (or an album) as Telegram shows it. Knows how it looks; what a press does is its caller's (`acts`).
import { avatar, fullName, h, hue, icon } from "./dom.js";
import { inlineKeyboard } from "./inline.js";
import { kindOf, media, snippet } from "./media.js";
import { rich } from "./rich.js";
import { hour } from "./times.js";
import { t } from "./words.js";

/**
 * `messages`: one, or the parts of an album. `place`: {own, group, first, last} of a run by the same sender.
 * `acts`: {follow, say, jump, menu, press, isBusy, copy}.
 */
export function bubble(messages, place, acts) {
  const message = messages.find((part) => part.caption) ?? messages[0];
  const pictures = media(messages);
  const words = body(message, messages, acts);
  const bare = pictures && !words && !["rows"].some((name) => pictures.classList.contains(name));
  const sticky = kindOf(message) === "sticker";
  const mark = meta(messages);
  const box = h("div", { class: `bubble${pictures ? " with-media" : ""}${bare ? " bare" : ""}${sticky ? " no-frame" : ""}` },
    place.group && place.first && !place.own && h("div", { class: `sender ${hue(message.from?.id)}`, dir: "auto" }, senderName(message)),
    message.forward_origin && h("div", { class: "forwarded" }, `转发自 ${originName(message.forward_origin)}`),
    message.reply_to_message && quote(message.reply_to_message, acts),
    pictures,
    words ? h("div", { class: "words", dir: "auto" }, words, mark) : mark);
  const keyboard = message.reply_markup?.inline_keyboard;
  const node = h("article", {
    class: `message ${place.own ? "own" : "other"}${place.first ? " first" : ""}${place.last ? " last" : ""}`,
    "data-message-id": messages[0].message_id, tabindex: "-1", "aria-label": `${senderName(message)} ${hour(message.date)}`,
  },
    place.group && !place.own && (place.last ? avatar(message.from?.id, senderName(message), "small") : h("span", { class: "avatar-gap" })),
    h("div", { class: "stack" }, box, keyboard?.length ? inlineKeyboard(message, keyboard, acts) : null),
    h("button", { class: "more", "aria-label": "消息菜单", "aria-haspopup": "menu", onclick: (event) => openMenu(event.currentTarget) }, icon("more")));
  function openMenu(button) {
    const at = button.getBoundingClientRect();
    acts.menu(message, at.left, at.bottom + 2);
  }
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img, audio, video") || String(getSelection())) return;
    event.preventDefault();
    acts.menu(message, event.clientX, event.clientY);
  });
  return node;
}

function body(message, messages, acts) {
  const words = message.text ?? message.caption;
  if (!words) return messages.some(kindOf) ? null : h("span", { class: "text none" }, "[这类消息此处看不了]");
  const text = h("span", { class: "text" });
  if (typeof message.html === "string" && message.html) text.append(rich(message.html, acts));
  else text.append(words);
  return text;
}

function quote(original, acts) {
  return h("button", { class: `quote ${hue(original.from?.id)}`, "aria-label": `回复 ${senderName(original)},点此跳到原消息`, onclick: () => acts.jump(original.message_id) },
    h("b", { dir: "auto" }, senderName(original)), h("span", { dir: "auto" }, snippet(original) || "消息"));
}

function meta(messages) {
  const last = messages[messages.length - 1];
  const edited = messages.some((message) => message.edited ?? message.edit_date);
  return h("span", { class: "meta", dir: "ltr" }, edited && h("span", { class: "edited" }, t("已编辑")), h("time", {}, hour(last.date)));
}

export const senderName = (message) => message.sender_chat?.title ?? fullName(message.from);

function originName(origin) {
  return fullName(origin.sender_user) || origin.sender_user_name || origin.chat?.title || origin.sender_chat?.title || "他人";
}

const SERVICE = {
  new_chat_members: (message) => t("{} 进群", message.new_chat_members.map(fullName).join("、")),
  left_chat_member: (message) => t("{} 离群", fullName(message.left_chat_member)),
  group_chat_created: (message) => t("{} 建了群", fullName(message.from)),
  supergroup_chat_created: () => t("群已建立"),
  new_chat_title: (message) => `群名改为「${message.new_chat_title}」`,
  migrate_to_chat_id: () => t("群已升级为超级群"),
  migrate_from_chat_id: () => t("群已升级为超级群"),
  pinned_message: (message) => `置顶了「${snippet(message.pinned_message)}」`,
};

/** The words of a service message (somebody joined, …); null for an ordinary one. */
export function serviceWords(message) {
  const key = Object.keys(SERVICE).find((name) => message[name] !== undefined && message[name] !== null);
  return key ? SERVICE[key](message) : null;
}

