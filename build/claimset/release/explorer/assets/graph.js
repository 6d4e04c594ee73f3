// Graphs: dagre sets the places, Plot draws the lines, and the nodes are links that anybody can reach and read.

// nodes: {id, label, note, href, kind}; edges: {from, to, label}. Drawn from left to right; where it is too wide it scrolls.
function drawGraph(nodes, edges, { width, name, gap = 56 }) {
  // On a phone the words between the boxes would push them off the screen; the lists on the page say the same.
  const narrow = width < 640;
  const across = narrow ? 128 : 168;
  const graph = new dagre.graphlib.Graph({ multigraph: false }).setGraph({
    rankdir: "LR",
    nodesep: 14,
    ranksep: narrow ? 30 : gap,
    marginx: 8,
    marginy: 40,
  });
  const measured = h("div", { class: "graph", "aria-hidden": "true" });
  document.body.append(measured);
  const boxes = new Map(nodes.map((node) => [node.id, nodeBox(node, across)]));
  measured.append(...boxes.values());
  for (const [id, box] of boxes) graph.setNode(id, { width: across, height: box.offsetHeight });
  measured.remove();
  for (const { from, to, label } of edges) {
    const text = narrow ? undefined : label;
    graph.setEdge(from, to, { label: text, width: text ? text.length * 5.5 : 0, height: text ? 14 : 0, labelpos: "c" });
  }
  dagre.layout(graph);
  const size = graph.graph();
  for (const [id, box] of boxes) {
    const { x, y, height } = graph.node(id);
    box.style.left = `${x - across / 2}px`;
    box.style.top = `${y - height / 2}px`;
  }
  const drawn = graphLines(graph, size);
  drawn.setAttribute("aria-hidden", "true");
  const canvas = h("div", { class: "graph" }, drawn, [...boxes.values()]);
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  return h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": name }, canvas);
}

function nodeBox(node, across) {
  const box = h(
    "a",
    { href: node.href, class: `node ${node.kind}` },
    h("span", {}, node.label),
    node.note ? h("small", {}, node.note) : null,
  );
  box.style.width = `${across}px`;
  return box;
}

// A line leaves a box in the middle of its right side and reaches the next one in the middle of its left side.
function wayOf(graph, edge) {
  const [from, to] = [graph.node(edge.v), graph.node(edge.w)];
  const bends = graph.edge(edge).points.slice(1, -1);
  // The tip of an arrow keeps clear of the box.
  return [{ x: from.x + from.width / 2, y: from.y }, ...bends, { x: to.x - to.width / 2 - 3, y: to.y }];
}

function graphLines(graph, { width, height }) {
  const found = graph.edges().map((edge) => graph.edge(edge));
  const points = graph.edges().flatMap((edge, at) => wayOf(graph, edge).map((point) => ({ ...point, at })));
  return Plot.plot({
    width,
    height,
    margin: 0,
    x: { domain: [0, width], range: [0, width], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      Plot.line(points, { x: "x", y: "y", z: "at", curve: "monotone-x", stroke: "var(--line)", markerEnd: "arrow" }),
      Plot.text(
        found.filter((edge) => edge.label),
        { x: "x", y: "y", text: "label", fill: "var(--quiet)", stroke: "var(--paper)", strokeWidth: 5, fontSize: 11 },
      ),
    ],
  });
}

// The tables and the keys between them.
function drawKeys(width) {
  const keys = JSON.parse(document.getElementById("keys").dataset.keys);
  const names = [...new Set(keys.flat())];
  const nodes = names.map((name) => ({ id: name, label: name, href: `#table-${name}`, kind: "table" }));
  const edges = keys.filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to }));
  return drawGraph(nodes, edges, { width, name: "Tables and the keys between them", gap: 82 });
}
