// A print button, and everything unfolded on paper except what waits behind a safety procedure.

import { say } from "./say.js";

const tools = document.querySelector(".tools");
if (tools) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = say("Print");
  button.addEventListener("click", () => window.print());
  tools.append(button);
}

let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not(.gate):not([open])")];
  for (const details of unfolded) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
  unfolded = [];
});
