// Says that the reading is under way, and keeps a second press from sending the note twice. A form
// that opens a tab of its own leaves this page as it is, where it may be sent again.

import { say } from "./say.js";

const waiting = new Map(); // from a form that was sent to what undoes the change of its button

for (const form of document.forms) {
  if (form.target !== "_blank") form.addEventListener("submit", (event) => send(form, event));
}

function send(form, event) {
  if (waiting.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  waiting.set(form, button && button.value !== "edit" ? wait(button) : () => {});
}

function wait(button) {
  const label = button.textContent;
  button.setAttribute("aria-disabled", "true");
  if (button.classList.contains("primary")) button.textContent = say("Reading…");
  return () => {
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  };
}

// A page that comes back from the browser's memory must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const undo of waiting.values()) undo();
  waiting.clear();
});
