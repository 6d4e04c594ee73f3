// The cards of actors, sources and events.

const LONG = 12;

// A list that shows its first members and keeps the rest behind a line that opens.
function longList(items) {
  if (items.length <= LONG) return h("ul", {}, items);
  return [
    h("ul", {}, items.slice(0, LONG)),
    h("details", {}, h("summary", {}, `Show ${items.length - LONG} more`), h("ul", {}, items.slice(LONG))),
  ];
}

function section(title, items) {
  if (items.length === 0) return null;
  return h("section", {}, h("h2", {}, title, " ", h("span", { class: "quiet" }, String(items.length))), longList(items));
}

function cardOf(id, kicker, title, ...parts) {
  const card = h(
    "article",
    { class: "card" },
    h("p", { class: "kicker" }, h("span", { class: "id" }, id), kicker),
    h("h1", { tabindex: -1 }, title),
    parts,
    cite(id),
  );
  card.append(glossary(card) ?? "");
  return [card, () => {}];
}

function actorCard(id) {
  const actor = actors.get(id);
  const names = (namesOf.get(id) ?? []).map((row) => h("li", {}, row.name, " (", term("actor_names.name_type", row.name_type), ", ", row.language, ")"));
  const ties = db.actor_affiliations.filter((row) => row.actor_id === id || row.organisation_id === id);
  const affiliations = ties.map((row) =>
    h(
      "li",
      { id: row.affiliation_id },
      actorLink(row.actor_id),
      " ",
      term("actor_affiliations.relation", row.relation),
      " ",
      actorLink(row.organisation_id),
      row.role_title ? `, ${row.role_title}` : null,
      row.period ? [", ", when(row.period)] : null,
      row.rank === "normal" ? null : [" (", term("actor_affiliations.rank", row.rank), ")"],
      row.passage_id ? [" ", idLink(row.passage_id)] : null,
    ),
  );
  const spoken = d3.group(evidenceBy.get(id) ?? [], (row) => row.claim_id);
  const said = [...spoken].map(([claim, rows]) =>
    h("li", {}, between(rows.map((row) => term("claim_evidence.evidence_role", row.evidence_role)), ", "), ": ", claimLink(claim), " ", between(rows.map((row) => idLink(row.evidence_id)), ", ")),
  );
  const about = (claimsWith.get(id) ?? []).map((row) => h("li", {}, term("claim_actors.role", row.role), ": ", claimLink(row.claim_id)));
  const inEvents = db.event_participants
    .filter((row) => row.actor_id === id)
    .map((row) => h("li", {}, term("event_participants.role", row.role), ": ", eventLink(row.event_id)));
  const made = (agentIn.get(id) ?? []).map((row) => h("li", {}, term("source_agents.role", row.role), ": ", sourceLink(row.source_id)));
  const { wikidata_id: item } = actor;
  return cardOf(
    id,
    term("actors.actor_type", actor.actor_type),
    actor.name,
    actor.description ? h("p", { class: "lead" }, actor.description) : null,
    factList([...factsOf("actors", actor, ["country", "identification"]), ["actors.wikidata_id", item]]),
    section("Names and spellings", names),
    section("Says", said),
    section("In claims", about),
    repliesSection(repliesBy.get(id) ?? [], "claim"),
    section("Affiliations", affiliations),
    section("In events", inEvents),
    section("In sources", made),
  );
}

function sourceCard(id) {
  const source = sources.get(id);
  const agents = (agentsOf.get(id) ?? []).map((row) => h("li", {}, term("source_agents.role", row.role), ": ", actorLink(row.actor_id)));
  const citation = (row, other) =>
    h(
      "li",
      {},
      term("source_citations.relation", row.relation),
      ": ",
      sourceLink(other),
      " (",
      term("source_citations.attribution_quality", row.attribution_quality),
      ") ",
      idLink(row.passage_id),
    );
  const spoken = (evidenceFrom.get(id) ?? []).map((row) =>
    h("li", {}, actorLink(row.actor_id), ", ", term("claim_evidence.evidence_role", row.evidence_role), ": ", claimLink(row.claim_id), " ", idLink(row.evidence_id)),
  );
  const own = (passagesOf.get(id) ?? []).map((row) => {
    const anchored = evidenceAt.get(row.passage_id) ?? [];
    return h(
      "li",
      { id: row.passage_id, tabindex: -1 },
      passageLink(row),
      ", ",
      term("passages.passage_role", row.passage_role),
      `, ${plural(row.word_count, "word", "words")}, begins with `,
      h("q", {}, row.text_start),
      ". ",
      anchored.length
        ? between(anchored.map((voice) => idLink(voice.evidence_id)), ", ")
        : term("passages.coverage", row.coverage),
    );
  });
  return cardOf(
    id,
    [term("sources.source_type", source.source_type), term("sources.consultation", source.consultation)],
    source.title,
    factList([
      ["sources.publisher_id", source.publisher_id ? actorLink(source.publisher_id) : null],
      ...factsOf("sources", source, ["date", "date_basis", "language", "channel"]),
      ["sources.url", source.url ? webLink(source.url) : null],
      ...factsOf("sources", source, ["retrieved_on", "rights", "metadata_basis"]),
    ]),
    source.notes ? h("p", { class: "note" }, "Notes: ", source.notes) : null,
    section("Who made it or speaks in it", agents),
    section("What is said in it", spoken),
    section("Draws on", (citationsBy.get(id) ?? []).map((row) => citation(row, row.cited_source_id))),
    section("Is drawn on by", (citationsOf.get(id) ?? []).map((row) => citation(row, row.citing_source_id))),
    section("Passages", own),
  );
}

function eventCard(id) {
  const event = events.get(id);
  const participants = db.event_participants
    .filter((row) => row.event_id === id)
    .map((row) => h("li", {}, term("event_participants.role", row.role), ": ", actorLink(row.actor_id)));
  const attested = db.event_attestations
    .filter((row) => row.event_id === id)
    .map((row) =>
      h("li", {}, actorLink(row.attributed_to), ", ", term("event_attestations.factuality", row.factuality), row.date_as_stated ? [", dated ", when(row.date_as_stated)] : null, ", ", idLink(row.passage_id)),
    );
  const parts = db.events.filter((row) => row.parent_event_id === id).map((row) => h("li", {}, eventLink(row.event_id)));
  const about = (claimsAbout.get(id) ?? []).map((row) => h("li", {}, term("claim_events.relation", row.relation), ": ", claimLink(row.claim_id)));
  return cardOf(
    id,
    [term("events.event_type", event.event_type), term("events.occurrence", event.occurrence)],
    event.title,
    h("p", { class: "lead" }, definitionOf("events.occurrence", event.occurrence)),
    factList([
      ...factsOf("events", event, ["date", "place", "country"]),
      ["events.parent_event_id", event.parent_event_id ? eventLink(event.parent_event_id) : null],
    ]),
    event.notes ? h("p", { class: "note" }, "Notes: ", event.notes) : null,
    section("Who speaks of it", attested),
    section("Participants", participants),
    section("Parts", parts),
    section("Claims", about),
  );
}
