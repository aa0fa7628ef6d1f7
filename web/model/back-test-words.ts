import type { BackTest } from '../api/types.ts'
import type { Texts } from '../i18n/texts.ts'

/** How often a fault was raised, and would have been. */
export function backTestWords(effect: BackTest['kinds'][number], t: Texts['t']): string {
  const { inForce, proposed, added, gone, changed } = effect
  const parts = [
    added.length === 0 ? null : t('backTest.more', { count: added.length }),
    gone.length === 0 ? null : t('backTest.fewer', { count: gone.length }),
    changed.length === 0 ? null : t('backTest.other', { count: changed.length })
  ].filter(part => part !== null)
  const times = t('backTest.times', { before: inForce.spells, after: proposed.spells })
  return parts.length === 0 ? times : `${times} (${parts.join(', ')})`
}
