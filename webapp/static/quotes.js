// Shows the whole quote in the note when its code is followed; without script, its code alone lights up.

function show() {
  const anchor = location.hash.startsWith("#note-") ? location.hash.slice("#note-".length) : null;
  for (const mark of document.querySelectorAll("mark[data-quote]")) {
    mark.classList.toggle("shown", mark.dataset.quote === anchor);
  }
}

window.addEventListener("hashchange", show);
show();
