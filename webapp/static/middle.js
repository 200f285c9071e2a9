// Puts the four parts of a middle statement together as they are typed. Nothing is sent or kept.

import { advise } from "./middle_advice.js";
import { say } from "./say.js";

const form = document.querySelector("[data-middle]");
if (form) {
  const statement = form.querySelector("[data-statement]");
  const advice = form.querySelector("[data-advice]");
  const parts = [...form.querySelectorAll("[data-part]")];
  form.querySelector(".composed").hidden = false;

  const retell = () => {
    const texts = Object.fromEntries(parts.map((part) => [part.dataset.part, part.value.trim()]));
    statement.textContent = compose(texts);
    const lines = advise(texts).map(say);
    // Only what changed is read out again.
    if (lines.join() !== [...advice.children].map((line) => line.textContent).join()) {
      advice.replaceChildren(...lines.map(item));
    }
  };
  form.addEventListener("input", retell);
  retell(); // of what was typed before this script had come
}

// The impact runs on into the behaviour: "I lose my thread when the table gets hit."
function compose({ offer, impact, behaviour, request }) {
  const middle = [impact, behaviour].filter(Boolean).join(" ");
  return [ended(offer, "."), ended(middle, "."), ended(request, "?")].filter(Boolean).join(" ");
}

function ended(text, end) {
  return !text || /[.?!…]["”’]?$/u.test(text) ? text : text + end;
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}
