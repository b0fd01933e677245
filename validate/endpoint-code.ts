/** Sources of a whole run of `credence endpoint` on a simulated endpoint, beside the simulation's own. */
export const endpointCode: readonly string[] = [
  "src/studies/endpoint",
  "src/stats/beta.ts",
  "src/stats/dirichlet-multinomial.ts",
  "src/stats/hidden-rate.ts",
  "src/stats/proportion.ts",
  "src/stats/random.ts",
  "src/stats/tempered-posterior.ts",
  "src/worlds/endpoints",
  "test/endpoint/drive.ts",
  "test/endpoint/in-world.ts",
];
