type Complex = readonly [real: number, imaginary: number]

/**
 * The phase correlation by its definition, in double precision: two spectra, their phases' difference, and back, every
 * transform as a sum over all pixels of a row and a column.
 *
 * @returns `width * height` values, no shift at the first.
 */
export function plainCorrelation(before: Float32Array, after: Float32Array, width: number, height: number): number[] {
  const one = spectrum(weighed(before, width, height), width, height, -1)
  const other = spectrum(weighed(after, width, height), width, height, -1)
  const phases = one.map(([re, im], i): Complex => {
    const [otherRe, otherIm] = other[i]!
    const cross = [otherRe * re + otherIm * im, otherIm * re - otherRe * im] as const
    const size = Math.hypot(...cross)
    return size > 0 ? [cross[0] / size, cross[1] / size] : [0, 0]
  })
  return spectrum(phases, width, height, 1).map(([re]) => re / (width * height))
}

function weighed(plane: Float32Array, width: number, height: number): Complex[] {
  const mean = plane.reduce((sum, value) => sum + value, 0) / plane.length
  const hann = (at: number, side: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / side)
  return Array.from(plane, (value, i) => {
    return [(value - mean) * hann(i % width, width) * hann(Math.floor(i / width), height), 0]
  })
}

/** Rows, then columns. */
function spectrum(values: readonly Complex[], width: number, height: number, sign: number): Complex[] {
  const rows = Array.from({ length: height }, (_, y) => line(values.slice(y * width, (y + 1) * width), sign))
  const columns = Array.from({ length: width }, (_, x) =>
    line(
      rows.map(row => row[x]!),
      sign
    )
  )
  return Array.from({ length: width * height }, (_, i) => columns[i % width]![Math.floor(i / width)]!)
}

function line(values: readonly Complex[], sign: number): Complex[] {
  return values.map((_, k) => {
    let sumRe = 0
    let sumIm = 0
    values.forEach(([re, im], n) => {
      const angle = (sign * 2 * Math.PI * ((k * n) % values.length)) / values.length
      sumRe += re * Math.cos(angle) - im * Math.sin(angle)
      sumIm += re * Math.sin(angle) + im * Math.cos(angle)
    })
    return [sumRe, sumIm]
  })
}
