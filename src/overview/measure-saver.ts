import { errorText } from '../errors.ts'
import type { Log } from '../lib/log.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { MeasureHistory } from './measure-history.ts'
import { measuresBySlot } from './measures-by-slot.ts'

export interface MeasureSaverOptions {
  readonly store: Pick<IncidentStore, 'saveMeasures' | 'measures' | 'removeOldMeasures'>
  readonly history: MeasureHistory
  /** Epoch ms. */
  readonly clock: () => number
  /** Epoch ms, for what is deleted by its age. */
  readonly ageClock: () => number
  readonly log: Log
  /** In a fleet, measures are kept by slot; left out, all together. */
  readonly slotOf?: ((stream: string) => number) | undefined
}

/** Cameras of one shard end their ten minutes together: most of these find nothing to keep. */
const SAVE_EVERY_MS = 120_000
const KEPT_MS = 86_400_000

/** Keeps the ten-minute points of a day over restarts. What cannot be kept is missing from charts, and that is all. */
export class MeasureSaver {
  readonly #options: MeasureSaverOptions
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(options: MeasureSaverOptions) {
    this.#options = options
  }

  /** Takes up what an earlier run has kept. */
  async start(): Promise<void> {
    if (this.#options.slotOf === undefined) await this.#read()
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS).unref()
  }

  /** Cameras are ours from now on: takes up what was kept of them. Never rejects. */
  async adopt(streams: readonly string[]): Promise<void> {
    const slots = new Set(streams.map(stream => this.#options.slotOf?.(stream) ?? 0))
    const names = new Set(streams)
    await this.#read([...slots], stream => names.has(stream))
  }

  /** Cameras are another member's soon: keeps what there is of them. Never rejects. */
  async letGo(streams: readonly string[]): Promise<void> {
    this.#options.history.endCoarse(this.#options.clock(), streams)
    await this.save()
  }

  /** Keeps the ten minutes that have ended; never rejects. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save())
    return this.#saving
  }

  /** Keeps what there is, also of the ten minutes that go on. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#options.history.endCoarse(this.#options.clock())
    await this.save()
  }

  async #read(slots?: readonly number[], isWanted?: (stream: string) => boolean): Promise<void> {
    const { store, history, clock, log } = this.#options
    try {
      for (const batch of await store.measures(clock() - KEPT_MS, slots)) history.restore(batch, isWanted)
    } catch (cause) {
      log.warn({ error: errorText(cause) }, 'Cannot read the measures of the last day: charts begin anew')
    }
  }

  async #save(): Promise<void> {
    const { store, history, clock, ageClock, log, slotOf } = this.#options
    const batch = history.takeUnsaved()
    if (batch === null) return
    try {
      if (slotOf === undefined) {
        await store.saveMeasures(clock(), batch)
        await store.removeOldMeasures(ageClock() - KEPT_MS)
        return
      }
      const parts = measuresBySlot(batch, slotOf)
      for (const [slot, part] of parts) await store.saveMeasures(clock(), part, slot)
      await store.removeOldMeasures(ageClock() - KEPT_MS, [...parts.keys()])
    } catch (cause) {
      log.warn({ error: errorText(cause) }, 'Cannot keep the measures of the last minutes')
    }
  }
}
