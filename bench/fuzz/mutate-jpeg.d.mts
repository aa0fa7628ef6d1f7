export function mutateJpeg(jpeg: Uint8Array, headerBytes: number, next: (below: number) => number): Buffer
