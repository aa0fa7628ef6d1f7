import type { FaultKind } from '../../model/fault.ts'

/** One fault in sizes that a person can picture, from one that hardly shows to one that nobody overlooks. */
export interface Ladder {
  readonly variant: string
  /** Rising; what they mean is in `words`. */
  readonly sizes: readonly number[]
  /** Strength of the variant that makes this size; it may lie outside of 0..1, where the catalogue has no such mild one. */
  readonly strengthOf: (size: number) => number
  /** For instance `a cover of 20 %`. */
  readonly words: (size: number) => string
  readonly wordsZh: (size: number) => string
}

/** Strength of an effect that goes straight from its mildest value to its strongest. */
const straight = (mild: number, strong: number) => (value: number) => (value - mild) / (strong - mild)

/** Shares of the footage's width become shares of the view, which is narrower: as `moved` and `shaken` film it. */
const TURNED_VIEW_SHARE = 0.68
/** Widths of the view by which the picture shifts for a radian, at the field of view of the injector. */
const VIEW_WIDTHS_PER_RADIAN = 0.9 / 0.8
/** Radii of blur are given for a picture so wide, pixels. */
const BLUR_WIDTH_PX = 640

const filmOf = straight(0.62, 0.86)
const leftByCap = straight(0.05, 0.01)
const sideOf = straight(0.32, 0.62)
const turnOf = straight(0.075, 0.14)
const swingOf = straight(0.028, 0.07)
const blurOf = straight(3.5, 11)

/** Kinds that come in sizes; the rest are there or not. */
export const LADDERS: Readonly<Partial<Record<FaultKind, Ladder>>> = {
  undecodable: {
    variant: 'truncated',
    sizes: [20, 40, 65, 100],
    strengthOf: size => straight(0.65, 1)(size / 100),
    words: size => `${size} % of the pictures cut off`,
    wordsZh: size => `${size}% 的画面被截断`
  },
  black: {
    variant: 'lens-cap',
    sizes: [70, 90, 95, 99],
    strengthOf: size => leftByCap(1 - size / 100),
    words: size => `a cap that takes ${size} % of the light`,
    wordsZh: size => `镜头盖遮去 ${size}% 的光`
  },
  bright: {
    variant: 'exposure-stuck',
    sizes: [0.8, 1.6, 2.6, 3.6, 4.6],
    strengthOf: straight(2.6, 4.6),
    words: size => `an exposure ${size} stops too long`,
    wordsZh: size => `曝光过度 ${size} 档`
  },
  corrupted: {
    variant: 'lost-slices',
    sizes: [10, 20, 35, 55, 75],
    strengthOf: size => straight(0.35, 0.75)(size / 100),
    words: size => `${size} % of the picture lost on the way`,
    wordsZh: size => `传输中丢失画面的 ${size}%`
  },
  shaken: {
    variant: 'by-hand',
    sizes: [0.5, 1, 2, 4, 8],
    strengthOf: size => swingOf(size / 100 / VIEW_WIDTHS_PER_RADIAN),
    words: size => `shaking by ${size} % of the view`,
    wordsZh: size => `晃动幅度为画面的 ${size}%`
  },
  moved: {
    variant: 'pan-slightly',
    sizes: [2, 5, 10, 15, 20],
    strengthOf: size => turnOf((size / 100) * TURNED_VIEW_SHARE),
    words: size => `a turn of ${size} % of the view`,
    wordsZh: size => `转动画面的 ${size}%`
  },
  'partly-occluded': {
    variant: 'cloth-hanging',
    sizes: [5, 10, 15, 25, 40, 60],
    strengthOf: size => sideOf(size / 100),
    words: size => `a cover of ${size} % of the view`,
    wordsZh: size => `遮挡画面的 ${size}%`
  },
  defocused: {
    variant: 'sudden',
    sizes: [0.3, 0.5, 0.8, 1.2, 1.7],
    strengthOf: size => blurOf((size / 100) * BLUR_WIDTH_PX),
    words: size => `a blur of ${size} % of the width`,
    wordsZh: size => `模糊半径为画面宽度的 ${size}%`
  },
  'low-contrast': {
    variant: 'film',
    sizes: [30, 45, 60, 75, 88],
    strengthOf: size => filmOf(size / 100),
    words: size => `a film that takes ${size} % of the contrast`,
    wordsZh: size => `污膜减少对比度 ${size}%`
  },
  noise: {
    variant: 'gain',
    sizes: [4, 8, 14, 26, 50],
    strengthOf: straight(26, 62),
    words: size => `grain of ${size} grey levels`,
    wordsZh: size => `${size} 灰度级的噪点`
  },
  stripes: {
    variant: 'herringbone',
    sizes: [3, 8, 14, 24, 44],
    strengthOf: straight(20, 48),
    words: size => `stripes of ${size} grey levels`,
    wordsZh: size => `${size} 灰度级的条纹`
  },
  'colour-cast': {
    variant: 'white-balance-warm',
    sizes: [20, 40, 60, 80, 100],
    strengthOf: size => straight(0.75, 1)(size / 100),
    words: size => `a white balance ${size} % of the way to warm`,
    wordsZh: size => `白平衡偏暖 ${size}%`
  }
}
