// The list of claims, with search, facets, order and the file of what is selected.

const PART = 100;

function claimsView(state) {
  const results = h("ol", { class: "claims" });
  const count = h("p", { class: "count", role: "status" });
  const more = h("button", { type: "button" });
  const facets = h("div", { class: "facets" });
  const search = h("input", { type: "search", id: "q", value: state.get("q"), autocomplete: "off", spellcheck: "false" });
  const sort = h(
    "select",
    { id: "sort" },
    Object.entries(ORDERS).map(([name, { title }]) => h("option", { value: name }, title)),
  );
  const opened = new Set(FACETS.filter((facet, at) => at < 1 || chosen(state, facet).size).map((facet) => facet.name));
  let current = { selected: [] };
  let shown = 0;

  function show() {
    const next = current.selected.slice(shown, shown + PART);
    results.append(...next.map(claimItem));
    shown += next.length;
    const left = current.selected.length - shown;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, PART)} more of ${left.toLocaleString("en")}`;
  }

  function update() {
    replaceAddress(claimsAddress(state));
    current = select(state);
    sort.value = sortOf(state);
    count.textContent = `${current.selected.length.toLocaleString("en")} of ${plural(claims.size, "claim", "claims")}`;
    results.replaceChildren();
    shown = 0;
    show();
    const focused = document.activeElement?.id;
    facets.replaceChildren(...FACETS.map((facet, at) => facetBox(facet, current.counts[at], state, opened, update)));
    if (focused) document.getElementById(focused)?.focus();
  }

  function set(name, value) {
    if (value) state.set(name, value);
    else state.delete(name);
    update();
  }

  function clear() {
    for (const name of [...state.keys()]) state.delete(name);
    search.value = "";
    update();
    search.focus();
  }

  let waiting;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => set("q", search.value.trim()), 120);
  });
  // In a large dataset the index takes a second: better before the first letter than after it.
  search.addEventListener("focus", () => setTimeout(searchIndex), { once: true });
  sort.addEventListener("change", () => set("sort", sort.value));
  more.addEventListener("click", () => {
    const first = shown;
    show();
    results.children[first]?.querySelector("a").focus();
  });
  const wide = matchMedia("(min-width: 60rem)").matches;
  const view = h(
    "div",
    {},
    h("h1", { tabindex: -1 }, "Claims"),
    h(
      "p",
      { class: "lead" },
      "A claim is a clause without a speaker. Who asserts, denies or doubts it is on its card; the dataset does not say of any claim that it is true or false.",
    ),
    h(
      "div",
      { class: "browser" },
      h(
        "form",
        { class: "filters", role: "search", submit: (event) => event.preventDefault() },
        h("label", { for: "q" }, "Search claims, voices and all names of actors"),
        search,
        h("details", { class: "filter", open: wide }, h("summary", {}, "Filter"), facets),
      ),
      h(
        "div",
        {},
        h(
          "div",
          { class: "bar" },
          count,
          h("label", { for: "sort" }, "Order"),
          sort,
          h("button", { type: "button", click: clear }, "Clear all"),
          h("button", { type: "button", click: () => saveCsv(current.selected) }, "Save these as CSV"),
        ),
        results,
        more,
      ),
    ),
  );
  return [view, update];
}

function facetBox(facet, counts, state, opened, update) {
  const wanted = chosen(state, facet);
  const boxes = facetValues(facet, counts, wanted).map((value) => {
    const change = (event) => {
      if (event.currentTarget.checked) state.append(facet.name, value);
      else state.delete(facet.name, value);
      update();
    };
    const id = `facet-${facet.name}-${value}`;
    return h(
      "li",
      {},
      h("input", { type: "checkbox", id, checked: wanted.has(value), change }),
      h("label", { for: id, title: facet.hint?.(value) }, facet.label(value)),
      h("span", { class: "quiet" }, String(counts.get(value) ?? 0)),
    );
  });
  const remember = (event) => (event.currentTarget.open ? opened.add(facet.name) : opened.delete(facet.name));
  return h(
    "details",
    { open: opened.has(facet.name), toggle: remember },
    h("summary", {}, facet.title(), wanted.size ? h("strong", {}, ` (${wanted.size} chosen)`) : null),
    h("ul", { "aria-label": facet.title() }, boxes),
  );
}

function claimItem(id) {
  const { support, opposition, backing, topic, voices, origins, caveats, first_put_forward: first } = summaries.get(id);
  const told = [
    plural(voices, "voice", "voices"),
    plural(origins, "independent origin", "independent origins"),
    caveats ? plural(caveats, "remark on verification", "remarks on verification") : null,
    first ? `first ${dateText(first)}` : null,
  ];
  return h(
    "li",
    {},
    h("a", { href: `#${id}`, class: "claim" }, h("span", { class: "mark" }, "Claim: "), claims.get(id).proposition),
    h(
      "p",
      { class: "told" },
      h("span", { class: "id" }, id),
      term("claim_summary.topic", topic),
      chip("claim_summary.support", support),
      opposition === "none" ? null : chip("claim_summary.opposition", opposition),
      backing === "none" || backing === "testimony_only" ? null : chip("claim_summary.backing", backing),
      told.filter(Boolean).map((text) => h("span", {}, text)),
    ),
  );
}

function saveCsv(selected) {
  const address = URL.createObjectURL(new Blob([selectionCsv(selected)], { type: "text/csv" }));
  const link = h("a", { href: address, download: `${dataset.name}-${dataset.version}-selection.csv` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  say(`${plural(selected.length, "claim", "claims")} saved`);
}
