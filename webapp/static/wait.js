// Says that the reading is under way, and keeps a second press from sending the note twice.

import { say } from "./say.js";

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (button?.value === "edit") return;
    button?.setAttribute("aria-disabled", "true");
    if (button?.classList.contains("primary")) button.textContent = say("Reading…");
  });
}

// A page that comes back from the browser's memory must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
});
