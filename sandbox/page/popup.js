// What lies over a phone for a moment: toast, alert, picture viewer, menu.
import { h, icon } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 4000;

/** A short line at the foot of the phone; goes by itself. */
export function toast(root, text) {
  root.querySelectorAll(".toast").forEach((old) => old.remove());
  const node = h("div", { class: "toast", role: "status", dir: "auto" }, text);
  root.append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

/** The callback answer with show_alert: stays until 好. */
export function alertBox(root, text) {
  const before = document.activeElement;
  const close = () => (veil.remove(), before?.isConnected && before.focus());
  const ok = h("button", { class: "ok", onclick: close }, t("好"));
  const veil = h("div", { class: "veil", onclick: (event) => event.target === veil && close(), onkeydown: (event) => event.key === "Escape" && close() },
    h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": "提示" }, h("p", { dir: "auto" }, text), ok));
  root.append(veil);
  ok.focus();
}

/** A photo as large as the window. */
export function lightbox(address, caption) {
  const dialog = h("dialog", { class: "lightbox", "aria-label": caption || "照片", onclick: () => dialog.close(), onclose: () => dialog.remove() },
    h("img", { src: address, alt: caption || "照片" }),
    h("button", { class: "close", "aria-label": "关闭" }, icon("close")));
  document.body.append(dialog);
  dialog.showModal();
}

/** A menu at a point of the phone (page coordinates). `items`: [{label, icon, act, danger}]. */
export function menu(root, x, y, items) {
  root.querySelector(".menu")?.dismiss();
  const before = document.activeElement;
  const dismiss = () => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = (event) => {
    if (node.contains(event.target)) return;
    dismiss();
    if (event.pointerType === "touch") swallowClick();
  };
  const choose = (item) => {
    dismiss();
    if (before?.isConnected) before.focus({ preventScroll: true });
    item.act();
  };
  const node = h("div", { class: "menu", role: "menu", onkeydown: onKey },
    items.map((item) => h("button", { role: "menuitem", class: item.danger ? "danger" : null, onclick: () => choose(item) }, icon(item.icon), item.label)));
  node.dismiss = dismiss;
  function onKey(event) {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      dismiss();
      if (before?.isConnected) before.focus({ preventScroll: true });
    }
    moveFocus(event, [...node.children]);
  }
  root.append(node);
  const box = root.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(x - box.left, box.width - node.offsetWidth - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(y - box.top, box.height - node.offsetHeight - 8))}px`;
  node.firstElementChild?.focus({ preventScroll: true });
  document.addEventListener("pointerdown", outside, true);
}

/** A tap that only closes a menu does not press what lies beneath. */
function swallowClick() {
  const stop = (event) => (event.preventDefault(), event.stopPropagation());
  document.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", stop, true), 500);
}

/** Arrow keys, Home and End among a list of buttons. */
export function moveFocus(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? buttons.length - 1 : at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || !buttons.length) return;
  event.preventDefault();
  buttons[(to + buttons.length) % buttons.length].focus();
}
