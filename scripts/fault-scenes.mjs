// What is filmed for the pictures of docs/faults.md: each fault on one of the scenes that the service draws itself, by its own
// injector. The same table gives the same pictures; test/docs/fault-pictures.test.ts lets the service's judge look at them.
import { AS_IS } from '../dist/evaluate/evaluate.js'
import { openFootage } from '../dist/evaluate/footage/open-footage.js'
import { ReelShelf } from '../dist/evaluate/reel-shelf.js'
import { runScenario } from '../dist/evaluate/run-scenario.js'

/** Scene, variant of the fault, its strength from 0 to 1. */
const STAGED = {
  'stream-gap': ['test-gate', 'silent', 1],
  undecodable: ['test-platform', 'truncated', 1],
  'no-signal': ['test-shop', 'bars', 1],
  black: ['test-gate', 'lens-cap', 1],
  bright: ['test-platform', 'low-sun', 1],
  corrupted: ['test-car-park', 'smear', 1],
  frozen: ['test-street', 'same-bytes', 1],
  shaken: ['test-car-park', 'by-hand', 1],
  moved: ['test-car-park', 'pan-far', 1],
  occluded: ['test-shop', 'hand', 1],
  'partly-occluded': ['test-platform', 'cloth-hanging', 1],
  defocused: ['test-street', 'sudden', 1],
  'low-contrast': ['test-street', 'fog', 0.5],
  noise: ['test-gate', 'gain', 0.5],
  stripes: ['test-shop', 'herringbone', 1],
  'colour-cast': ['test-shop', 'white-balance-warm', 1]
}
const FAULTY = { fromMs: 15_000, untilMs: 20_000 }
const SCENES = [...new Set(Object.values(STAGED).map(([scene]) => scene))]

export const FILMED_KINDS = Object.keys(STAGED)

/**
 * Films one fault, and lets the service judge every frame.
 *
 * @returns {Promise<{ healthy: object, faulty: object, told: string[] }>} Two exhibits (`jpeg`, `state`, `faults`), and the kinds
 *   that were told as main cause while it lasted.
 */
export async function filmFault(kind) {
  const [scene, variant, strength] = STAGED[kind]
  const { judged } = await runScenario(scenarioOf(kind, scene, variant, strength), await shelf, [AS_IS])
  const { exhibits, reports } = judged[0]
  const healthy = exhibits.find(({ reason }) => reason === 'before')
  // A silent camera goes on showing the last picture that came.
  const faulty = kind === 'stream-gap' ? healthy : exhibits.find(({ reason }) => reason === 'middle')
  const during = reports.filter(({ atMs }) => atMs >= FAULTY.fromMs && atMs <= FAULTY.untilMs)
  return { healthy, faulty, told: during.flatMap(({ kinds }) => kinds.slice(0, 1)) }
}

const drawn = openFootage('builtin').then(scenes => scenes.filter(({ id }) => SCENES.includes(id)).map(remembered))
const shelf = drawn.then(scenes => new ReelShelf(scenes, 2 * SCENES.length))

/** The scene, whose pictures are drawn once for all faults: drawing one costs more than judging it. */
function remembered(scene) {
  const open = async (widthPx, fps) => {
    const reel = await scene.open(widthPx, fps)
    const pictures = new Map()
    const read = (sceneMs, into) => {
      if (!pictures.has(sceneMs)) {
        reel.read(sceneMs, into)
        pictures.set(sceneMs, into.data.slice())
      }
      into.data.set(pictures.get(sceneMs))
    }
    return { width: reel.width, height: reel.height, read }
  }
  return { id: scene.id, width: scene.width, height: scene.height, monochrome: scene.monochrome, open }
}

function scenarioOf(kind, scene, variant, strength) {
  return {
    id: `picture-${kind}`,
    seed: 'docs/faults.md',
    scene,
    otherScene: scene,
    staged: { type: 'fault', kind, variant, strength, ...FAULTY },
    firstFault: null,
    countsFromMs: 0,
    totalMs: FAULTY.untilMs + 1000,
    fps: 2,
    widthPx: 480,
    jpegQuality: 85,
    noiseLevels: 1,
    lightDrift: 0.02,
    lightPeriodMs: 60_000,
    clock: false,
    startMs: Date.UTC(2026, 2, 1, 9),
    sceneOffsetMs: 4000,
    showBefore: true
  }
}
