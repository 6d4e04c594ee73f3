// The picture of who accuses whom, and of what.

function accusations() {
  const pairs = new Map();
  for (const [id, { accused }] of involved) {
    for (const origin of originsOf.get(id) ?? []) {
      for (const party of accused) {
        const key = `${origin.origin_key} ${party}`;
        if (!pairs.has(key)) pairs.set(key, { claimant: origin.origin_key, accused: party, ids: [] });
        pairs.get(key).ids.push(id);
      }
    }
  }
  return [...pairs.values()].map((pair) => {
    const topics = d3.rollups(pair.ids, (ids) => ids.length, (id) => claims.get(id).topic).sort((a, b) => b[1] - a[1]);
    const count = pair.ids.length;
    const counts = topics.map(([topic, part]) => `${words(topic)} ${part}`).join(", ");
    return { ...pair, count, topics, told: `${nameOf(pair.claimant)} on ${nameOf(pair.accused)}: ${plural(count, "claim", "claims")}\n${counts}` };
  });
}

const BREAKS = [1 / 3, 2 / 3];

// A matrix of counts against the accused; `by` names what stands in its rows.
function accusedMatrix(rows, by, domain, label, accused, most, width, heads) {
  const shade = (row) => 1 + BREAKS.filter((share) => row.count > most * share).length;
  return Plot.plot({
    width: Math.max(width, 290 + accused.length * 30),
    height: (heads ? 150 : 16) + 20 + domain.length * 24,
    marginLeft: 176,
    marginTop: heads ? 150 : 16,
    marginRight: 96,
    marginBottom: 4,
    x: { domain: accused, axis: heads ? "top" : null, label: null, tickFormat: short, tickRotate: -50 },
    y: { domain, label: null, tickFormat: label },
    marks: [
      Plot.cell(rows, { x: "accused", y: by, fill: (row) => `var(--shade-${shade(row)})`, inset: 1 }),
      Plot.text(rows, { x: "accused", y: by, text: "count", fill: (row) => `var(--on-${shade(row)})` }),
      Plot.tip(rows, Plot.pointer({ x: "accused", y: by, title: "told", lineWidth: 26 })),
    ],
  });
}

// What the parties are accused of: how many claims on each topic accuse each party.
function accusedOf() {
  const pairs = db.claims.flatMap((claim) => involved.get(claim.claim_id).accused.map((party) => [claim.topic, party]));
  return d3.flatRollup(pairs, (found) => found.length, ([topic]) => topic, ([, party]) => party).map(([topic, party, count]) => ({
    topic,
    accused: party,
    count,
    told: `${nameOf(party)}, ${words(topic)}: ${plural(count, "claim", "claims")}`,
  }));
}

const mostFirst = (rows, key) =>
  d3
    .rollups(rows, (found) => d3.sum(found, (row) => row.count), (row) => row[key])
    .sort((a, b) => b[1] - a[1] || d3.ascending(a[0], b[0]))
    .slice(0, 14)
    .map(([value]) => value);

function matrixPicture() {
  const pairs = accusations();
  const topics = accusedOf();
  if (pairs.length === 0) return null;
  const accused = mostFirst(topics, "accused");
  const among = (rows, key, domain) => rows.filter((row) => accused.includes(row.accused) && domain.includes(row[key]));
  const claimants = mostFirst(pairs, "claimant");
  const subjects = mostFirst(topics, "topic");
  const most = (rows) => d3.max(rows, (row) => row.count);
  const draw = (width) =>
    h(
      "div",
      {},
      leading(
        accusedMatrix(among(pairs, "claimant", claimants), "claimant", claimants, short, accused, most(pairs), width, true),
        (pair) => ({ claimant: pair.claimant, accused: pair.accused }),
      ),
      leading(
        accusedMatrix(among(topics, "topic", subjects), "topic", subjects, words, accused, most(topics), width, false),
        (pair) => ({ topic: pair.topic, accused: pair.accused }),
      ),
    );
  const top = d3.greatest(pairs, (row) => row.count);
  return picture(
    "accusations",
    "Who accuses whom, and of what?",
    `${plural(new Set(pairs.map((row) => row.claimant)).size, "origin", "origins")} accuse ${plural(new Set(pairs.map((row) => row.accused)).size, "party", "parties")} or call them recipients; the most frequent pair is ${nameOf(top.claimant)} on ${nameOf(top.accused)}, in ${plural(top.count, "claim", "claims")}.`,
    "Columns: who is accused or called a recipient. Rows above: who answers for the assertion; rows below: on which topic, asserted or only asked. A cell counts claims, and a count is no weight. Click a cell for its claims.",
    draw,
    ["Asserted by", "Accused or recipient", "Claims", "Topics"],
    () =>
      d3
        .sort(pairs, (row) => -row.count)
        .map((row) => [
          nameOf(row.claimant),
          nameOf(row.accused),
          h("a", { href: claimsAddress({ claimant: row.claimant, accused: row.accused }) }, String(row.count)),
          row.topics.map(([topic, count]) => `${words(topic)} ${count}`).join(", "),
        ]),
  );
}
