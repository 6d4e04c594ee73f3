// Elements. Text becomes a text node and never markup, so no cell can add an element.

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  const present = children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
  element.append(...present);
  return element;
}

// A link to a web address; an address of another kind is shown and not linked.
function webLink(address, text) {
  let scheme = null;
  try {
    scheme = new URL(address).protocol;
  } catch {
    // Not an address.
  }
  if (scheme !== "https:" && scheme !== "http:") return h("span", {}, text ?? address);
  return h("a", { href: address, rel: "noopener noreferrer external", target: "_blank" }, text ?? address);
}

function plural(count, one, many) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

// Puts something between the members of a list.
function between(members, separator) {
  return members.flatMap((member, at) => (at === 0 ? [member] : [separator, member]));
}

function say(text) {
  document.getElementById("said").textContent = text;
}

async function copy(text, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page opened from a folder may be refused the clipboard: the older way needs a selected field.
    const field = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.textContent = "Copied";
  say("Copied");
  setTimeout(() => (button.textContent = label), 1500);
}

function copyButton(label, text) {
  return h("button", { type: "button", click: (event) => copy(text, event.currentTarget) }, label);
}
