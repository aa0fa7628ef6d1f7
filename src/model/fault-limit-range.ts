/** What a limit of a detector may be set to. */
export interface LimitRange {
  readonly least: number
  readonly most: number
  /** In words, for messages and documentation. */
  readonly unit: { readonly en: string; readonly zh: string }
}

const LEVELS: LimitRange = { least: 0, most: 255, unit: { en: 'grey levels', zh: '灰度级' } }
const MS: LimitRange = { least: 0, most: 86_400_000, unit: { en: 'ms', zh: '毫秒' } }
/** The picture is looked at in 16 x 9 blocks. */
const BLOCKS: LimitRange = { least: 0, most: 144, unit: { en: 'blocks', zh: '个区块' } }
const FACTOR: LimitRange = { least: 0, most: 100, unit: { en: 'share or factor', zh: '比例或倍数' } }

/** A limit carries its unit at the end of its name, and the unit says what is possible. */
export function limitRange(name: string): LimitRange {
  if (name.endsWith('Levels')) return LEVELS
  if (name.endsWith('Ms')) return MS
  return name.endsWith('Blocks') ? BLOCKS : FACTOR
}
