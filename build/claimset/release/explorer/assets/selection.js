// Which claims are selected, and in which order: by the state that stands in the address.

const order = (column) => Object.keys(vocabularies[column] ?? {});

const FACETS = [
  ...["topic", "claim_type", "sensitivity", "support", "opposition", "backing"].map((name) => ({
    name,
    title: () => titleOf(`claim_summary.${name}`),
    values: (id) => [summaries.get(id)[name]],
    label: words,
    hint: (value) => definitionOf(vocabularies[`claims.${name}`] ? `claims.${name}` : `claim_summary.${name}`, value),
    terms: () => order(`claim_summary.${name}`),
  })),
  {
    name: "source",
    title: () => "Text in which it stands",
    values: (id) => involved.get(id).carriers,
    label: (value) => sources.get(value).title,
  },
  {
    name: "accused",
    title: () => "Accused or alleged recipient",
    values: (id) => involved.get(id).accused,
    label: (value) => actors.get(value).name,
  },
  {
    name: "claimant",
    title: () => "Asserted by, or in the name of",
    values: (id) => involved.get(id).claimants,
    label: (value) => actors.get(value).name,
  },
];

const ORDERS = {
  relevance: { title: "Best match", key: (id, scores) => -(scores?.get(id) ?? 0) },
  id: { title: "Identifier", key: (id) => id },
  origins: { title: "Most independent origins", key: (id) => -summaries.get(id).origins },
  voices: { title: "Most voices", key: (id) => -summaries.get(id).voices },
  texts: { title: "Most texts", key: (id) => -summaries.get(id).consulted_texts },
  first: { title: "First put forward", key: (id) => firstDay(id) ?? "9999" },
  latest: { title: "Last put forward", key: (id) => -Date.parse(lastDay(id) ?? "0001-01-01") },
};

const firstDay = (id) => summaries.get(id).first_put_forward_earliest ?? summaries.get(id).first_put_forward_latest;
const lastDay = (id) => summaries.get(id).last_put_forward_latest ?? summaries.get(id).last_put_forward_earliest;

function chosen(state, facet) {
  return new Set(state.getAll(facet.name));
}

const holds = (facet, wanted, id) => wanted.size === 0 || facet.values(id).some((value) => wanted.has(value));

// The selected claims in their order, and for each facet how many claims each value would give.
function select(state) {
  const scores = searched(state.get("q") ?? "");
  const found = scores === null ? [...claims.keys()] : [...claims.keys()].filter((id) => scores.has(id));
  const wanted = FACETS.map((facet) => chosen(state, facet));
  const counts = FACETS.map(() => new Map());
  const selected = [];
  for (const id of found) {
    const missed = FACETS.flatMap((facet, at) => (holds(facet, wanted[at], id) ? [] : [at]));
    if (missed.length === 0) selected.push(id);
    // A facet counts what the others leave.
    FACETS.forEach((facet, at) => {
      if (missed.length === 0 || (missed.length === 1 && missed[0] === at)) {
        for (const value of facet.values(id)) counts[at].set(value, (counts[at].get(value) ?? 0) + 1);
      }
    });
  }
  const { key } = ORDERS[sortOf(state)];
  const keyed = new Map(selected.map((id) => [id, key(id, scores)]));
  selected.sort((a, b) => d3.ascending(keyed.get(a), keyed.get(b)) || d3.ascending(a, b));
  return { selected, counts };
}

function sortOf(state) {
  const named = state.get("sort");
  if (named !== null && Object.hasOwn(ORDERS, named)) return named;
  return state.get("q") ? "relevance" : "id";
}

// The values of a facet in the order of their vocabulary, or the most frequent first.
function facetValues(facet, counts, wanted) {
  const values = [...new Set([...counts.keys(), ...wanted])];
  const terms = facet.terms?.();
  if (terms) return values.sort((a, b) => terms.indexOf(a) - terms.indexOf(b));
  return values.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || d3.ascending(facet.label(a), facet.label(b)));
}

function selectionCsv(selected) {
  const nameList = (ids) => ids.map((id) => actors.get(id).name).join("; ");
  const rows = selected.map((id) => ({
    dataset: dataset.name,
    version: dataset.version,
    ...summaries.get(id),
    accused_or_recipient: nameList(involved.get(id).accused),
    asserted_by: nameList(involved.get(id).claimants),
    consulted_text_ids: involved.get(id).carriers.join("; "),
  }));
  const names = ["dataset", "version", ...Object.keys(columns.claim_summary)];
  return d3.csvFormat(rows, [...names, "accused_or_recipient", "asserted_by", "consulted_text_ids"]) + "\n";
}
