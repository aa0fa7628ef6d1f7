import type { OverviewControl } from '../../overview/overview-control.ts'

/** Display names of cameras; null for one that has none, or is not watched any more. */
export function displayNames(overview: Pick<OverviewControl, 'nameOf'>): (stream: string) => string | null {
  return stream => overview.nameOf(stream)
}
