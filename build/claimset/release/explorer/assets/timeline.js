// The timeline: a day is a dot, what lasted is a solid bar, one unknown day within a time is a dashed one, an open end
// a short arrow, because nobody knows how far it reaches.

const DAY = 86_400_000;
const MANY = 400;
// The chart shows the shortest time that holds this share of the entries; the table has all.
const SHARE = 0.7;

const time = (day) => (day ? new Date(`${day}T00:00:00Z`) : null);

function timelineEntries() {
  return db.timeline.map((row) => {
    const from = time(row.date_earliest);
    const to = time(row.date_latest);
    return { ...row, from, to, start: from ?? to, end: to ?? from, exact: row.precision === "day" };
  });
}

function mainTime(entries) {
  const starts = entries.map((row) => +row.start).sort(d3.ascending);
  const held = Math.max(1, Math.ceil(starts.length * SHARE));
  let best = 0;
  for (let at = 0; at + held <= starts.length; at += 1) {
    if (starts[at + held - 1] - starts[at] < starts[best + held - 1] - starts[best]) best = at;
  }
  const first = d3.utcMonth.floor(new Date(starts[best]));
  return [first, d3.utcMonth.ceil(new Date(starts[best + held - 1] + DAY))];
}

// Each entry gets the highest lane in which nothing stands at its time.
function lanes(entries, [first, last], pixels) {
  const pixel = (last - first) / pixels;
  const clear = 7 * pixel;
  const stub = 26 * pixel;
  const taken = [];
  return entries.map((row) => {
    const start = Math.max(+first, row.from ? +row.from : row.to - stub);
    const end = Math.min(+last, DAY + (row.to ? +row.to : +row.from + stub));
    let lane = taken.findIndex((until) => until + clear <= start);
    if (lane < 0) lane = taken.length;
    taken[lane] = Math.max(end, start);
    return { ...row, lane, x1: new Date(start), x2: new Date(end) };
  });
}

function timelineChart(width) {
  const entries = timelineEntries();
  if (entries.length === 0) return null;
  const span = mainTime(entries);
  const within = entries.filter((row) => row.end >= span[0] && row.start < span[1]);
  const chart = within.length > MANY ? timelineBars(within, span, width) : timelineLanes(within, span, width);
  const before = entries.filter((row) => row.end < span[0]).length;
  const after = entries.filter((row) => row.start >= span[1]).length;
  return { chart, entries, within: within.length, before, after, span };
}

function timelineLanes(within, span, width) {
  const placed = d3.groups(within, (row) => row.entry).flatMap(([, rows]) => lanes(rows, span, width));
  const most = d3.rollup(placed, (rows) => d3.max(rows, (row) => row.lane) + 1, (row) => row.entry);
  const step = 11;
  // One axis of lanes below the other: events, then utterances.
  const offset = new Map([["event", 0], ["utterance", (most.get("event") ?? 0) + 2]]);
  const at = (row) => row.lane + offset.get(row.entry);
  const height = 60 + step * ((most.get("event") ?? 0) + (most.get("utterance") ?? 0) + 4);
  const color = (row) => (row.entry === "event" ? "var(--event)" : "var(--utterance)");
  const long = placed.filter((row) => !row.exact);
  const lasted = long.filter((row) => row.precision === "interval" || row.date.includes("/"));
  const within_ = long.filter((row) => !lasted.includes(row));
  const title = (row) => `${dateText(row.date)} (${words(row.precision)})\n${row.title}\n${words(row.occurrence ?? row.source_type)}`;
  return Plot.plot({
    width,
    height,
    marginLeft: 24,
    marginRight: 24,
    marginTop: 8,
    x: { type: "utc", domain: span, label: null, grid: true },
    y: { domain: [-1.5, offset.get("utterance") + (most.get("utterance") ?? 0) + 0.5], reverse: true, axis: null },
    marks: [
      Plot.text([...offset].filter(([entry]) => most.has(entry)), { x: () => span[0], y: ([, lane]) => lane - 1, text: ([entry]) => `${entry}s`, textAnchor: "start", dx: 4, fill: "var(--quiet)", fontWeight: 600, stroke: "var(--paper)", strokeWidth: 4 }),
      Plot.link(lasted, { x1: "x1", x2: "x2", y: at, stroke: color, strokeWidth: 4, strokeOpacity: 0.75 }),
      Plot.link(within_, { x1: "x1", x2: "x2", y: at, stroke: color, strokeWidth: 2, strokeDasharray: "3,3" }),
      Plot.text(long.filter((row) => row.to === null), { x: "x2", y: at, text: () => "▸", fill: color, fontSize: 12, textAnchor: "end", dx: 4 }),
      Plot.text(long.filter((row) => row.from === null), { x: "x1", y: at, text: () => "◂", fill: color, fontSize: 12, textAnchor: "start", dx: -4 }),
      Plot.dot(placed.filter((row) => row.exact), { x: "x1", y: at, r: 4, fill: color }),
      Plot.tip(placed, Plot.pointer({ x: (row) => new Date((+row.x1 + +row.x2) / 2), y: at, title, lineWidth: 26 })),
    ],
  });
}

// Too many entries for one mark each: how many begin in each month.
function timelineBars(within, span, width) {
  return Plot.plot({
    width,
    height: 260,
    x: { type: "utc", domain: span, label: null },
    y: { grid: true, label: "entries" },
    fy: { label: null },
    color: { domain: ["event", "utterance"], range: ["var(--event)", "var(--utterance)"] },
    marks: [Plot.rectY(within, Plot.binX({ y: "count" }, { x: "start", fy: "entry", fill: "entry", interval: "month", tip: true }))],
  });
}
