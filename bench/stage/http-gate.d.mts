/** @see http-gate.mjs */
export class HttpGate {
  instead: { status: number; code: string } | null
  insteadOf: (method: string) => boolean
  delayMs: number
  static start(url: string): Promise<HttpGate>
  get endpoint(): string
  cut(): void
  close(): void
}
