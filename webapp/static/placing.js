// A press or drag on the circle moves the two sliders, and the sliders move the dot.

const place = document.querySelector("[data-place]");

if (place) {
  const [steps, x, y, radius] = ["steps", "x", "y", "radius"].map((name) => Number(place.dataset[name]));
  const circle = place.querySelector("[data-circle]");
  const dot = place.querySelector("[data-dot]");
  const control = document.getElementById("control");
  const affiliation = document.getElementById("affiliation");
  const shown = document.querySelector('input[name="shown"][value="yes"]');
  for (const part of place.querySelectorAll(".with-script")) part.hidden = false;

  const move = () => {
    const [up, right] = [control.value / steps, affiliation.value / steps];
    const shrink = Math.max(1, Math.hypot(up, right));
    dot.setAttribute("cx", x + (radius * right) / shrink);
    dot.setAttribute("cy", y - (radius * up) / shrink);
  };
  const put = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(circle.getScreenCTM().inverse());
    const [right, up] = [(at.x - x) / radius, (y - at.y) / radius];
    const shrink = Math.max(1, Math.hypot(up, right));
    affiliation.value = Math.round((steps * right) / shrink);
    control.value = Math.round((steps * up) / shrink);
    shown.checked = true;
    move();
  };

  circle.addEventListener("pointerdown", (event) => {
    circle.setPointerCapture(event.pointerId);
    put(event);
  });
  circle.addEventListener("pointermove", (event) => {
    if (circle.hasPointerCapture(event.pointerId)) put(event);
  });
  for (const slider of [control, affiliation]) {
    slider.addEventListener("input", () => {
      shown.checked = true;
      move();
    });
  }
}
