/** How often a property is tried. */
export const numRuns = Number(process.env.FC_RUNS ?? 300);

/** How long that may take, in ms. */
export const runsTimeout = 60_000 + numRuns * 30;
