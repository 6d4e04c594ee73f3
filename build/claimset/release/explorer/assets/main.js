// Shows what the address names, and moves the focus there.

const live = document.getElementById("live");
const overview = document.getElementById("overview");
const codebook = document.getElementById("codebook");
const views = [live, overview, codebook].filter(Boolean);
let pictures = null;
let redraw = () => {};

function reveal(view) {
  for (const each of views) each.hidden = each !== view;
}

function showOverview() {
  reveal(overview);
  if (!hasClaims) return;
  if (pictures === null) {
    pictures = [topicPicture, repliesPicture, matrixPicture, timelinePicture, originsPicture].map((make) => make()).filter(Boolean);
    document.getElementById("pictures").append(...pictures.map(({ figure }) => figure));
  }
  redraw = () => pictures.forEach(({ render }) => render());
  redraw();
}

function showLive([content, update]) {
  live.replaceChildren(content);
  reveal(live);
  redraw = update;
  update();
}

const CARDS = { C: [claims, claimCard], A: [actors, actorCard], S: [sources, sourceCard], E: [events, eventCard] };

// The card on which a row stands: evidence on that of its claim, passages on that of their source.
function cardId(id) {
  if (id.startsWith("V")) return evidence.get(id)?.claim_id;
  if (id.startsWith("F")) return db.actor_affiliations?.find((row) => row.affiliation_id === id)?.actor_id;
  return id.split("-")[0];
}

function showRow(asked) {
  const id = currentId(asked);
  const card = cardId(id);
  const [known, make] = CARDS[card?.[0]] ?? [];
  if (!known?.has(card)) return showUnknown(asked);
  showLive(make(card));
  document.title = `${card} · ${dataset.title}`;
  if (id !== asked) say(`${asked} is now ${id}`);
  const row = card === id ? null : document.getElementById(id);
  row?.classList.add("target");
  for (let outer = row; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
  return row;
}

function showUnknown(name) {
  const back = h("a", { href: "#claims" }, "All claims");
  showLive([h("div", {}, h("h1", { tabindex: -1 }, "Nothing is known here by that name"), h("p", {}, `“${name}” is no row and no part of this version. `, back)), () => {}]);
  return null;
}

// A part of the codebook or the overview: opened and scrolled to.
function showPart(element) {
  reveal(views.find((view) => view.contains(element)));
  redraw = codebook.contains(element) ? showKeys : () => {};
  redraw();
  for (let outer = element; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
  // A whole view begins with its heading, as the others do.
  return views.includes(element) ? null : element;
}

function showKeys() {
  const place = document.getElementById("keys");
  if (place.dataset.keys !== "[]") place.replaceChildren(drawKeys(place.clientWidth));
}

const LISTS = { claims: claimsView, actors: actorsView, sources: sourcesView, events: eventsView };

function show(name, state) {
  document.title = dataset.title;
  if (name === "overview") return showOverview();
  if (hasClaims && Object.hasOwn(LISTS, name)) return showLive(LISTS[name](state));
  if (hasClaims && ROW.test(name)) return showRow(name);
  const element = document.getElementById(name);
  if (element && views.some((view) => view.contains(element))) return showPart(element);
  return live ? showUnknown(name) : showOverview();
}

function route({ moved }) {
  const { name, state } = readAddress();
  const target = show(name, state) ?? null;
  const current = name === "claims" || /^[CV]\d/.test(name) ? "claims" : { A: "actors", S: "sources", E: "events" }[name.match(/^([ASE])\d/)?.[1]] ?? name;
  const section = codebook.hidden ? current : "codebook";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${section}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) {
    target?.scrollIntoView();
    return;
  }
  const place = target ?? views.find((view) => !view.hidden).querySelector("h1");
  if (!target) scrollTo(0, 0);
  place.focus({ preventScroll: !target });
  target?.scrollIntoView();
}

function setTheme(dark) {
  const button = document.getElementById("theme");
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  button.setAttribute("aria-pressed", String(dark));
}

function start() {
  document.documentElement.classList.add("scripts");
  addEventListener("hashchange", () => route({ moved: true }));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy).textContent.trim(), button));
  }
  const theme = document.getElementById("theme");
  theme.setAttribute("aria-pressed", String(matchMedia("(prefers-color-scheme: dark)").matches));
  theme.addEventListener("click", () => setTheme(theme.getAttribute("aria-pressed") !== "true"));
  let width = innerWidth;
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (width === innerWidth) return;
      width = innerWidth;
      if (!live || live.hidden || live.querySelector(".drawing")) redraw();
    }, 150);
  });
  addEventListener("beforeprint", () => {
    for (const details of views.find((view) => !view.hidden).querySelectorAll("details:not(.filter, .filter *)")) details.open = true;
  });
  route({ moved: false });
  performance.mark("ready");
}

start();
