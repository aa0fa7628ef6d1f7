/** The longest side of a plane of the phase correlation. */
export const MAX_CORRELATION_SIDE = 128

/** Cosine and sine of -2 pi k / 128 for k from 0 to 63, in turn: the factors of the Fourier transform. */
export function turnTable(): Float32Array {
  return Float32Array.from({ length: MAX_CORRELATION_SIDE }, (_, i) => {
    const angle = (-2 * Math.PI * Math.floor(i / 2)) / MAX_CORRELATION_SIDE
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
  })
}

/** Hann windows of every length that is a power of two, 1 to 128; the one of length n begins at n. */
export function windowTable(): Float32Array {
  return Float32Array.from({ length: 2 * MAX_CORRELATION_SIDE }, (_, i) => {
    if (i === 0) return 0
    const length = 2 ** Math.floor(Math.log2(i))
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * (i - length + 0.5)) / length)
  })
}
