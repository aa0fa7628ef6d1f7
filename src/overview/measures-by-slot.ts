import type { MeasureBatch } from '../pipeline/incidents/incident-store.ts'

/** Points of measures, each slot's by themselves. */
export function measuresBySlot(
  { streams, times, lengths, steps }: MeasureBatch,
  slotOf: (stream: string) => number
): ReadonlyMap<number, MeasureBatch> {
  const valuesEach = streams.length === 0 ? 0 : steps.length / streams.length
  const slots = new Map<number, number[]>()
  for (const [place, stream] of streams.entries()) {
    const slot = slotOf(stream)
    const places = slots.get(slot)
    if (places === undefined) slots.set(slot, [place])
    else places.push(place)
  }
  const part = (places: readonly number[]): MeasureBatch => {
    const own = new Uint16Array(places.length * valuesEach)
    for (const [i, place] of places.entries()) {
      own.set(steps.subarray(place * valuesEach, (place + 1) * valuesEach), i * valuesEach)
    }
    const of = <T>(list: readonly T[]) => list.filter((_, place) => places.includes(place))
    return { streams: of(streams), times: of(times), lengths: of(lengths), steps: own }
  }
  return new Map([...slots].map(([slot, places]) => [slot, part(places)]))
}
