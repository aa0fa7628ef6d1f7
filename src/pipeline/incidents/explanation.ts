import type { FaultKind } from '../../model/fault.ts'
import type { Finding } from '../../model/finding.ts'

/** One sentence that says why a fault was told, from its figures, in both languages. */
export interface Explanation {
  readonly en: string
  readonly zh: string
}

type Sentence = readonly [en: string, zh: string]

/**
 * What each kind comes down to; `{value}`, `{limit}` and `{reference}` are filled in with their unit. Kinds that are found
 * in more than one way have a sentence for each measure.
 */
const SENTENCES: Readonly<Record<FaultKind, Readonly<Record<string, Sentence>>>> = {
  'stream-gap': {
    '': ['No frame for {value}; {limit} is the most that is usual.', '已有 {value} 未收到画面，通常不超过 {limit}。']
  },
  undecodable: {
    '': ['Only {value} of the picture could be decoded.', '画面仅有 {value} 可以解码。'],
    'share of damaged frames': [
      '{value} of the last frames gave no picture; {reference} is usual.',
      '最近的帧中有 {value} 无法解码，平常为 {reference}。'
    ]
  },
  'no-signal': {
    '': [
      '{value} of the picture is perfectly flat and nothing in it changes: a slate, not a view.',
      '画面有 {value} 完全平坦且毫无变化：是提示画面而非实景。'
    ]
  },
  black: {
    '': [
      'The picture is almost black: {value} on average, under {limit}.',
      '画面几乎全黑：平均 {value}，低于 {limit}。'
    ]
  },
  bright: {
    '': ['The picture is washed out: {value} on average, over {limit}.', '画面过亮：平均 {value}，高于 {limit}。'],
    'newly saturated share': [
      '{value} of the picture is saturated and usually is not; {limit} is the limit.',
      '画面有 {value} 出现异常饱和，限值为 {limit}。'
    ]
  },
  frozen: {
    '': [
      'Two frames differ by {value} only; noise alone usually makes it {reference}.',
      '两帧之间仅相差 {value}，而平常噪声就有 {reference}。'
    ],
    'time with the same bytes': ['The very same picture has come for {value}.', '同一画面已重复 {value}。']
  },
  stripes: {
    '': [
      'Regular stripes of {value} lie over the whole picture; {limit} is the limit.',
      '整个画面覆盖着幅度 {value} 的规则条纹，限值为 {limit}。'
    ]
  },
  noise: {
    '': [
      'Noise has risen by {value} in most of the picture; {limit} is the limit.',
      '大部分画面的噪声上升了 {value}，限值为 {limit}。'
    ]
  },
  corrupted: {
    '': [
      'Parts of the picture jump about: only {value} of the usual agreement from frame to frame.',
      '部分画面跳动：相邻帧的一致性仅为平常的 {value}。'
    ],
    'flat rows': [
      'The lowest {value} of the picture is empty: the decoder lost it.',
      '画面下方 {value} 为空白：解码数据丢失。'
    ],
    'difference of neighbouring rows': [
      'Rows at the bottom repeat each other: {value} of their usual difference is left.',
      '画面下方各行重复：差异仅为平常的 {value}。'
    ]
  },
  shaken: {
    '': [
      'The picture jumps from frame to frame: {value} of the usual agreement, {limit} is the limit.',
      '画面逐帧跳动：一致性为平常的 {value}，限值为 {limit}。'
    ],
    'mean change between frames': [
      'The picture changed by {value} from one frame to the next; {limit} is the limit.',
      '相邻两帧变化 {value}，限值为 {limit}。'
    ]
  },
  moved: {
    '': [
      '{value} of the scene’s edges are gone and others as sharp stand in their place.',
      '场景中 {value} 的边缘已消失，取而代之的是同样清晰的其他边缘。'
    ]
  },
  occluded: {
    '': [
      '{value} of the scene’s edges are gone and nothing sharp stands in their place.',
      '场景中 {value} 的边缘已消失，且没有清晰的内容取代。'
    ],
    'edge ratio': ['Only {value} of the pixels are edges, under {limit}.', '边缘像素仅占 {value}，低于 {limit}。']
  },
  'partly-occluded': {
    '': [
      'Something soft has covered {value} of the view for a while; {limit} is the limit.',
      '有物体持续遮挡 {value} 的视野，限值为 {limit}。'
    ]
  },
  'low-contrast': {
    '': [
      'Edges have {value} of their usual contrast and the dark parts are lifted: a veil.',
      '边缘对比度仅为平常的 {value}，暗部发灰：如隔薄雾。'
    ],
    'contrast over that at first': [
      'Over time a veil has come over the picture: {value} of its contrast at first is left.',
      '画面逐渐发灰：对比度仅剩最初的 {value}。'
    ]
  },
  defocused: {
    '': [
      'Edges are where they were, with {value} of their usual sharpness.',
      '边缘位置未变，清晰度仅为平常的 {value}。'
    ],
    'sharpness over that at first': [
      'The picture has gone out of focus slowly: {value} of its sharpness at first is left.',
      '画面逐渐失焦：清晰度仅剩最初的 {value}。'
    ]
  },
  'colour-cast': {
    '': [
      'The colour of the whole picture has shifted by {value}; {limit} is the limit.',
      '整个画面的颜色偏移了 {value}，限值为 {limit}。'
    ],
    'shift of the colour since the first': [
      'The colour of the whole picture has crept away by {value}; {limit} is the limit.',
      '整个画面的颜色逐渐偏移了 {value}，限值为 {limit}。'
    ]
  }
}

/** Makes the sentence of a finding. */
export function explanationOf({ kind, measure, value, limit, reference, unit }: Finding): Explanation {
  const sentences = SENTENCES[kind]
  const [en, zh] = sentences[measure] ?? sentences[''] ?? ['{value}', '{value}']
  return {
    en: filled(en, value, limit, reference, unit, UNITS_EN),
    zh: filled(zh, value, limit, reference, unit, UNITS_ZH)
  }
}

const UNITS_EN: Readonly<Record<string, string>> = { levels: ' grey levels', ms: ' s' }
const UNITS_ZH: Readonly<Record<string, string>> = { levels: ' 灰度级', ms: ' 秒' }

function filled(
  sentence: string,
  value: number,
  limit: number,
  reference: number | null,
  unit: string,
  units: Readonly<Record<string, string>>
): string {
  const shown = (figure: number): string =>
    `${digits(figure, unit)}${unit === 'ratio' ? ' %' : (units[unit] ?? ` ${unit}`)}`
  return sentence
    .replace('{value}', shown(value))
    .replace('{limit}', shown(limit))
    .replace('{reference}', reference === null ? '?' : shown(reference))
}

function digits(figure: number, unit: string): string {
  // An agreement under nothing is none.
  if (unit === 'ratio') return (Math.max(0, figure) * 100).toFixed(figure < 0.1 ? 1 : 0)
  return (unit === 'ms' ? figure / 1000 : figure).toFixed(1)
}
