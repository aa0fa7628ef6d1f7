/**
 * What the host sees (kernel-module.ts): numeric kernels over planes in this module's memory. They take addresses, which
 * the host lays out and checks (kernel-memory.ts), keep no state between calls and allocate nothing.
 *
 * Conventions of all kernels: planes are row-major and packed. Vectors of 8 or 16 pixels run over the end of a row; what
 * they write there is overwritten by the next row or lies in the padding behind the plane, and what they read there is
 * never counted. So every plane has 16 readable bytes before it, and 64 writable bytes behind it.
 */
export { addToBackground } from './running-background'
export { blockSums } from './block-sums'
export { boxLook } from './box-look'
export { cannyEdges } from './canny'
export { changeSums } from './change-sums'
export { colourSums } from './colour-sums'
export { correlate } from './phase-correlation'
export { differenceSums, grainSums, relitDifferenceSums } from './difference-sums'
export { gridSums, rowAndColumnSums } from './luma-sums'
export { halve } from './halve'
export { laplacianSums } from './laplacian-sums'
export { levelCounts } from './level-counts'
export { meanQuantiles } from './mean-quantiles'
export { medianOfNine } from './median-of-nine'
export { packPlane, unpackPlane } from './packed-plane'
export { permanentEdges } from './permanent-edges'
export { powerSpectra } from './power-spectra'
export { sampleRows, sampleSpots } from './sample'
export { sceneSums } from './scene-sums'
export { selectValue } from './select-value'
export { spreadBits } from './spread-bits'
export { sobelPlanes } from './sobel-planes'
export { sumOf } from './sum-of'
