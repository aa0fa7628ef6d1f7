import type { CameraState } from '../api/types.ts'
import { formatShare } from '../format/figure.ts'
import { useTexts } from '../i18n/use-text.ts'
import { tierOf } from '../model/kinds.ts'
import { Icon, kindIcon } from './icon.tsx'

export interface ChipLook {
  readonly big?: boolean
  /** On a picture the chip brings its own ground. */
  readonly onPicture?: boolean
}

function lookClass({ big = false, onPicture = false }: ChipLook): string {
  return `${big ? ' big' : ''}${onPicture ? ' on-pic' : ''}`
}

/** A fault's name: solid while nobody has taken it, outlined afterwards. */
export function FaultChip({ kind, taken, ...look }: { readonly kind: string; readonly taken: boolean } & ChipLook) {
  const { kind: nameOf } = useTexts()
  return (
    <span className={`chip ${tierOf(kind)}${taken ? ' ack' : ''}${lookClass(look)}`}>
      <Icon name={kindIcon(kind)} />
      {nameOf(kind)}
    </span>
  )
}

/** The state of a camera, whatever it is. */
export function StateChip({ camera, ...look }: { readonly camera: CameraState } & ChipLook) {
  const { t, language } = useTexts()
  const { state, fault, acknowledged, learnedRatio } = camera
  if (state === 'faulty' && fault !== null) return <FaultChip kind={fault.kind} taken={acknowledged} {...look} />
  const name = state === 'faulty' ? 'healthy' : state
  const tone = name === 'healthy' ? 'ok' : name === 'learning' ? 'learn' : 'plain'
  return (
    <span className={`chip ${tone}${lookClass(look)}`}>
      <Icon name={name} />
      {t(`state.${name}`)}
      {name === 'learning' && ` ${formatShare(learnedRatio, language)}`}
    </span>
  )
}
