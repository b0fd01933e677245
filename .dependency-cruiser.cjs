// The road is one-way: cli → studies → panel, design, scoring, compare → study → asking → sanity, models, data, ledger, report, worlds → stats, claims → core.
const floors = [
  ["core"],
  ["stats", "claims"],
  ["sanity", "models", "data", "ledger", "report", "worlds"],
  ["asking", "look"],
  ["study"],
  ["scoring", "design", "compare"],
  ["panel"],
  ["studies"],
  ["server"],
  ["cli"],
];
const below = (level) => floors.slice(0, level).flat();

const rules = floors.flatMap((rooms, level) =>
  rooms.map((room) => ({
    name: `${room}-looks-down-only`,
    comment: `src/${room} may import itself and the floors below it: ${below(level).join(", ") || "nothing"}`,
    severity: "error",
    from: { path: `^src/${room}/`, pathNot: "\\.test\\.ts$" },
    to: {
      path: "^(src|lab|bench|test|validate|scripts)/",
      pathNot: `^src/(${[room, ...below(level)].join("|")})/`,
    },
  })),
);

module.exports = {
  forbidden: [
    ...rules,
    {
      name: "lab-rests-on-src-alone",
      comment: "tests, validate, bench and scripts share the lab: it knows none of them",
      severity: "error",
      from: { path: "^lab/" },
      to: { path: "^(bench|test|validate|scripts)/" },
    },
    {
      name: "studies-never-sideways",
      comment: "one study never imports another; what two share moves down a floor",
      severity: "error",
      from: { path: "^src/studies/([^/]+)/" },
      to: { path: "^src/studies/", pathNot: "^src/studies/$1/" },
    },
    {
      name: "no-cycles",
      comment: "a cycle between files is a road that points back",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
    {
      name: "shipped-code-needs-shipped-packages",
      severity: "error",
      from: { path: "^(src|bin)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
