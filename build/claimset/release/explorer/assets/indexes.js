// The lists of all actors, sources and events, each with a line to narrow it down.

function indexView(title, column, rows) {
  const list = h("ul", { class: "index" });
  const count = h("p", { class: "count", role: "status" });
  const field = h("input", { type: "search", id: "narrow", autocomplete: "off", spellcheck: "false" });
  const known = rows.map((row) => ({ ...row, folded: folded(row.text) }));
  function update() {
    const wanted = folded(field.value).split(/\s+/);
    const left = known.filter((row) => wanted.every((word) => row.folded.includes(word)));
    list.replaceChildren(...left.map((row) => h("li", {}, h("a", { href: `#${row.id}` }, row.title), " ", h("span", { class: "quiet" }, row.kind, row.note))));
    count.textContent = `${left.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  }
  field.addEventListener("input", update);
  const label = h("label", { for: "narrow" }, "Narrow the list");
  const lead = h("p", { class: "lead" }, column);
  return [h("div", {}, h("h1", { tabindex: -1 }, title), lead, h("div", { class: "bar" }, label, field, count), list), update];
}

function tally(count) {
  return count ? `, ${plural(count, "row", "rows")} of evidence` : "";
}

function actorsView() {
  const rows = db.actors.map(({ actor_id: id, name, actor_type: type }) => ({
    id,
    title: name,
    kind: words(type),
    note: tally((evidenceBy.get(id) ?? []).length),
    text: [id, name, ...(namesOf.get(id) ?? []).map((row) => row.name)].join(" "),
  }));
  rows.sort((a, b) => a.title.localeCompare(b.title, "en"));
  return indexView("Actors", "Whoever speaks, acts, is accused or publishes. All names and spellings are searched.", rows);
}

function sourcesView() {
  const rows = db.sources.map(({ source_id: id, title, source_type: type, consultation, date }) => ({
    id,
    title,
    kind: `${words(type)}, ${words(consultation)}${date ? `, ${dateText(date)}` : ""}`,
    note: tally((evidenceFrom.get(id) ?? []).length),
    text: `${id} ${title} ${words(type)}`,
  }));
  return indexView("Sources", "The texts that were read, and every utterance that they cite.", rows);
}

function eventsView() {
  const rows = db.events.map(({ event_id: id, title, occurrence, date }) => ({
    id,
    title,
    kind: `${words(occurrence)}${date ? `, ${dateText(date)}` : ""}`,
    note: "",
    text: `${id} ${title}`,
  }));
  return indexView("Events", "What is said to have happened. A row means that somebody speaks of the event.", rows);
}
