// A button that puts words on the clipboard; browsers without one get them selected in a hidden field.
async function put(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const field = document.createElement("textarea");
    field.value = words;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const told = parentElement.querySelector("[role=status]");
  if (parentElement.words !== data.words) {
    told.textContent = "";
  }
  parentElement.words = data.words;
  button.onclick = async () => {
    await put(data.words);
    told.textContent = "Copied: claim, verdict, working and sources";
  };
}
