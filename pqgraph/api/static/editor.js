// Starts Yasgui on pqgraph's own endpoint: one endpoint, our prefixes, nothing asked of other hosts. Where Yasgui is
// not, the plain field takes the query that a link on one of our pages brings.
"use strict";
(function () {
  const place = document.getElementById("editor");
  const given = document.getElementById("editor-prefixes");
  // A query in the fragment, "#query=...", comes from a link on one of our pages; fragments are not sent to anybody.
  const asked = new URLSearchParams(window.location.hash.slice(1)).get("query");
  if (typeof Yasgui === "undefined") {
    if (asked) document.getElementById("query").value = asked;
    return;
  }
  if (!place) return;
  const prefixes = {};
  for (const line of given.querySelectorAll("li")) prefixes[line.dataset.prefix] = line.dataset.namespace;
  const endpoint = new URL("/sparql", window.location.href).href;
  const usual =
    "PREFIX parl: <http://data.parliament.uk/schema/parl#>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n\n" +
    "SELECT ?question ?tabled ?heading WHERE {\n  ?question a parl:WrittenParliamentaryQuestion ;\n" +
    "    dcterms:date ?tabled ;\n    parl:hansardHeading ?heading .\n}\nLIMIT 10";
  // Completion of classes and properties would ask a server elsewhere.
  Yasgui.Yasqe.defaults.autocompleters = ["variables", "prefixes"];
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { value: usual, addPrefixes: false, prefixes: prefixes },
    populateFromUrl: false,
    persistencyExpire: 60 * 60 * 24 * 30,
  });
  const tab = asked ? yasgui.addTab(true) : yasgui.getTab();
  if (tab) {
    tab.setEndpoint(endpoint);
    if (asked) tab.setQuery(asked);
  }
  document.getElementById("plain").hidden = true;
})();
