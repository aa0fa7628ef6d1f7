import { readFileSync } from 'node:fs'

// The types of Node leave WebAssembly to those of the browser. This is what is used of it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule
  readonly Instance: new (module: CompiledModule) => { readonly exports: unknown }
}
type CompiledModule = object

/** What the compiled kernels offer; the files of assembly/ are named after them and say what each does. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  sumOf(levels: number, count: number): number
  levelCounts(plane: number, count: number, tables: number): void
  gridSums(
    plane: number,
    width: number,
    height: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  rowAndColumnSums(plane: number, width: number, height: number, rowSums: number, columns: number): void
  cannyEdges(
    luma: number,
    width: number,
    height: number,
    low: number,
    high: number,
    rows: number,
    marks: number,
    stack: number
  ): number
  changeSums(
    before: number,
    after: number,
    width: number,
    height: number,
    level: number,
    rows: number,
    sums: number
  ): number
  sobelPlanes(
    plane: number,
    width: number,
    height: number,
    gradientX: number,
    gradientY: number,
    magnitude: number,
    directions: number
  ): void
  blockSums(
    plane: number,
    width: number,
    height: number,
    gridColumns: number,
    gridRows: number,
    rows: number,
    sums: number
  ): void
  halve(plane: number, width: number, height: number, out: number): void
  laplacianSums(
    plane: number,
    width: number,
    height: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  addToBackground(
    plane: number,
    width: number,
    height: number,
    background: number,
    shift: number,
    gridColumns: number,
    gridRows: number,
    chosen: number,
    mask: number
  ): void
  boxLook(
    plane: number,
    width: number,
    height: number,
    boxPx: number,
    means: number,
    details: number,
    rows: number
  ): void
  sceneSums(
    now: number,
    before: number,
    background: number,
    edges: number,
    details: number,
    width: number,
    height: number,
    saturated: number,
    flat: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  differenceSums(
    one: number,
    other: number,
    width: number,
    height: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  grainSums(
    one: number,
    other: number,
    width: number,
    height: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  relitDifferenceSums(
    now: number,
    usual: number,
    width: number,
    height: number,
    slope: number,
    offset: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  colourSums(
    blue: number,
    red: number,
    width: number,
    height: number,
    rowStep: number,
    grey: number,
    gridColumns: number,
    gridRows: number,
    columns: number,
    sums: number
  ): void
  packPlane(plane: number, background: number, count: number, out: number): number
  unpackPlane(packed: number, background: number, count: number, out: number): void
  spreadBits(bits: number, count: number, out: number): void
  meanQuantiles(
    sums: number,
    pixels: number,
    count: number,
    low: number,
    high: number,
    values: number,
    out: number
  ): void
  sampleRows(plane: number, width: number, rowStep: number, rows: number, out: number): void
  sampleSpots(plane: number, width: number, step: number, columns: number, rows: number, out: number): void
  selectValue(values: number, count: number, wanted: number): number
  medianOfNine(planes: number, stride: number, count: number, out: number): void
  permanentEdges(
    background: number,
    planes: number,
    stride: number,
    planeCount: number,
    width: number,
    height: number,
    least: number,
    need: number,
    edges: number
  ): void
  powerSpectra(
    real: number,
    imaginary: number,
    spare: number,
    width: number,
    height: number,
    windowX: number,
    windowY: number,
    table: number
  ): void
  correlate(
    real: number,
    imaginary: number,
    spare: number,
    width: number,
    height: number,
    windowX: number,
    windowY: number,
    table: number
  ): number
}

let compiled: CompiledModule | null = null

/**
 * Kernels of their own, with a memory of their own. The file is read and compiled once for a thread.
 *
 * @throws When `npm run build` has not made the file.
 */
export function newKernels(): KernelExports {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)))
  return new WebAssembly.Instance(compiled).exports as KernelExports
}
