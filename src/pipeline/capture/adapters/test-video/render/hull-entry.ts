/** Which plane the last ray that met a hull came in through, as an index into its numbers; a hint for its normal. */
export const hullEntry = { plane: 0 }
