// Signatures with a finger or a pen: strokes on a canvas, kept as an SVG path in the hidden field beside it.

const SCALE = 1;

function point(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * canvas.width * SCALE;
  const y = ((event.clientY - box.top) / box.height) * canvas.height * SCALE;
  return [Math.round(x), Math.round(y)];
}

function start(box) {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.strokeStyle = getComputedStyle(canvas).color;
  let path = "";
  let drawing = false;

  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = point(canvas, event);
    path += `M${x} ${y}`;
    pen.beginPath();
    pen.moveTo(x, y);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing || path.length > 18000) return;
    const [x, y] = point(canvas, event);
    path += `L${x} ${y}`;
    pen.lineTo(x, y);
    pen.stroke();
  });
  const end = () => {
    drawing = false;
    field.value = path;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  box.querySelector("[data-clear-signature]").addEventListener("click", () => {
    path = "";
    field.value = "";
    pen.clearRect(0, 0, canvas.width, canvas.height);
  });
}

for (const box of document.querySelectorAll("[data-signature]")) start(box);
