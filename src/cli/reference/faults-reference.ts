import { FAULT_KINDS, FAULT_NAMES, type FaultKind } from '../../model/fault.ts'
import { limitRange } from '../../model/fault-limit-range.ts'
import { DETECTORS, FAULT_TIMINGS } from '../../pipeline/detect/registry.ts'
import { CAUSES } from '../../pipeline/incidents/causes.ts'
import { FAULT_TEXTS } from './fault-texts.ts'
import { markdownTable } from './markdown-table.ts'

/** `docs/faults.md`: every fault with its pictures, limits and what explains it, made from the code. */
export function faultsReference(): string {
  const rows = FAULT_KINDS.map(kind => [`[\`${kind}\`](#${kind})`, FAULT_NAMES[kind].state, FAULT_TEXTS[kind].what])
  return `${HEAD}\n${markdownTable(['Fault', '`state`', 'What it is'], rows)}\n\n${TAIL}\n${FAULT_KINDS.map(sectionOf).join('\n')}`
}

const HEAD = `# The sixteen faults

Made from the code by \`npm run docs\`; do not edit. Pictures: \`node scripts/make-fault-pictures.mjs\`, the project's own fault
injector on the scenes that the service draws itself. The service's own judge finds each fault in the very frames that these
pictures are of (\`test/docs/fault-pictures.test.ts\`).

A camera is held against its own memory: which edges of its view are always there, its lights, its presets, its noise. That
takes 12 s; until then verdicts say \`learning\`, and what needs no memory is told at once. How it works:
[detection](detection.md). How well: [the benches](../bench/README.md#accuracy).
`

const TAIL = `Each kind has a sensitivity (\`low\`, \`normal\`, \`high\`, \`off\`) and limits of its own, for all cameras (\`faults\` of
\`POST /pushhub/subscribe\`), for one stream (\`stream_faults\`), or in the settings of one camera (dashboard, or
\`PATCH /pushhub/cameras/{stream}/settings\`). *Told after* and *over after* are times for which the fault must show, and be
gone; they follow the times of the frames, whatever the frame rate. One cause is told, and what follows from it is listed as
\`explained\`.
`

function sectionOf(kind: FaultKind): string {
  const { what, judged, shown, look, limit } = FAULT_TEXTS[kind]
  const timing = FAULT_TIMINGS.get(kind)
  const { state, stateZh } = FAULT_NAMES[kind]
  const causes = CAUSES.filter(([, explains]) => explains.includes(kind)).map(([cause]) => cause)
  const explains = CAUSES.find(([cause]) => cause === kind)?.[1] ?? []
  const times =
    timing === undefined ? '' : `Told ${afterText(timing.raiseAfterMs)}, over ${afterText(timing.clearAfterMs)}.`
  return `## ${kind}

${what} In results: \`${state}\`, ${stateZh}.

| healthy | ${kind} |
| --- | --- |
| ![A healthy picture of the same camera](images/faults/${kind}-healthy.webp) | ![${shown}](images/faults/${kind}-faulty.webp) |

${shown}

- **How it is judged.** ${judged} ${times}
- **Explained away by** ${kindsText(causes, kind)}. **Explains** ${kindsText(explains, kind)}.
- **Limit.** ${limit}
- **Look at.** ${look}

${limitsText(kind)}`
}

function afterText(ms: number): string {
  return ms === 0 ? 'at once' : `after ${ms} ms`
}

function limitsText(kind: FaultKind): string {
  const detector = DETECTORS.find(({ id }) => id === kind)
  if (detector === undefined) return `Origin: [limits](limits.md#${kind}).\n`
  const rows = Object.entries(detector.limits).map(([name, value]) => [
    `\`${name}\``,
    String(value),
    limitRange(name).unit.en
  ])
  return `Limits by name, origin of each: [limits](limits.md#${kind}).\n\n${markdownTable(['Limit', 'Default', 'Unit'], rows)}\n`
}

/** @param kind Of the section: where nearly all others are meant, those that are not are named. */
function kindsText(kinds: readonly FaultKind[], kind: FaultKind): string {
  if (kinds.length === 0) return 'nothing'
  if (kinds.length <= 12) return linksText(kinds)
  const rest = FAULT_KINDS.filter(other => other !== kind && !kinds.includes(other))
  return rest.length === 0 ? 'all others' : `all others but ${linksText(rest)}`
}

function linksText(kinds: readonly FaultKind[]): string {
  return kinds.map(kind => `[\`${kind}\`](#${kind})`).join(', ')
}
