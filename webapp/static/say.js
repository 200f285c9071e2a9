// A sentence in the language of the page, which brings along what stands for it.

const words = JSON.parse(document.body.dataset.words ?? "{}");

export const say = (english) => words[english] ?? english;
