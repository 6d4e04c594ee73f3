// The address of what is shown stands behind the # and can be sent to somebody: #claims?topic=training, #C0001.

const ROW = /^(?:[CASEVF]\d{4,}|S\d{4,}-P\d{3,})$/;

function readAddress() {
  let text = location.hash.slice(1);
  try {
    text = decodeURIComponent(text.split("?")[0]);
  } catch {
    // Not encoded: taken as it stands.
  }
  const query = location.hash.includes("?") ? location.hash.slice(location.hash.indexOf("?") + 1) : "";
  return { name: text || "overview", state: new URLSearchParams(query) };
}

function claimsAddress(state) {
  const query = new URLSearchParams(state).toString();
  return query ? `#claims?${query}` : "#claims";
}

// Changes the address without another step in the history of the browser.
function replaceAddress(hash) {
  history.replaceState(null, "", hash);
}

// Where an id leads today: retired ones to what has taken their place.
function currentId(id) {
  const seen = new Set();
  while (redirects.get(id)?.new_id && !seen.has(id)) {
    seen.add(id);
    id = redirects.get(id).new_id;
  }
  return id;
}
