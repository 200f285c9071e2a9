// A copy button beside every line that is meant to be said, and beside what is passed on; the value
// of `data-copy`, if any, is what the button is called. Without script there is none.

import { say } from "./say.js";

const status = document.createElement("p");
status.className = "unseen";
status.setAttribute("role", "status");
document.body.append(status);

for (const line of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = say("Copy");
  button.setAttribute("aria-label", line.dataset.copy || say("Copy this statement"));
  button.addEventListener("click", () => copy(line, button));
  line.after(button);
}

async function copy(line, button) {
  const text = line.textContent.trim();
  if (!text) return;
  const done = (await written(text)) ? say("Copied") : say("Select and copy by hand");
  button.textContent = done;
  status.textContent = done;
  setTimeout(() => {
    button.textContent = say("Copy");
    status.textContent = "";
  }, 2500);
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
