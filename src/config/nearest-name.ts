/** The known name that was probably meant: what begins so, else what is least changed. @returns Empty when none is known. */
export function nearestName(name: string, known: readonly string[]): string {
  let best = ''
  let bestDistance = Infinity
  for (const candidate of known) {
    // REDIS_PASS means REDIS_PASSWORD, although REDIS_HOST takes fewer letters.
    const distance = candidate.startsWith(name) ? 0 : editDistance(name, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein: the least number of characters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = at(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1))
    }
    previous = current
  }
  return at(previous, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
