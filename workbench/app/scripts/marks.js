// The states of an article's claims: tone, decided or not, the current one; painted on the words of article.js.
const TONES = { h: "holds", f: "fails", p: "partly", o: "open" };

function paint(root, data) {
  root.current = root.claims.findIndex((claim) => claim.id === data.current);
  let first = null;
  for (const span of root.querySelectorAll("span")) {
    const shown = span.covering.includes(root.current) ? root.current : span.covering[0];
    const state = data.states[shown];
    const current = shown === root.current;
    span.className = ["claim", TONES[state[0]], state[1] ? "decided" : "", current ? "current" : ""].join(" ").trim();
    if (span.owner !== undefined) {
      const claim = root.claims[span.owner];
      span.setAttribute("aria-label", `Claim ${span.owner + 1}, ${claim.quote}, ${data.said[data.states[span.owner][2]]}`);
      span.setAttribute("aria-pressed", String(span.owner === root.current));
      span.tabIndex = span.owner === root.current || (root.current < 0 && span.owner === 0) ? 0 : -1;
    }
    if (current && first === null) {
      first = span;
    }
  }
  return first;
}

function show(root, span) {
  const host = root.getRootNode().host;
  const box = host ? host.closest(".st-key-article") : null;
  if (!box || !span) {
    return;
  }
  const outer = box.getBoundingClientRect();
  const inner = span.getBoundingClientRect();
  if (inner.top < outer.top + 24 || inner.bottom > outer.bottom - 24) {
    box.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

// A held key repeats: the repeats are dropped before any shortcut sees them, except where somebody types.
function typing(event) {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function drop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// A verdict counts for what stands on this screen, however slow the way to the server and back: not before it has stood
// there for a moment, and only one until the page has answered.
const SEEN = 350;
const PATIENCE = 5000;
const page = (window.workbenchPage = window.workbenchPage || { showing: "", since: 0, asked: 0, keys: [] });

function early() {
  const now = performance.now();
  if (now - page.since < SEEN || now - page.asked < PATIENCE) {
    return true;
  }
  page.asked = now;
  return false;
}

function onKey(event) {
  if (typing(event) || event.key.length !== 1) {
    return;
  }
  const verdict = page.keys.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.repeat || (verdict && document.querySelector(".st-key-verdict") && early())) {
    drop(event);
  }
}

function onClick(event) {
  const target = event.composedPath()[0];
  const inside = target instanceof Element && target.closest('.st-key-verdict [class*="st-key-rate-"]');
  if (inside && event.isTrusted && early()) {
    drop(event);
  }
}

export default function ({ data }) {
  window.workbenchPaint = () => {
    const root = window.workbenchArticle;
    // The words of another document may still be on their way.
    if (!root || !root.claims || root.version !== data.version) {
      return;
    }
    const span = paint(root, data);
    if (root.shown !== data.current) {
      root.shown = data.current;
      show(root, span);
    }
  };
  window.workbenchPaint();
  page.keys = data.keys;
  page.asked = -PATIENCE;
  if (page.showing !== data.showing) {
    page.showing = data.showing;
    page.since = performance.now();
  }
  // Another claim, or a form that has opened: the card begins at its top again.
  if (window.workbenchTop !== data.top) {
    window.workbenchTop = data.top;
    document.querySelectorAll(".st-key-card").forEach((card) => {
      card.scrollTop = 0;
    });
  }
  if (!page.watched) {
    page.watched = true;
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("click", onClick, true);
  }
}
