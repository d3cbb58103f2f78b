// Touch on a message: a long press opens its menu, a swipe to the left replies, as in Telegram.
const HOLD_MS = 480;
const SWIPE_PX = 56;

/** `find(node)` gives the message under the finger; `hold(message, x, y)`, `swipe(message)`. */
export function gestures(list, find, hold, swipe) {
  let touch = null;
  let done = false; // a hold or a swipe happened: the click that ends it means nothing
  const end = () => {
    if (!touch) return;
    clearTimeout(touch.timer);
    touch.node.style.translate = "";
    touch = null;
  };
  list.addEventListener("click", (event) => {
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
    done = false;
  }, true);
  list.addEventListener("touchstart", (event) => {
    end();
    done = false;
    const node = event.target.closest(".message");
    if (!node || event.touches.length > 1 || event.target.closest(".inline-keyboard, audio, video")) return;
    const { clientX: x, clientY: y } = event.touches[0];
    touch = { node, x, y, sideways: false, timer: setTimeout(() => (end(), (done = true), hold(find(node), x, y)), HOLD_MS) };
  }, { passive: true });
  list.addEventListener("touchmove", (event) => {
    if (!touch) return;
    const [dx, dy] = [event.touches[0].clientX - touch.x, event.touches[0].clientY - touch.y];
    if (Math.hypot(dx, dy) > 10) clearTimeout(touch.timer);
    if (!touch.sideways && Math.abs(dy) > 14) return end();
    touch.sideways ||= dx < -14;
    touch.dx = dx;
    if (touch.sideways) touch.node.style.translate = `${Math.max(-72, Math.min(0, dx))}px`;
  }, { passive: true });
  list.addEventListener("touchend", () => {
    if (touch?.sideways && touch.dx < -SWIPE_PX) {
      done = true;
      swipe(find(touch.node));
    }
    end();
  });
  list.addEventListener("touchcancel", end);
}
