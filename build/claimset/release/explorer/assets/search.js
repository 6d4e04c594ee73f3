// Full-text search over claims, with all names of their actors. Accents and case do not count.

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let index = null;

function searchText(id) {
  const rows = evidenceOf.get(id) ?? [];
  const people = new Set([
    ...(partiesOf.get(id) ?? []).map((row) => row.actor_id),
    ...rows.map((row) => row.actor_id),
    ...involved.get(id).claimants,
  ]);
  const names = [...people].flatMap((actor) => [
    actors.get(actor).name,
    ...(namesOf.get(actor) ?? []).map((row) => row.name),
  ]);
  return {
    id,
    claim: `${id} ${claims.get(id).proposition}`,
    names: [...new Set(names)].join(" "),
    voices: rows.map((row) => `${row.evidence_id} ${row.summary}`).join(" "),
    rest: [
      words(claims.get(id).topic),
      claims.get(id).notes ?? "",
      ...(eventsOf.get(id) ?? []).map((row) => events.get(row.event_id).title),
      ...new Set(rows.map((row) => sources.get(row.origin_source_id).title)),
    ].join(" "),
  };
}

function searchIndex() {
  if (index === null) {
    index = new MiniSearch({
      fields: ["claim", "names", "voices", "rest"],
      processTerm: folded,
      searchOptions: {
        boost: { claim: 3, names: 2 },
        combineWith: "AND",
        prefix: true,
        fuzzy: (word) => (word.length > 5 ? 0.15 : false),
      },
    });
    index.addAll(db.claims.map((claim) => searchText(claim.claim_id)));
  }
  return index;
}

// The claims with all the words, and how well each fits; null where nothing is asked.
function searched(text) {
  if (!text.trim()) return null;
  return new Map(searchIndex().search(text).map((hit) => [hit.id, hit.score]));
}
