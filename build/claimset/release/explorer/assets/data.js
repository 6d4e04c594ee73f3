// The tables of the release, indexed. Names of tables and columns are those of the model.

const { dataset, tables: columns, fields, vocabularies } = JSON.parse(document.getElementById("payload").textContent);
document.getElementById("payload").remove();

function rowsOf(name) {
  const table = columns[name] ?? {};
  const names = Object.keys(table);
  return Array.from({ length: table[names[0]]?.length ?? 0 }, (_, at) =>
    Object.fromEntries(names.map((column) => [column, table[column][at]])),
  );
}

function listed(text) {
  return text ? text.split(";") : [];
}

const db = Object.fromEntries(Object.keys(columns).map((name) => [name, rowsOf(name)]));
// Tables that a package may lack.
for (const name of ["actor_names", "claim_relations", "event_participants", "event_attestations"]) db[name] ??= [];
const hasClaims = Boolean(db.claim_summary);

const by = (table, key) => new Map((db[table] ?? []).map((row) => [row[key], row]));
const grouped = (table, ...keys) => d3.group(db[table] ?? [], ...keys.map((key) => (row) => row[key]));

const actors = by("actors", "actor_id");
const sources = by("sources", "source_id");
const events = by("events", "event_id");
const claims = by("claims", "claim_id");
const evidence = by("claim_evidence", "evidence_id");
const passages = by("passages", "passage_id");
const summaries = by("claim_summary", "claim_id");
const redirects = by("redirects", "old_id");

const evidenceOf = grouped("claim_evidence", "claim_id");
const evidenceBy = grouped("claim_evidence", "actor_id");
const evidenceFrom = grouped("claim_evidence", "origin_source_id");
const evidenceAt = grouped("claim_evidence", "passage_id");
const originsOf = grouped("claim_origins", "claim_id");
const repliesOf = grouped("replies", "claim_id");
const repliesBy = grouped("replies", "actor_id");
const partiesOf = grouped("claim_actors", "claim_id");
const claimsWith = grouped("claim_actors", "actor_id");
const eventsOf = grouped("claim_events", "claim_id");
const claimsAbout = grouped("claim_events", "event_id");
const namesOf = grouped("actor_names", "actor_id");
const citationsBy = grouped("source_citations", "citing_source_id");
const citationsOf = grouped("source_citations", "cited_source_id");
const agentsOf = grouped("source_agents", "source_id");
const agentIn = grouped("source_agents", "actor_id");
const passagesOf = grouped("passages", "source_id");

const originKeys = new Map();
for (const origin of db.claim_origins ?? []) {
  for (const id of listed(origin.evidence_ids)) {
    if (!originKeys.has(id)) originKeys.set(id, []);
    originKeys.get(id).push(origin.origin_key);
  }
}

const carrierOf = (row) => passages.get(row.passage_id).source_id;
const ACCUSED = new Set(["accused", "alleged_recipient"]);

// What the list of claims filters by: who is accused, who asserts (in person or through the institution), in which text.
const involved = new Map(
  (db.claims ?? []).map(({ claim_id: id }) => {
    const rows = evidenceOf.get(id) ?? [];
    const asserted = rows.filter((row) => row.evidence_role === "assertion");
    return [
      id,
      {
        carriers: [...new Set(rows.map(carrierOf))],
        accused: [...new Set((partiesOf.get(id) ?? []).filter((row) => ACCUSED.has(row.role)).map((row) => row.actor_id))],
        claimants: [
          ...new Set([
            ...asserted.map((row) => row.actor_id),
            ...(originsOf.get(id) ?? []).map((origin) => origin.origin_key),
          ]),
        ],
      },
    ];
  }),
);
