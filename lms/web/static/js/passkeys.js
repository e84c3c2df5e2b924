// Passkeys: the browser's own window, its answer sent with an ordinary form. All words come from
// the page; without this file or without passkeys in the browser the forms stay hidden.
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

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
