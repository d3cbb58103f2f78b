// Pictures, files, voices, places and contacts inside a bubble.
import { h, icon, avatar, fullName } from "./dom.js";
import { lightbox } from "./popup.js";
import { sound } from "./sound.js";
import { size } from "./times.js";
import { t } from "./words.js";

const GRID = ["photo", "video", "animation"];
const KINDS = ["animation", "photo", "video", "video_note", "voice", "audio", "document", "sticker", "location", "contact"];

export const kindOf = (message) => KINDS.find((kind) => message[kind]) ?? null;

/** One line that stands for a message in a quote or a chat list. */
export function snippet(message) {
  const words = message.text || message.caption || "";
  const label = {
    photo: t("[照片]"), video: t("[视频]"), animation: t("[动图]"), video_note: t("[视频]"), voice: t("[语音]"), audio: t("[音频]"),
    document: `${t("[文件]")} ${message.document?.file_name ?? ""}`, sticker: `${t("[贴纸]")} ${message.sticker?.emoji ?? ""}`, location: t("[位置]"),
    contact: `${t("[名片]")} ${message.contact?.phone_number ?? ""}`,
  }[kindOf(message)];
  return [label, words].filter(Boolean).join(" ").trim();
}

/** The media of one message or of an album; null when there is none. `bare` says it carries its time on the picture. */
export function media(messages) {
  const kinds = messages.map(kindOf);
  if (!kinds.some(Boolean)) return null;
  if (kinds.every((kind) => GRID.includes(kind))) return picture(messages, kinds);
  return h("div", { class: "media rows" }, messages.map((message, n) => cell(message, messages.length > 1, one(message, kinds[n]))));
}

const cell = (message, album, node) => (album && node ? (node.setAttribute("data-message-id", message.message_id), node) : node);

function picture(messages, kinds) {
  const album = messages.length > 1;
  return h("div", { class: `media ${album ? `grid grid${Math.min(messages.length, 10)}` : "single"}` },
    messages.map((message, n) => cell(message, album, kinds[n] === "photo" ? photo(message, album) : video(message, kinds[n]))));
}

function photo(message, album) {
  const largest = message.photo[message.photo.length - 1] ?? {};
  const image = h("img", { src: message.file_url, alt: message.caption || "照片", loading: "lazy", onerror: () => button.classList.add("broken") });
  const button = h("button", { class: "photo", "aria-label": message.caption ? `看大图:${message.caption}` : "看大图", onclick: () => lightbox(message.file_url, message.caption) }, image);
  if (!album && largest.width && largest.height) {
    const ratio = Math.min(4, Math.max(0.4, largest.width / largest.height));
    button.style.aspectRatio = String(ratio);
    button.style.width = `min(100%, ${Math.round(Math.max(150, Math.min(300, 400 * ratio)))}px)`;
  }
  return button;
}

function video(message, kind) {
  return h("video", {
    src: message.file_url, controls: kind === "video", loop: kind === "animation", autoplay: kind === "animation", muted: kind === "animation",
    playsinline: true, preload: "metadata", "aria-label": message.caption || "视频",
  });
}

function one(message, kind) {
  switch (kind) {
    case "photo": return photo(message, true);
    case "video": case "animation": return video(message, kind);
    case "video_note": return h("video", { class: "round", src: message.file_url, controls: true, playsinline: true, preload: "metadata", "aria-label": "视频" });
    case "voice": return sound(message.file_url, message.voice, t("语音"));
    case "audio": return sound(message.file_url, message.audio, message.audio.title || message.audio.file_name || t("音频"));
    case "document": return file(message);
    case "sticker": return sticker(message);
    case "location": return row("pin", t("位置"), `${message.location.latitude.toFixed(4)}, ${message.location.longitude.toFixed(4)}`);
    case "contact": return contact(message.contact);
    default: return null;
  }
}

function row(symbol, title, detail, props = {}) {
  return h(props.href ? "a" : "div", { class: "file", ...props },
    h("span", { class: "disc" }, icon(symbol)),
    h("span", { class: "about" }, h("span", { class: "title", dir: "auto" }, title), detail && h("span", { class: "detail" }, detail)));
}

function file(message) {
  const { file_name: name = t("文件"), file_size: bytes } = message.document;
  if (!message.file_url) return row("file", name, size(bytes));
  if (message.document.mime_type === "text/html") return row("file", name, size(bytes), { href: message.file_url, target: "_blank", rel: "noopener", "aria-label": `打开 ${name}` });
  return row("file", name, size(bytes), { href: message.file_url, download: name, "aria-label": `下载 ${name}` });
}

function sticker(message) {
  const { emoji } = message.sticker;
  const plain = () => h("span", { class: "sticker", role: "img", "aria-label": `贴纸 ${emoji ?? ""}` }, emoji && emoji !== "👍" ? emoji : icon("thumb"));
  if (!message.file_url) return plain();
  const image = h("img", { class: "sticker", src: message.file_url, alt: `贴纸 ${emoji ?? ""}`, onerror: () => image.replaceWith(plain()) });
  return image;
}

function contact(person) {
  return h("div", { class: "file contact" }, avatar(person.user_id, person.first_name),
    h("span", { class: "about" }, h("span", { class: "title", dir: "auto" }, fullName(person)), h("span", { class: "detail" }, person.phone_number)));
}
