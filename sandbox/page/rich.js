// The server's `html` of a message, copied element by element: only the tags Telegram knows, only safe addresses.
import { h } from "./dom.js";

const PLAIN = new Set(["B", "STRONG", "I", "EM", "S", "STRIKE", "DEL", "U", "INS", "CODE", "PRE", "BLOCKQUOTE", "BR"]);

/** `acts.follow(href)` is true when the page follows a link itself (t.me/…?start=X); `acts.say(text)` sends a /command clicked. */
export function rich(html, acts) {
  const template = document.createElement("template"); // inert: runs nothing, loads nothing
  template.innerHTML = html;
  return copyInside(template.content, document.createDocumentFragment(), acts);
}

function copyInside(from, to, acts) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) to.append(copyElement(child, acts));
  }
  return to;
}

function copyElement(node, acts) {
  if (PLAIN.has(node.tagName)) return copyInside(node, document.createElement(node.tagName), acts);
  if (node.tagName === "TG-SPOILER" || (node.tagName === "SPAN" && /\b(tg-)?spoiler\b/.test(node.className)))
    return copyInside(node, spoiler(), acts);
  if (node.tagName === "SPAN" && node.className === "command") {
    const words = node.textContent;
    return h("button", { class: "command", onclick: () => acts.say(words) }, words);
  }
  if (node.tagName === "SPAN" && ["mention", "hashtag"].includes(node.className)) return copyInside(node, h("span", { class: node.className }), acts);
  if (node.tagName === "A") {
    const address = node.getAttribute("href") || "";
    if (startPayload(address) !== null || /^(https?|mailto|tel):/i.test(address)) return copyInside(node, link(address, acts), acts);
  }
  return copyInside(node, document.createDocumentFragment(), acts);
}

function spoiler() {
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  const node = h("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "已遮盖,点开看", onclick: show,
    onkeydown: (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), show()),
  });
  return node;
}

export function link(address, acts) {
  return h("a", {
    href: address, target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => acts.follow(address) && event.preventDefault(),
  });
}

/** X of t.me/<bot>?start=X or tg://resolve?domain=<bot>&start=X; null when it is another kind of address. */
export function startPayload(address) {
  const found = /^(?:(?:https?:\/\/)?(?:t|telegram)\.me\/\w+\/?\?|tg:\/\/resolve\?(?:[^#]*&)?)start=([\w-]*)/i.exec(address);
  return found ? found[1] : null;
}
