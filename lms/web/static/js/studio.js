// The studio's comfort: what is typed is kept on the server as it goes, buttons write the signs of a text,
// and its look is shown beside it. Every page works without this file. All words come from the page.
const form = document.querySelector("form[data-typed]");
const within = (selector, root = document) => [...root.querySelectorAll(selector)];

// The whole page goes to the server, never into the browser's storage (computers are shared).
// POST the fields -> 200 {version, saved}, 401 signed out, 409 or 422 {message}.
class Typed {
  constructor() {
    this.status = document.getElementById("typed-status");
    this.kept = this.shown();
    this.wait = 1200;
    form.addEventListener("input", () => this.later(1200));
    form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.save());
    addEventListener("focus", () => this.failing && this.save());
    addEventListener("pagehide", () => this.dirty() && navigator.sendBeacon(form.dataset.typed, this.body()));
    addEventListener("beforeunload", (event) => (this.failing || this.stopped) && this.changed() && event.preventDefault());
  }
  body() {
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => typeof value === "string" && body.append(name, value));
    return body;
  }
  // What people type, without the machinery's own fields.
  shown() {
    const body = this.body();
    ["csrf_token", "typed", "kept"].forEach((name) => body.delete(name));
    return body.toString();
  }
  changed() { return !this.leaving && this.shown() !== this.kept; }
  dirty() { return !this.stopped && this.changed(); }
  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }
  // Without a network, "Save" would lead to the browser's own error page: stay, and keep trying.
  leave(event) {
    if (navigator.onLine) return void (this.leaving = true);
    event.preventDefault();
    event.stopImmediatePropagation();
    delete form.dataset.sent;
    this.fail(form.dataset.unsaved);
  }
  fail(words) {
    this.failing = true;
    this.status.textContent = words;
    this.wait = Math.min(this.wait * 2, 30000);
    this.later(this.wait);
  }
  async save() {
    if (!this.dirty()) return;
    if (this.busy) return this.later(1200);
    const sent = this.shown();
    this.busy = true;
    this.status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.typed, { method: "POST", body: this.body(), headers: { Accept: "application/json" } });
      // Signed out, or signed in anew since: "Save" takes everything along, through the door if need be.
      if (answer.status === 401 || answer.redirected) {
        this.stopped = true;
        return void (this.status.textContent = form.dataset.signedOut);
      }
      const told = await answer.json();
      this.stopped = answer.status === 409 || answer.status === 422;
      if (!answer.ok && !this.stopped) throw new Error(answer.status);
      this.status.textContent = told.message ?? told.saved;
      if (this.stopped) return;
      form.elements.typed.value = told.version;
      Object.assign(this, { kept: sent, wait: 1200, failing: false });
    } catch {
      this.fail(form.dataset.unsaved);
    } finally {
      this.busy = false;
    }
  }
}
if (form?.dataset.typed) new Typed();

// Signs around what is chosen, or at the start of its lines.
const around = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const before = { heading: "## ", list: "- ", quote: "> " };

function write(area, act, words) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  if (act in around) {
    const [open, close] = around[act];
    const inside = value.slice(start, end) || words;
    area.setRangeText(open + inside + close, start, end);
    area.setSelectionRange(start + open.length, start + open.length + inside.length);
  } else {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n").map((line) => before[act] + line).join("\n");
    area.setRangeText(lines, from, end, "end");
  }
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

async function look(area, box) {
  const body = new URLSearchParams({ text: area.value, csrf_token: form.elements.csrf_token.value });
  try {
    const answer = await fetch(box.dataset.preview, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    // Cleaned by the server, in the one place that makes lessons; a parsed document runs nothing.
    const shown = new DOMParser().parseFromString((await answer.json()).html, "text/html");
    box.replaceChildren(...shown.body.childNodes);
  } catch {
    box.textContent = box.dataset.failed;
  }
}

within("[data-tools]").forEach((tools) => {
  const area = document.getElementById(tools.dataset.tools);
  within("[data-tool]", tools).forEach((button) => button.addEventListener("click", () => write(area, button.dataset.tool, button.dataset.words)));
  const button = tools.querySelector("[data-look]");
  const box = document.getElementById(button.dataset.look);
  let timer;
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", !box.hidden);
    if (!box.hidden) look(area, box);
  });
  area.addEventListener("input", () => {
    clearTimeout(timer);
    if (!box.hidden) timer = setTimeout(() => look(area, box), 600);
  });
});
