// The voices of a claim, by what they do to it, and the way from each text to who speaks and who answers.

const GROUPS = [
  { title: "For the claim", kind: "for", has: (row) => row.evidence_role === "assertion" },
  {
    title: "Put forward for it",
    kind: "for",
    has: (row) => row.evidence_role === "item" && row.direction === "supports",
  },
  { title: "Announced, not yet shown", kind: "for", has: (row) => row.evidence_role === "evidence_announced" },
  {
    title: "Against the claim",
    kind: "against",
    has: (row) => row.direction === "disputes" && row.evidence_role !== "doubt",
  },
  { title: "Doubting", kind: "doubting", has: (row) => row.evidence_role === "doubt" },
  { title: "Asking", kind: "asking", has: (row) => row.evidence_role === "question" },
  { title: "Silent: no comment", kind: "silent", has: (row) => row.evidence_role === "no_comment" },
  {
    title: "Caveats: what the texts say about verification",
    kind: "caveat",
    has: (row) => row.evidence_role === "verification_remark",
  },
  { title: "Other rows", kind: "other", has: () => true },
];

function voiceGroups(rows) {
  const left = new Set(rows);
  return GROUPS.flatMap(({ title, kind, has }) => {
    const found = [...left].filter(has);
    found.forEach((row) => left.delete(row));
    return found.length ? [{ title, kind, rows: found }] : [];
  });
}

function voicesSection(rows) {
  return voiceGroups(rows).map(({ title, kind, rows: found }) =>
    h(
      "section",
      { class: `voices ${kind}` },
      h("h3", {}, title, " ", h("span", { class: "quiet" }, String(found.length))),
      h("ul", {}, found.map(voiceItem)),
    ),
  );
}

function voiceItem(row) {
  const carrier = sources.get(carrierOf(row));
  const origin = sources.get(row.origin_source_id);
  const { evidence_role: role, verification_status: status, quote_fragment: quoted } = row;
  const column = (name) => `claim_evidence.${name}`;
  const coded = [
    role === "assertion" ? null : term(column("evidence_role"), role),
    status ? term(column("verification_status"), status) : null,
    row.certainty === "unspecified" ? null : ["certainty: ", term(column("certainty"), row.certainty)],
    row.basis === "not_applicable" ? null : ["basis: ", term(column("basis"), row.basis)],
    row.directness ? ["directness: ", term(column("directness"), row.directness)] : null,
    term(column("speech_mode"), row.speech_mode),
    row.carrier_stance === "own_voice" ? null : ["the text: ", term(column("carrier_stance"), row.carrier_stance)],
  ].filter(Boolean);
  return h(
    "li",
    { id: row.evidence_id, tabindex: -1 },
    h(
      "p",
      {},
      h("strong", {}, actorLink(row.actor_id)),
      row.adduced_by_id ? [" put forward by ", actorLink(row.adduced_by_id)] : null,
      origin.date ? [", ", when(origin.date)] : null,
      ". ",
      row.summary,
      quoted ? [" ", h("q", {}, quoted)] : null,
    ),
    h("p", { class: "coded" }, between(coded.map((part) => h("span", {}, part)), " ")),
    h(
      "p",
      { class: "coded" },
      origin === carrier ? null : ["Said in ", sourceLink(origin.source_id), "; stands in "],
      sourceLink(carrier.source_id),
      ", ",
      passageLink(passages.get(row.passage_id)),
      row.event_id ? [". Event: ", eventLink(row.event_id)] : null,
      " ",
      idLink(row.evidence_id),
    ),
    row.notes ? h("p", { class: "note" }, row.notes) : null,
  );
}

// The shortest way through the citations from one source to another: the sources on it.
function wayTo(carrier, origin) {
  const before = new Map([[carrier, null]]);
  for (const source of before.keys()) {
    if (source === origin) break;
    for (const { cited_source_id: next } of citationsBy.get(source) ?? []) if (!before.has(next)) before.set(next, source);
  }
  if (!before.has(origin)) return [carrier, origin];
  const way = [];
  for (let at = origin; at !== null; at = before.get(at)) way.unshift(at);
  return way;
}

function chainDrawing(rows, width) {
  const nodes = new Map();
  const edges = new Map();
  const add = (id, node) => nodes.set(id, { id, href: `#${id.split("/")[0]}`, ...node });
  const join = (from, to, text) => {
    const labels = edges.get(`${from} ${to}`)?.labels ?? new Set();
    if (text) labels.add(text);
    edges.set(`${from} ${to}`, { from, to, labels });
  };
  for (const row of rows) {
    const way = wayTo(carrierOf(row), row.origin_source_id);
    way.forEach((id, at) => {
      const source = sources.get(id);
      add(id, { label: source.title, note: sourceNote(source), kind: source.consultation });
      if (at > 0) for (const text of relations(way[at - 1], id)) join(way[at - 1], id, text);
      if (at > 0 && relations(way[at - 1], id).length === 0) join(way[at - 1], id);
    });
    add(row.actor_id, { label: actors.get(row.actor_id).name, note: "voice", kind: "voice" });
    join(row.origin_source_id, row.actor_id, words(row.evidence_role));
    for (const key of originKeys.get(row.evidence_id) ?? []) {
      add(`${key}/origin`, { label: actors.get(key).name, note: "independent origin", kind: "origin" });
      join(row.actor_id, `${key}/origin`);
    }
  }
  const drawn = [...edges.values()].map(({ from, to, labels }) => ({ from, to, label: [...labels].slice(0, 2).join(", ") }));
  return drawGraph([...nodes.values()], drawn, { width, name: "From the texts that were read to who speaks" });
}

function sourceNote(source) {
  const kind = words(source.source_type);
  return source.consultation === "consulted" ? `${kind}, read` : `${kind}, ${words(source.consultation)}`;
}

function relations(citing, cited) {
  const found = (citationsBy.get(citing) ?? []).filter((row) => row.cited_source_id === cited);
  return [...new Set(found.map((row) => words(row.relation)))];
}
