// How ids, terms and columns of the model stand on the page. Every id is a link, every term has its definition at hand.

const words = (term) => term.replaceAll("_", " ");

function titleOf(column) {
  return fields[column]?.title ?? words(column.split(".")[1]);
}

function definitionOf(column, term) {
  return vocabularies[column]?.[term] || fields[column]?.description || undefined;
}

function term(column, value) {
  if (value === null || value === undefined) return null;
  return h("span", { class: "term", title: definitionOf(column, value) }, words(String(value)));
}

// A date in words; the machine's form of it (EDTF) stays at hand.
function dateText(date) {
  if (!date) return null;
  const word = (part) => {
    const mark = { "~": "about ", "?": "possibly ", "%": "possibly about " }[part.at(-1)] ?? "";
    return mark + part.replace(/[~?%]$/, "");
  };
  const set = date.match(/^\[([^,]*)\.\.([^,]*)\]$/);
  const [from, to] = set ? set.slice(1) : date.split("/");
  if (set && from && to) return `a day between ${word(from)} and ${word(to)}`;
  if (set) return from ? `${word(from)} or later` : `${word(to)} or earlier`;
  if (date.startsWith("[")) return `one of ${date.slice(1, -1).split(",").map(word).join(", ")}`;
  if (to === undefined) return word(from);
  if (from === ".." || from === "") return `until ${word(to)}`;
  return to === ".." || to === "" ? `since ${word(from)}` : `${word(from)} to ${word(to)}`;
}

function when(date) {
  return date ? h("time", { title: `EDTF: ${date}` }, dateText(date)) : null;
}

function chip(column, value) {
  return h("span", { class: `chip ${value}`, title: definitionOf(column, value) }, words(value));
}

function idLink(id, text) {
  return h("a", { href: `#${id}`, class: "id" }, text ?? id);
}

const actorLink = (id) => h("a", { href: `#${id}` }, actors.get(id)?.name ?? id);
const sourceLink = (id) => h("a", { href: `#${id}` }, sources.get(id)?.title ?? id);
const eventLink = (id) => h("a", { href: `#${id}` }, events.get(id)?.title ?? id);
const claimLink = (id) => h("a", { href: `#${id}` }, "Claim: ", claims.get(id)?.proposition ?? id);

// The passage in the text itself, where its address is known: the browser jumps to its first words.
function passageLink(passage) {
  const { source_id: source, paragraph, text_start: start } = passage;
  const here = h("a", { href: `#${passage.passage_id}` }, `paragraph ${paragraph}`);
  const address = sources.get(source).url;
  if (!address) return here;
  const words = encodeURIComponent(start).replaceAll("-", "%2D");
  return [here, " (", webLink(`${address.split("#")[0]}#:~:text=${words}`, "read it there"), ")"];
}

// A list of facts on a card: pairs of a column and what stands in it; empty ones are left out.
function factList(pairs) {
  const filled = pairs.filter(([, value]) => value !== null && value !== undefined && value?.length !== 0);
  return h(
    "dl",
    { class: "facts" },
    filled.map(([column, value]) => {
      const title = fields[column]
        ? h("a", { href: `#column-${column}`, title: fields[column].description }, titleOf(column))
        : column;
      return h("div", {}, h("dt", {}, title), h("dd", {}, value));
    }),
  );
}

// The columns of a row as facts, coded ones as terms.
function factsOf(table, row, names) {
  return names.map((name) => {
    const column = `${table}.${name}`;
    const value = row[name];
    if (value === null || value === undefined || value === "") return [column, null];
    if (Object.hasOwn(row, `${name}_earliest`)) return [column, when(value)];
    return [column, vocabularies[column] ? term(column, value) : String(value)];
  });
}

// What the terms on a card mean, for readers who cannot point at them.
function glossary(card) {
  const meant = [...card.querySelectorAll(".term[title], .chip[title]")].map((each) => [each.textContent, each.title]);
  const entries = d3.sort(new Map(meant), ([name]) => name);
  if (entries.length === 0) return null;
  return h(
    "details",
    { class: "glossary" },
    h("summary", {}, "What the terms on this card mean"),
    h("dl", {}, entries.map(([name, meaning]) => h("div", {}, h("dt", {}, name), h("dd", {}, meaning)))),
  );
}

function cite(id) {
  const text = `${dataset.citation} Row ${id}.`;
  return h(
    "section",
    { class: "cite" },
    h("h2", {}, "Cite this row"),
    h("p", { class: "copied" }, text),
    copyButton("Copy the citation of this row", text),
  );
}
