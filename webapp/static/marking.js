// Words of a note that are selected with the pointer become marks. Sentences can be ticked without it.
// Where there are several lists of marks, the one whose pen is chosen gets them.

import { say } from "./say.js";

const note = document.querySelector("[data-note]");
const lists = [...document.querySelectorAll("[data-marks]")];
const pens = [...document.querySelectorAll("[data-pen]")];
const noPen = document.querySelector("[data-no-pen]");

if (note && lists.length) {
  for (const hint of document.querySelectorAll(".with-script")) hint.hidden = false;

  // A selection inside a sentence would also count as a click on its label, and tick the whole.
  note.addEventListener("click", (event) => {
    if (selected()) event.preventDefault();
  });
  note.addEventListener("pointerup", () => {
    const words = selected();
    if (!words) return;
    add(words);
    // The click that follows still has to find the selection.
    setTimeout(() => getSelection().removeAllRanges());
  });
  document.addEventListener("change", (event) => {
    // Whoever says how strongly a barrier is held goes on with its words.
    const pen = event.target.matches("select") && event.target.closest("[data-holds]")?.querySelector("[data-pen]");
    if (pen && event.target.value) pen.checked = true;
    if (noPen && pens.some((each) => each.checked)) noPen.textContent = "";
    show();
  });
  show();
}

function chosen() {
  if (!pens.length) return lists[0];
  const pen = pens.find((each) => each.checked);
  return pen ? pen.closest("[data-holds]").querySelector("[data-marks]") : null;
}

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  const text = range.toString();
  // Places count code points, as the server does.
  return start === null || end === null || !text.trim() ? null : { mark: `${start}-${end}`, text, range };
}

function place(node, offset) {
  const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
  if (!piece || !note.contains(piece)) return null;
  return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
}

function add({ mark, text }) {
  const list = chosen();
  if (!list) {
    noPen.textContent = say("First choose what your words are for.");
    return;
  }
  if ([...list.querySelectorAll("input")].some((input) => input.value === mark)) return;
  const label = document.createElement("label");
  label.className = "tick";
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name: list.dataset.name ?? "mark", value: mark, checked: true });
  const words = document.createElement("q");
  words.textContent = text;
  label.append(input, " ", words);
  const item = document.createElement("li");
  item.append(label);
  list.append(item);
  list.closest(".own-marks").hidden = false;
  show();
}

function show() {
  if (!("highlights" in CSS)) return;
  const boxes = chosen() ? [...(chosen().closest("[data-holds]") ?? chosen()).querySelectorAll("input:checked")] : [];
  const ranges = boxes.filter((box) => box.type === "checkbox").map(rangeOf).filter(Boolean);
  CSS.highlights.set("selected-words", new Highlight(...ranges));
}

function rangeOf(input) {
  const [start, end] = input.value.split("-").map(Number);
  const from = spot(start, false);
  const to = spot(end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

function spot(at, ending) {
  for (const piece of note.querySelectorAll("[data-start]")) {
    const start = Number(piece.dataset.start);
    const letters = [...piece.textContent];
    const inside = ending ? start < at && at <= start + letters.length : start <= at && at < start + letters.length;
    if (inside) return [piece.firstChild, letters.slice(0, at - start).join("").length];
  }
  return null;
}
