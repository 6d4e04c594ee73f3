// The pictures of the overview. Each answers a question in its headline, and has the same numbers as a table.

const SHADES = ["var(--shade-0)", "var(--shade-1)", "var(--shade-2)", "var(--shade-3)"];
const REPLY_SHADES = ["var(--against)", "var(--against-2)", "var(--doubting)", "var(--silent)", "var(--shade-0)"];
const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);

function picture(name, question, answer, note, draw, head, rows) {
  const place = h("div", { class: "scroll chart", role: "region", tabindex: 0, "aria-label": `${question} The same as a table follows.` });
  const table = () =>
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, rows().map((cells) => h("tr", {}, cells.map((cell, at) => h(at ? "td" : "th", at ? {} : { scope: "row" }, cell))))),
    );
  const fill = (event) => {
    const region = event.currentTarget.querySelector(".scroll");
    if (event.currentTarget.open && region.childElementCount === 0) region.append(table());
  };
  const figure = h(
    "figure",
    { class: "picture", id: `picture-${name}` },
    h("figcaption", {}, h("h2", {}, question), h("p", { class: "answer" }, answer), note ? h("p", { class: "quiet" }, note) : null),
    place,
    h(
      "details",
      { toggle: fill },
      h("summary", {}, "The same as a table"),
      h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": `Table: ${question}` }),
    ),
  );
  const render = () => {
    const drawn = draw(Math.max(place.clientWidth, 300));
    // A chart is one picture with one name; the swatches of a legend stand beside their words.
    for (const svg of [drawn, ...drawn.querySelectorAll("svg")].filter((each) => each.matches("svg"))) {
      if (svg.matches("[class*='-swatch'] *")) {
        svg.setAttribute("aria-hidden", "true");
      } else {
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-label", `${question} ${answer}`);
      }
      for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    }
    place.replaceChildren(drawn);
  };
  return { figure, render };
}

const go = (state) => (location.hash = claimsAddress(state));

// A click on a mark leads to the claims behind it.
function leading(chart, stateOf) {
  chart.addEventListener("click", () => chart.value && go(stateOf(chart.value)));
  chart.classList.add("leading");
  return chart;
}

const nameOf = (id) => actors.get(id).name;
const short = (id) => (nameOf(id).length > 24 ? `${nameOf(id).slice(0, 23)}…` : nameOf(id));

function topicPicture() {
  const support = order("claim_summary.support");
  const counted = d3.rollup(db.claim_summary, (rows) => rows.length, (row) => row.topic, (row) => row.support);
  const topics = [...counted.keys()].sort((a, b) => d3.sum(counted.get(b).values()) - d3.sum(counted.get(a).values()));
  const several = db.claim_summary.filter((row) => row.support === "several_origins").length;
  const draw = (width) =>
    leading(
      Plot.plot({
        width,
        height: 72 + topics.length * 22,
        marginBottom: 42,
        marginLeft: 176,
        x: { label: "claims", grid: true, tickFormat: "d", ticks: Math.min(8, width / 80) },
        y: { domain: topics, label: null, tickFormat: words },
        color: { domain: support, range: SHADES, legend: true, tickFormat: words },
        marks: [
          Plot.barX(db.claim_summary, Plot.groupY({ x: "count" }, { y: "topic", fill: "support", order: support, reverse: true, tip: { format: { y: words, fill: words } } })),
          Plot.ruleX([0]),
        ],
      }),
      (value) => ({ topic: value[0]?.topic ?? value.topic }),
    );
  return picture(
    "topics",
    "What are the claims about, and who puts them forward?",
    `${plural(claims.size, "claim", "claims")} on ${plural(topics.length, "topic", "topics")}; ${several.toLocaleString("en")} of them ${several === 1 ? "has" : "have"} more than one independent origin.`,
    fields["claim_summary.support"].description,
    draw,
    ["Topic", ...support.map(words)],
    () => topics.map((topic) => [h("a", { href: claimsAddress({ topic }) }, words(topic)), ...support.map((value) => String(counted.get(topic).get(value) ?? 0))]),
  );
}

function timelinePicture() {
  const { entries, within, before, after, span } = timelineChart(300) ?? { entries: [] };
  if (entries.length === 0) return null;
  const days = entries.filter((row) => row.exact).length;
  const [from, to] = span.map((day) => day.toISOString().slice(0, 7));
  return picture(
    "timeline",
    "When did it happen, and when was it said?",
    `${days.toLocaleString("en")} of ${plural(entries.length, "dated entry", "dated entries")} are known to the day.`,
    `Dot: that day. Solid bar: it lasted. Dashed bar: one unknown day within. Arrow: that end is open, and how far is not known. Shown are ${within} entries from ${from} to ${to}; ${before} lie before and ${after} after. Events are listed as they are spoken of: a mark does not say that something happened.`,
    (width) => timelineChart(width).chart,
    ["Date", "Precision", "Entry", "As", "Title"],
    () => entries.map((row) => [row.date, words(row.precision), row.entry, words(row.occurrence ?? row.source_type), h("a", { href: `#${row.record_id}` }, row.title)]),
  );
}

