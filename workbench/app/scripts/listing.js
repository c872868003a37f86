// A table whose rows open by click or keyboard and, where asked for, can be ticked.
function cell(name, value, tone, number) {
  const made = document.createElement(name);
  made.textContent = value;
  if (name === "th") {
    made.scope = "col";
  }
  made.className = [tone || "", number ? "number" : ""].join(" ").trim();
  return made;
}

function tick(label, on, change) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = on;
  box.setAttribute("aria-label", label);
  box.onclick = (event) => event.stopPropagation();
  box.onchange = () => change(box.checked);
  return box;
}

function ticked(name, box) {
  const made = document.createElement(name);
  made.onclick = (event) => event.stopPropagation();
  made.append(box);
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector(".box").setAttribute("aria-label", data.label);
  const choosing = data.chosen !== null;
  const chosen = new Set(data.chosen || []);
  const send = () => setTriggerValue("chosen", [...chosen]);
  const set = (ids, on) => {
    ids.forEach((id) => (on ? chosen.add(id) : chosen.delete(id)));
    send();
  };

  const head = document.createElement("tr");
  const here = data.rows.map((row) => row.id);
  if (choosing) {
    const all = here.length > 0 && here.every((id) => chosen.has(id));
    head.append(ticked("td", tick("Choose all on this page", all, (on) => set(here, on))));
  }
  data.columns.forEach((name, at) => head.append(cell("th", name, "", data.numbers.includes(at))));
  parentElement.querySelector("thead").replaceChildren(head);

  const body = parentElement.querySelector("tbody");
  body.replaceChildren();
  for (const row of data.rows) {
    const line = document.createElement("tr");
    line.className = chosen.has(row.id) ? "chosen" : "";
    if (choosing) {
      const box = tick(`Choose ${row.cells[0]}`, chosen.has(row.id), (on) => set([row.id], on));
      line.append(ticked("td", box));
    }
    row.cells.forEach((value, at) => {
      const made = cell("td", at ? value : "", at ? row.tones[at] : "narrow", data.numbers.includes(at));
      if (!at) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = value;
        made.append(button);
      }
      line.append(made);
    });
    line.onclick = () => setTriggerValue("pick", row.id);
    body.append(line);
  }
}
