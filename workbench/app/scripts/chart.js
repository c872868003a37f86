// A drawing from a list of shapes: name, attributes, and words that go in as text.
const SVG = "http://www.w3.org/2000/svg";

function made([name, attributes, words]) {
  const shape = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    shape.setAttribute(key, String(value));
  }
  if (words && name === "text") {
    shape.textContent = words;
  } else if (words) {
    const title = document.createElementNS(SVG, "title");
    title.textContent = words;
    shape.append(title);
  }
  return shape;
}

export default function ({ data, parentElement }) {
  const drawing = parentElement.querySelector("svg");
  drawing.setAttribute("aria-label", data.label);
  drawing.replaceChildren(...data.shapes.map(made));
}
