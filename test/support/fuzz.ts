/** How fast-check looks: the same way each time, unless FUZZ_SEED and FUZZ_RUNS say otherwise. */
export const FUZZ = {
  seed: Number(process.env.FUZZ_SEED ?? 20_261_123),
  numRuns: Number(process.env.FUZZ_RUNS ?? 150),
}
