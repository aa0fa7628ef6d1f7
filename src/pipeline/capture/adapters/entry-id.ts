/** Order of two Redis entry ids `<ms>-<n>`: below 0, 0, above 0. */
export function compareIds(left: string, right: string): number {
  if (left === right) return 0
  const [leftMs, leftN] = idParts(left)
  const [rightMs, rightN] = idParts(right)
  // A part may be any 64-bit number, more than a double holds.
  if (leftMs !== rightMs) return leftMs < rightMs ? -1 : 1
  return leftN === rightN ? 0 : leftN < rightN ? -1 : 1
}

/** The first part of a Redis entry id `<ms>-<n>`: when the server added it, epoch ms, unless the producer chose the id. */
export function msOfEntryId(id: string): number {
  const dash = id.indexOf('-')
  return Number(dash < 0 ? id : id.slice(0, dash))
}

function idParts(id: string): [bigint, bigint] {
  const dash = id.indexOf('-')
  return dash < 0 ? [BigInt(id), 0n] : [BigInt(id.slice(0, dash)), BigInt(id.slice(dash + 1))]
}
