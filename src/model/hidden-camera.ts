/**
 * Stream of the synthetic camera that each shard watches beside its own cameras (`src/self-check/`). No client can
 * subscribe it or see it by chance: names of cameras are not empty.
 */
export const HIDDEN_STREAM = ''
