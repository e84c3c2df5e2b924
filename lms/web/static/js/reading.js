// Where somebody reads: the passage at the top of the screen goes to the server when the page is left, and a
// selected passage can be commented on. Without this file the step itself is kept, and each part has its link.
const text = document.querySelector("[data-place]");
// The meaning beside a term goes with Escape, until another term is pointed at.
const page = document.documentElement;
addEventListener("keydown", (event) => { if (event.key === "Escape") page.dataset.quiet = ""; });
for (const come of ["pointerover", "focusin"]) addEventListener(come, (event) => { if (event.target.closest?.(".term")) delete page.dataset.quiet; });

const token = document.querySelector("input[name=csrf_token]")?.value;

if (text && token) {
  const passages = [...text.querySelectorAll("[id^=p-]")];
  let sent = "";
  const number = (part) => part?.id.slice(2) ?? "0";
  const current = () => number(passages.filter((part) => part.getBoundingClientRect().top < innerHeight / 3).pop());
  const keep = () => {
    const passage = scrollY > 200 ? current() : "0";
    if (passage === sent || (sent === "" && passage === "0")) return;
    sent = passage;
    const body = new FormData();
    body.set("csrf_token", token);
    body.set("passage", passage);
    navigator.sendBeacon(text.dataset.place, body);
  };
  let pause;
  addEventListener("scroll", () => { clearTimeout(pause); pause = setTimeout(keep, 2000); }, { passive: true });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  const link = text.querySelector("[data-comment]");
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const from = chosen.anchorNode?.parentElement;
    const part = chosen.isCollapsed ? null : from?.closest("[data-lesson]") && from.closest("[id^=p-]");
    link.hidden = !part;
    if (!part) return;
    const address = new URL(link.href);
    address.searchParams.set("passage", number(part));
    link.href = address.href;
  });
}
