// The card of a claim.

const JOINED_BY = {
  rests_on: "one row rests on another",
  repeats: "one row repeats another",
  same_utterance: "two texts tell of one utterance",
  relaying_text: "the text in its own voice relays what others say",
  source_chain: "another source stands behind the cited one",
  same_voice: "the same voice speaks in them",
  same_institution: "the voices speak for one institution",
  co_authors: "the voices are authors of one source",
  same_outlet: "unnamed informants of one outlet count as one",
  collectives: "unspecified people count once",
};

function claimCard(id) {
  const claim = claims.get(id);
  const rows = evidenceOf.get(id) ?? [];
  const drawn = h("div", { class: "drawing" });
  const card = h(
    "article",
    { class: "card" },
    h("p", { class: "kicker" }, h("span", { class: "id" }, id), term("claims.topic", claim.topic), term("claims.claim_type", claim.claim_type)),
    h("h1", { tabindex: -1 }, h("span", { class: "mark" }, "Claim: "), claim.proposition),
    h("p", { class: "lead" }, summaryOf(id), " The dataset does not say whether the claim is true or false."),
    factList([
      ...factsOf("claims", claim, ["time_scope", "checkability", "sensitivity"]),
      ...factsOf("claim_summary", summaries.get(id), ["support", "opposition", "backing", "strongest_certainty"]),
      ...factsOf("claim_summary", summaries.get(id), ["first_put_forward", "last_put_forward"]),
      ...partyFacts(id),
    ]),
    claim.notes ? h("p", { class: "note" }, "Notes: ", claim.notes) : null,
    h("section", { class: "who" }, h("h2", {}, "Who says what"), voicesSection(rows)),
    h("section", { class: "drawn" }, h("h2", {}, "From the text to the speaker"), drawn),
    originsSection(id),
    repliesSection(repliesOf.get(id) ?? [], "party"),
    relationsSection(id),
    claimEvents(id),
    cite(id),
  );
  card.append(glossary(card) ?? "");
  return [card, () => drawn.replaceChildren(chainDrawing(rows, drawn.clientWidth))];
}

function summaryOf(id) {
  const summary = summaries.get(id);
  const against = [
    summary.denials ? plural(summary.denials, "denial", "denials") : null,
    summary.rejections ? plural(summary.rejections, "rejection", "rejections") : null,
    summary.doubts ? plural(summary.doubts, "doubt", "doubts") : null,
  ].filter(Boolean);
  const put =
    summary.voices === 0
      ? "No identified voice asserts it."
      : `${plural(summary.voices, "identified voice asserts", "identified voices assert")} it; together they come down to ${plural(summary.origins, "independent origin", "independent origins")}.`;
  return [
    put,
    summary.questions ? ` ${plural(summary.questions, "question raises", "questions raise")} it.` : "",
    against.length ? ` On record against it: ${against.join(", ")}.` : " No denial, rejection or doubt is on record.",
    summary.caveats ? ` ${plural(summary.caveats, "remark", "remarks")} on verification.` : "",
  ].join("");
}

function partyFacts(id) {
  const parties = d3.group(partiesOf.get(id) ?? [], (row) => row.role);
  return [...parties].map(([role, rows]) => [words(role), between(rows.map((row) => actorLink(row.actor_id)), ", ")]);
}

function originsSection(id) {
  const origins = originsOf.get(id) ?? [];
  if (origins.length === 0) return null;
  return h(
    "section",
    {},
    h("h2", {}, "Independent origins"),
    h("p", { class: "quiet" }, "Rows that the data show to be one origin are counted once, so the number is a lower bound. ", h("a", { href: "#methods" }, "Methods")),
    h(
      "ol",
      { class: "origins" },
      origins.map((origin) =>
        h(
          "li",
          {},
          h("strong", {}, actorLink(origin.origin_key)),
          " (",
          term("claim_origins.kind", origin.kind),
          "). First voice: ",
          actorLink(origin.root_actor_id),
          " in ",
          sourceLink(origin.root_source_id),
          ". Rows: ",
          between(listed(origin.evidence_ids).map((row) => idLink(row)), ", "),
          ". ",
          origin.joined_by
            ? `How it was found: ${listed(origin.joined_by).map((code) => JOINED_BY[code] ?? words(code)).join("; ")}.`
            : "Nothing had to be merged.",
        ),
      ),
    ),
  );
}

// The replies on record, by party on the card of a claim and by claim on the card of a party.
function repliesSection(replies, shown) {
  if (replies.length === 0) return null;
  const items = replies.map((row) =>
    h(
      "li",
      {},
      h("strong", {}, shown === "party" ? actorLink(row.actor_id) : claimLink(row.claim_id)),
      " (",
      term("claim_actors.role", row.party_role),
      "): ",
      chip("replies.reply", row.reply),
      row.replied_by ? [" by ", between(listed(row.replied_by).map(actorLink), ", ")] : null,
      row.evidence_ids ? [" ", between(listed(row.evidence_ids).map((id) => idLink(id)), ", ")] : null,
      row.own_assertions ? ` ${plural(row.own_assertions, "row asserts", "rows assert")} the claim for the party itself.` : null,
    ),
  );
  return h(
    "section",
    {},
    h("h2", {}, "Replies on record"),
    h("p", { class: "quiet" }, "That none is on record means that the texts give none, not that the party gave none."),
    longList(items),
  );
}

function relationsSection(id) {
  const own = db.claim_relations.filter((row) => row.claim_id === id || row.other_claim_id === id);
  if (own.length === 0) return null;
  return h(
    "section",
    {},
    h("h2", {}, "Related claims"),
    h(
      "ul",
      {},
      own.map((row) => {
        const other = row.claim_id === id ? row.other_claim_id : row.claim_id;
        const relation = term("claim_relations.relation", row.relation);
        const said = row.asserted_by === "source" ? " (the text says so)" : " (the curators say so)";
        const link = [claimLink(other), " ", idLink(other)];
        return h("li", {}, row.claim_id === id ? ["This claim ", relation, ": ", link] : [link, " ", relation, " this claim"], said);
      }),
    ),
  );
}

function claimEvents(id) {
  const rows = eventsOf.get(id) ?? [];
  if (rows.length === 0) return null;
  const items = rows.map((row) => h("li", {}, term("claim_events.relation", row.relation), ": ", eventLink(row.event_id)));
  return h("section", {}, h("h2", {}, "Events"), h("ul", {}, items));
}
