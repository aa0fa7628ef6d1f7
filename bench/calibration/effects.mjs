/** A random number generator with a seed (mulberry32), so that every run sees the same pictures. */
export function seededRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The picture behind a hand, a cloth or a bag: one soft texture with sensor noise, over `share` of the width. */
export function covered(frame, share, random) {
  const { width, height } = frame
  const rgb = Buffer.from(frame.rgb)
  const tone = [20 + random() * 160, 20 + random() * 160, 20 + random() * 160]
  const wave = [0.5 + random() * 3, 0.5 + random() * 3, random() * 6, 3 + random() * 25]
  const noise = 1 + random() * 4
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < Math.floor(width * share); x++) {
      const fold = wave[3] * Math.sin((wave[0] * 6 * x) / width + wave[2]) * Math.cos((wave[1] * 6 * y) / height)
      const grain = (random() + random() + random() - 1.5) * 2 * noise
      for (let c = 0; c < 3; c++) rgb[(y * width + x) * 3 + c] = clamp(tone[c] + fold + grain)
    }
  }
  return { rgb, width, height }
}

/** The camera struck: the picture shifted by `dx`, `dy` pixels and smeared over `smear` of the way. */
export function shaken(frame, dx, dy, smear) {
  const { width, height } = frame
  const rgb = Buffer.alloc(frame.rgb.length)
  const steps = Math.max(1, Math.round(Math.hypot(dx, dy) * smear))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let step = 0; step < steps; step++) {
        const way = 1 - (smear * step) / steps
        const at = (within(y + dy * way, height) * width + within(x + dx * way, width)) * 3
        red += frame.rgb[at]
        green += frame.rgb[at + 1]
        blue += frame.rgb[at + 2]
      }
      const out = (y * width + x) * 3
      rgb[out] = red / steps
      rgb[out + 1] = green / steps
      rgb[out + 2] = blue / steps
    }
  }
  return { rgb, width, height }
}

/** Another view in place of this one: the picture mirrored in both directions. */
export function cutAway(frame) {
  const { width, height } = frame
  const rgb = Buffer.alloc(frame.rgb.length)
  const pixels = width * height
  for (let i = 0; i < pixels; i++) frame.rgb.copy(rgb, i * 3, (pixels - 1 - i) * 3, (pixels - i) * 3)
  return { rgb, width, height }
}

function within(at, side) {
  const index = Math.round(at)
  return index < 0 ? 0 : index >= side ? side - 1 : index
}

function clamp(level) {
  return level < 0 ? 0 : level > 255 ? 255 : Math.round(level)
}
