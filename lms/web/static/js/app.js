// Enhancements only: every page works without this file. All words come from the page.
const root = document.documentElement;
root.classList.add("js");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// After a refused form, the summary of errors takes the focus.
all("[data-focus]").forEach((element) => element.focus());
// A link of the summary to a group of choices leads to its first choice.
all(".errors a").forEach((link) => link.addEventListener("click", (event) => {
  const first = document.querySelector(`fieldset${link.hash} input`);
  if (!first) return;
  event.preventDefault();
  first.focus();
}));

// Long lists of steps start closed on a telephone.
if (matchMedia("(max-width: 61.99rem)").matches) {
  all("[data-close-narrow]").forEach((details) => (details.open = false));
}

// Menus close with Escape or a press outside.
document.addEventListener("click", (event) => {
  const kept = event.target.closest("details.menu");
  all("details.menu[open]").forEach((menu) => menu !== kept && (menu.open = false));
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Show or hide a password.
all("[data-show]").forEach((button) => button.addEventListener("click", () => {
  const input = document.getElementById(button.dataset.show);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
}));

// Autosave: the draft goes to the server, never into the browser's storage (telephones are shared).
// POST csrf_token, version, text -> 200 {version, saved} or 409 {message}.
class Draft {
  constructor(area) {
    Object.assign(this, { area, words: area.dataset, version: area.dataset.version, wait: 1200 });
    this.status = document.getElementById(area.dataset.status);
    this.kept = area.value;
    area.addEventListener("input", () => this.later(1200));
    addEventListener("pagehide", () => this.dirty() && navigator.sendBeacon(this.words.autosave, this.body()));
    addEventListener("beforeunload", (event) => (this.failing || this.stopped) && this.changed() && event.preventDefault());
    area.form.addEventListener("submit", () => (this.leaving = true));
    addEventListener("online", () => this.dirty() && this.save());
  }
  changed() { return !this.leaving && this.area.value !== this.kept; }
  dirty() { return !this.stopped && this.changed(); }
  say(words) { this.status.textContent = words; }
  body() {
    const body = new FormData();
    body.set("csrf_token", this.area.form.elements.csrf_token.value);
    body.set("version", this.version);
    body.set("text", this.area.value);
    return body;
  }
  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }
  async save() {
    if (!this.dirty()) return;
    if (this.busy) return this.later(1200);
    const sent = this.area.value;
    this.busy = true;
    this.say(this.words.saving);
    try {
      const answer = await fetch(this.words.autosave, { method: "POST", body: this.body(), headers: { Accept: "application/json" } });
      if (answer.status === 409 || answer.status === 422) {
        this.stopped = true;
        this.say((await answer.json()).message);
      } else if (!answer.ok || answer.redirected) {
        throw new Error(answer.status);
      } else {
        const { version, saved } = await answer.json();
        Object.assign(this, { version, kept: sent, wait: 1200, failing: false });
        // Hidden field of the form: what is sent later knows the newest version.
        const hidden = this.area.form.elements[this.words.versionField ?? "version"];
        if (hidden) hidden.value = version;
        this.say(saved);
      }
    } catch {
      this.failing = true;
      this.say(this.words.unsaved);
      this.wait = Math.min(this.wait * 2, 60000);
      this.later(this.wait);
    } finally {
      this.busy = false;
    }
  }
}
all("textarea[data-autosave]").forEach((area) => new Draft(area));

// Chosen rows: their number in words, and all the rows shown at once.
all("form[data-bulk]").forEach((form) => {
  const boxes = all("tbody input[type=checkbox]:not(:disabled)", form);
  const count = form.querySelector("[data-count]");
  const every = form.querySelector("[data-all]");
  const draw = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    const { none, one, many } = count.dataset;
    count.textContent = chosen === 0 ? none : chosen === 1 ? one : many.replace("#", chosen);
    every.textContent = chosen === boxes.length ? every.dataset.off : every.dataset.on;
  };
  form.addEventListener("change", draw);
  every.addEventListener("click", () => {
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = on));
    draw();
  });
  draw();
});

// A second press while the first is on its way sends nothing (the server would refuse it too).
all("form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  if ("bulk" in form.dataset) return;
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
}));
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.querySelector("span").textContent = button.dataset.done;
}));

// Passkeys: the browser's own window, its answer sent with an ordinary form; without passkeys in the
// browser the forms stay hidden.
const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const write = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: read(one.id) }));

const ask = {
  get: (options) => navigator.credentials.get({
    publicKey: { ...options, challenge: read(options.challenge), ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }) },
  }),
  create: (options) => navigator.credentials.create({
    publicKey: { ...options, challenge: read(options.challenge), user: { ...options.user, id: read(options.user.id) }, excludeCredentials: known(options.excludeCredentials) },
  }),
};

// What a browser's toJSON() would give; written out because not every browser has it.
function told(credential) {
  const { id, type, rawId, response, authenticatorAttachment } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = names.filter((name) => response[name]).map((name) => [name, write(response[name])]);
  return JSON.stringify({
    id, type, rawId: write(rawId), authenticatorAttachment, clientExtensionResults: {}, response: Object.fromEntries(parts),
  });
}

function prepare(form) {
  const button = form.querySelector("[data-go]");
  const outcome = form.querySelector("[data-outcome]");
  form.hidden = false;
  async function go() {
    if (button.disabled) return;
    button.disabled = true;
    outcome.textContent = "";
    try {
      form.elements.credential.value = told(await ask[form.dataset.passkey](JSON.parse(form.dataset.options)));
      form.submit();
    } catch (error) {
      outcome.textContent = error.name === "InvalidStateError" ? outcome.dataset.known : outcome.dataset.cancelled;
      button.disabled = false;
    }
  }
  button.addEventListener("click", go);
  // Enter in the field of a name does what the button does.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
}

if (window.PublicKeyCredential) all("form[data-passkey]").forEach(prepare);
