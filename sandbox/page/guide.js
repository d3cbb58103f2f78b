// 试一试: what to try, ticked off as it happens. A column beside the phones, a sheet from below on a narrow screen.
import { h, icon } from "./dom.js";
import { t } from "./words.js";

export class Guide {
  #steps = "[]";

  /** `beside`: a media query that holds while there is room for the column. */
  constructor(panel, toggle, beside) {
    Object.assign(this, { panel, toggle, beside });
    panel.querySelector(".close").append(icon("close"));
    panel.querySelector(".close").addEventListener("click", () => (this.show(false), toggle.focus()));
    toggle.addEventListener("click", () => this.show(this.panel.hidden));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && (this.show(false), toggle.focus()));
    document.addEventListener("pointerdown", (event) => {
      if (!beside.matches && !panel.hidden && !panel.contains(event.target) && !toggle.contains(event.target)) this.show(false);
    });
    beside.addEventListener("change", () => this.show(beside.matches));
  }

  show(yes) {
    const open = yes && this.#steps !== "[]";
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-guide", open);
  }

  /** `steps`: [{title, done}] as the server keeps them. */
  draw(steps) {
    const before = JSON.parse(this.#steps);
    const now = JSON.stringify(steps);
    if (now === this.#steps) return;
    this.#steps = now;
    const done = steps.filter((step) => step.done).length;
    const next = steps.find((step) => !step.done);
    for (const node of [this.panel, this.toggle]) node.querySelector(".progress").textContent = `${done}/${steps.length}`;
    this.toggle.querySelector(".next").textContent = next ? next.title : t("都试过了");
    this.toggle.hidden = !steps.length;
    this.panel.style.setProperty("--share", steps.length ? done / steps.length : 0);
    this.panel.querySelector("ol").replaceChildren(...steps.map((step, n) => {
      const news = step.done && before[n] && !before[n].done;
      return h("li", { "data-done": step.done ? "true" : null, class: [step === next && "next", news && "news"].filter(Boolean).join(" ") || null },
        h("span", { class: "mark", "aria-hidden": "true" }, step.done ? icon("tick") : String(n + 1)),
        h("span", { class: "what" }, step.title), step.done && h("span", { class: "sr" }, t("(已完成)")));
    }));
    this.panel.querySelector("li.next")?.scrollIntoView({ block: "nearest" });
    if (!before.length) this.show(this.beside.matches);
  }
}
