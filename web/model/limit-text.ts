/** Exact limits as one line of text: `minDeadRatio=0.7, maxAliveRatio=0.2`. */
export function formatLimits(limits: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
}

/** Reads such a line. What has no number is left out; the service says which names it does not know. */
export function parseLimits(text: string): Record<string, number> {
  const pairs = text
    .split(/[,;\n]/)
    .map(part => part.split(/[=:]/).map(side => side.trim()))
    .filter(([name, value]) => name !== '' && value !== undefined && value !== '' && Number.isFinite(Number(value)))
    .map(([name, value]) => [name, Number(value)] as const)
  return Object.fromEntries(pairs)
}
