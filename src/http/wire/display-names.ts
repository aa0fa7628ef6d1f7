import { AppError } from '../../errors.ts'
import type { OverviewControl } from '../../overview/overview-control.ts'

/** Display names of cameras; null for one that has none, or is not watched any more. */
export function displayNames(overview: Pick<OverviewControl, 'profile'>): (stream: string) => string | null {
  return stream => {
    try {
      return overview.profile(stream).name
    } catch (cause) {
      if (cause instanceof AppError && cause.code === 'camera/not-found') return null
      throw cause
    }
  }
}
