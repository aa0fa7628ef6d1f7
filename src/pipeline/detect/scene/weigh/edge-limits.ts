/** A block testifies with at least so many pixels on permanent edges that usually fit at least so well. */
export const MIN_EDGE_PIXELS = 10
export const MIN_FIT = 0.5
/** Fit over the usual one: under the first its edges are gone, over the second they are there. */
export const DEAD_FIT = 0.5
export const ALIVE_FIT = 0.7
