// Two forecasters of the same 24 months, one of them with errors half as large again: CRPS of each, and is the difference more than luck?
import { crpsNormal, crpsT, dieboldMariano, random } from "credence/stats";

const { normal } = random("months");
const months = Array.from({ length: 24 }, () => ({
  truth: 10 + 3 * normal(),
  near: normal(),
  far: 2.5 * normal(),
}));
const sharp = months.map(({ truth, near }) => crpsNormal(truth, truth + near, 1));
const wide = months.map(({ truth, far }) => crpsT(truth, 5, truth + far, 2));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const test = dieboldMariano(sharp, wide, { horizon: 1, alternative: "less" });
console.log(
  JSON.stringify({ months, sharp: mean(sharp), wide: mean(wide), first: [sharp[0], wide[0]], test }),
);
