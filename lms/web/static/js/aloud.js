// A lesson read aloud by the device's own voice. Only voices that need no network: nothing is sent anywhere.
// Without such a voice in the page's language the buttons stay hidden. All words come from the page.
const BLOCKS = "h2, h3, h4, p, li, th, td";
const box = document.querySelector("[data-aloud]");
const engine = window.speechSynthesis;
const language = document.documentElement.lang;
const voice = () => engine.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(language));

// Leaves only (a list item may hold paragraphs), and only what is on the screen.
const parts = () => [...document.querySelectorAll("[data-lesson] :is(" + BLOCKS + ")")].filter((part) =>
  !part.querySelector(BLOCKS) && part.textContent.trim() && part.getClientRects().length);

class Reader {
  constructor() {
    this.place = 0;
    this.turn = 0;
    this.buttons = Object.fromEntries([...box.querySelectorAll("[data-act]")].map((button) => [button.dataset.act, button]));
    this.buttons.read.addEventListener("click", () => (this.reading ? this.pause() : this.read()));
    this.buttons.stop.addEventListener("click", () => this.stop());
    addEventListener("pagehide", () => this.pause());
    box.hidden = false;
  }
  read() {
    this.show(true);
    this.say(parts());
  }
  say(lesson) {
    // What an earlier turn still tells (its end, its interruption) is not listened to.
    const turn = ++this.turn;
    const part = lesson[this.place];
    this.light(part);
    if (!part) return this.stop();
    const words = new SpeechSynthesisUtterance(part.textContent.trim());
    Object.assign(words, { lang: language, voice: voice() ?? null });
    words.onend = () => turn === this.turn && (this.place++, this.say(lesson));
    words.onerror = () => turn === this.turn && this.pause();
    engine.speak(words);
  }
  // The device's own pause is lost on telephones: we stop, and begin the same paragraph again.
  pause() {
    this.turn++;
    engine.cancel();
    this.show(false);
  }
  stop() {
    this.pause();
    this.place = 0;
    this.light();
    if (document.activeElement === this.buttons.stop) this.buttons.read.focus();
    this.show(false);
  }
  light(part) {
    this.lit?.classList.remove("aloud");
    this.lit = part;
    part?.classList.add("aloud");
    part?.scrollIntoView({ block: "nearest" });
  }
  show(reading) {
    const { read, stop } = this.buttons;
    this.reading = reading;
    read.querySelector("span").textContent = reading ? read.dataset.pause : this.lit ? read.dataset.resume : read.dataset.start;
    stop.hidden = !this.lit && !reading;
  }
}

let reader;
const begin = () => { if (!reader && voice()) reader = new Reader(); };
if (box && engine) {
  begin();
  // Some browsers list their voices later.
  engine.addEventListener?.("voiceschanged", begin);
}
