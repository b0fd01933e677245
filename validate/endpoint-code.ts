/** Sources of a whole run of `credence endpoint` on a simulated endpoint, beside the simulation's own. */
export const endpointCode: readonly string[] = [
  "src/studies/endpoint",
  "src/stats/distributions/beta.ts",
  "src/stats/distributions/dirichlet-multinomial.ts",
  "src/stats/sequential/hidden-rate.ts",
  "src/stats/distributions/proportion.ts",
  "src/stats/distributions/random.ts",
  "src/stats/sequential/tempered-posterior.ts",
  "src/worlds/endpoints",
  "lab/endpoint/drive.ts",
  "lab/endpoint/in-world.ts",
];
