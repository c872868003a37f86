// The words of an article with a span over every claim; their states are painted by marks.js.
// Each paragraph finds its own direction only where one can run from right to left: it makes long ones slow.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/;

function build(root, data, send) {
  root.style.unicodeBidi = data.pieces.some(([text]) => RIGHT_TO_LEFT.test(text)) ? "plaintext" : "isolate";
  root.replaceChildren();
  root.claims = data.claims;
  const named = new Set();
  for (const [text, covering] of data.pieces) {
    if (!covering.length) {
      root.append(text);
      continue;
    }
    const span = document.createElement("span");
    span.textContent = text;
    span.covering = covering;
    const owner = covering.find((claim) => !named.has(claim));
    if (owner !== undefined) {
      named.add(owner);
      span.owner = owner;
      span.setAttribute("role", "button");
    }
    span.onclick = () => {
      if (!selected(root)) {
        send("pick", data.claims[covering[(covering.indexOf(root.current) + 1) % covering.length]].id);
      }
    };
    span.onkeydown = (event) => key(event, root, span, send);
    root.append(span);
  }
}

// One stop of the Tab key for the whole text: arrows go from claim to claim, Enter opens one.
function key(event, root, span, send) {
  if (event.key === "Enter" && span.owner !== undefined) {
    event.preventDefault();
    send("pick", root.claims[span.owner].id);
  }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const stops = [...root.querySelectorAll("[role=button]")];
    const next = stops[stops.indexOf(span) + step];
    if (next) {
      span.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }
}

function selected(root) {
  const place = root.getRootNode();
  const selection = place.getSelection ? place.getSelection() : document.getSelection();
  if (!selection || !selection.rangeCount || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  return root.contains(range.startContainer) && root.contains(range.endContainer) ? range : null;
}

// Offsets count code points, as the store does, not the halves of which some characters are made.
function ends(root, range) {
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  return { start, end: start + [...range.toString()].length };
}

function offer(root, button, send) {
  const range = selected(root);
  button.hidden = !range;
  if (!range) {
    return;
  }
  const place = range.getBoundingClientRect();
  const home = (button.offsetParent || root).getBoundingClientRect();
  button.style.left = `${Math.max(0, place.left - home.left)}px`;
  button.style.top = `${place.bottom - home.top + 6}px`;
  button.onclick = () => {
    send("select", ends(root, range));
    button.hidden = true;
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".text");
  const button = parentElement.querySelector(".add");
  const send = (name, value) => setTriggerValue(name, value);
  if (root.version !== data.version) {
    root.version = data.version;
    build(root, data, send);
    root.shown = null;
  }
  root.onmouseup = () => setTimeout(() => offer(root, button, send), 0);
  root.onkeyup = () => offer(root, button, send);
  window.workbenchArticle = root;
  if (window.workbenchPaint) {
    window.workbenchPaint();
  }
}