function originsPicture() {
  const asserted = db.claim_summary.filter((row) => row.voices > 0);
  const rows = [...d3.rollup(asserted, (found) => found.length, (row) => row.voices, (row) => row.origins)]
    .flatMap(([voices, counts]) => [...counts].map(([origins, count]) => ({ voices, origins, count })));
  const repeated = asserted.filter((row) => row.assertions > 1);
  const counted = (key) => d3.sum(repeated, (row) => row[key]);
  const most = Math.max(2, d3.max(rows, (row) => Math.max(row.voices, row.origins)) ?? 0);
  const wide = (row) => row.count > d3.max(rows, ({ count }) => count) / 4;
  const stages = [["assertions", "rows that assert"], ["voices", "identified voices"], ["origins", "independent origins"]];
  const bars = stages.map(([key, label]) => ({ label, count: counted(key) }));
  const draw = (width) =>
    h(
      "div",
      { class: "pair" },
      Plot.plot({
        width: Math.min(width, 460),
        height: 170,
        marginLeft: 130,
        marginRight: 40,
        x: { label: null, axis: null },
        y: { domain: bars.map((row) => row.label), label: null },
        marks: [
          Plot.barX(bars, { x: "count", y: "label", fill: (row, at) => SHADES[at + 1] }),
          Plot.text(bars, { x: "count", y: "label", text: (row) => row.count.toLocaleString("en"), textAnchor: "start", dx: 6, fontWeight: 600 }),
          Plot.ruleX([0]),
        ],
      }),
      Plot.plot({
        width: Math.min(width, 420),
        height: 270,
        marginLeft: 44,
        marginBottom: 42,
        x: { domain: [0, most + 0.5], label: "voices that assert a claim", tickFormat: "d", ticks: Math.min(most, 10) },
        y: { domain: [0, most + 0.5], label: "independent origins", tickFormat: "d", ticks: Math.min(most, 10), grid: true },
        r: { range: [4, 24], type: "linear" },
        marks: [
          Plot.link([0], { x1: 0, y1: 0, x2: most + 0.5, y2: most + 0.5, stroke: "var(--line)", strokeDasharray: "4,4" }),
          Plot.dot(rows, { x: "voices", y: "origins", r: "count", fill: "var(--shade-2)", fillOpacity: 0.85, tip: true }),
          Plot.text(rows.filter(wide), { x: "voices", y: "origins", text: "count", fontWeight: 600, fill: "var(--on-2)" }),
          Plot.text(rows.filter((row) => !wide(row)), { x: "voices", y: "origins", text: "count", fontWeight: 600, textAnchor: "start", dx: 10 }),
        ],
      }),
    );
  return picture(
    "origins",
    "How many voices shrink to how many independent origins?",
    `${plural(repeated.length, "claim is", "claims are")} asserted in more than one row: ${plural(counted("assertions"), "row", "rows")} by ${plural(counted("voices"), "voice", "voices")} (counted claim by claim), which come down to ${plural(counted("origins"), "independent origin", "independent origins")}.`,
    "Bars: these claims. Dots: all asserted claims; on the dashed line every voice would be an origin of its own, below it voices repeat each other or speak for one institution.",
    draw,
    ["Voices", "Independent origins", "Claims"],
    () => rows.sort((a, b) => a.voices - b.voices || a.origins - b.origins).map((row) => [String(row.voices), String(row.origins), String(row.count)]),
  );
}

function repliesPicture() {
  if (db.replies.length === 0) return null;
  const kinds = order("replies.reply");
  const counted = d3.rollup(db.replies, (rows) => rows.length, (row) => row.actor_id, (row) => row.reply);
  const parties = [...counted.keys()].sort((a, b) => d3.sum(counted.get(b).values()) - d3.sum(counted.get(a).values()));
  const top = parties.slice(0, 14);
  const shown = db.replies.filter((row) => top.includes(row.actor_id));
  const none = db.replies.filter((row) => row.reply === "none_on_record").length;
  const replied = db.replies.length - none;
  const silent = parties.filter((id) => [...counted.get(id).keys()].every((reply) => reply === "none_on_record")).length;
  const draw = (width) =>
    leading(
      Plot.plot({
        width,
        height: 72 + top.length * 22,
        marginBottom: 42,
        marginLeft: 176,
        x: { label: "claims that accuse the party or call it a recipient", grid: true, tickFormat: "d", ticks: Math.min(8, width / 80) },
        y: { domain: top, label: null, tickFormat: short },
        color: { domain: kinds, range: REPLY_SHADES, legend: true, tickFormat: words },
        marks: [
          Plot.barX(shown, Plot.groupY({ x: "count" }, { y: "actor_id", fill: "reply", order: kinds, tip: { format: { y: nameOf, fill: words } } })),
          Plot.ruleX([0]),
        ],
      }),
      (value) => ({ accused: value[0]?.actor_id ?? value.actor_id }),
    );
  return picture(
    "replies",
    "How often is there a reply of the accused?",
    `${percent(replied, db.replies.length)} % (${replied.toLocaleString("en")} of ${db.replies.length.toLocaleString("en")} times that a claim accuses a party or calls it a recipient); of ${plural(parties.length, "party", "parties")}, ${silent.toLocaleString("en")} have no reply on record.`,
    fields["replies.reply"].description,
    draw,
    ["Party", ...kinds.map(words)],
    () => parties.map((id) => [actorLink(id), ...kinds.map((kind) => String(counted.get(id).get(kind) ?? 0))]),
  );
}
