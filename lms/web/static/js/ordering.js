// Lines to put in order: buttons move them, the lists of places stay behind as what is sent.
// All words come from the page; without this file one chooses a place for each line.
document.querySelectorAll("[data-ordering]").forEach((list) => {
  const status = list.parentElement.querySelector("[data-ordering-status]");
  const rows = () => [...list.children];
  const place = (row) => row.querySelector("select");
  const words = list.dataset;

  const number = () => rows().forEach((row, at) => {
    place(row).value = String(at + 1);
    row.querySelector("[data-move=up]").disabled = at === 0;
    row.querySelector("[data-move=down]").disabled = at === list.children.length - 1;
  });
  const move = (row, button, other) => {
    if (button.dataset.move === "up") list.insertBefore(row, row.previousElementSibling);
    else list.insertBefore(row.nextElementSibling, row);
    number();
    (button.disabled ? other : button).focus();
    status.textContent = words.moved.replace("#", place(row).value);
  };
  const made = (kind, row) => {
    const button = document.createElement("button");
    const label = document.createElement("span");
    Object.assign(button, { type: "button", className: "btn btn-2 btn-move" });
    button.dataset.move = kind;
    button.setAttribute("aria-label", words[kind] + ", " + row.querySelector("label").textContent);
    label.textContent = words[kind];
    button.append(label);
    return button;
  };

  rows().filter((row) => place(row).value)
    .sort((one, other) => Number(place(one).value) - Number(place(other).value))
    .forEach((row) => list.append(row));
  rows().forEach((row) => {
    const [up, down] = [made("up", row), made("down", row)];
    up.addEventListener("click", () => move(row, up, down));
    down.addEventListener("click", () => move(row, down, up));
    place(row).hidden = true;
    row.append(up, down);
  });
  number();
});
