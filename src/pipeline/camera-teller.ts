import { MEASURE_COUNT } from '../model/camera-figures.ts'
import type { CameraReport } from '../model/camera-state.ts'
import type { FaultKind } from '../model/fault.ts'
import type { NotJudged, Verdict } from '../model/finding.ts'
import type { EncodedFrame } from '../model/frame.ts'
import type { PictureRole } from '../model/incident.ts'
import { CameraFigures } from './camera-figures.ts'
import type { SceneView } from './detect/detector.ts'
import type { FrameShelf, KeptFrame } from './frame-shelf.ts'
import { IncidentPictures, type PictureOffer } from './incident-pictures.ts'
import { measureValues } from './measure-values.ts'
import { pictureKey } from './snapshots/object-key.ts'
import type { SnapshotKeeper } from './snapshots/snapshot-keeper.ts'
import { toldFault } from './told-fault.ts'

/** A picture of an incident that lies in the store. */
export interface TakenPicture {
  readonly stream: string
  readonly kind: FaultKind
  readonly role: PictureRole
  /** 0..1 */
  readonly severity: number
  readonly key: string
  readonly atMs: number
}

/** Where a shard's cameras tell of themselves. */
export interface TellContext {
  readonly shelf: FrameShelf
  readonly keeper: Pick<SnapshotKeeper, 'keepPicture'>
  readonly report: (report: CameraReport) => void
  readonly picture: (picture: TakenPicture) => void
  /** REOPEN_WINDOW_S, ms. */
  readonly reopenWindowMs: number
}

/** What was judged, as far as it is told. */
export interface JudgedMoment {
  readonly verdict: Verdict
  readonly view: SceneView | null
  readonly meanLumaLevels: number | null
  readonly shape: readonly number[] | null
  /** From capture, or from being added to the source, to the verdict, ms. */
  readonly lagMs: number
  /** How much of the scene is learned, 0..1. */
  readonly learnedRatio: number
  readonly nowMs: number
}

/** While there are faults, and while a scene is being learned, the camera tells of itself so often, ms. */
const TELL_AGAIN_MS = 1000
const values = new Float64Array(MEASURE_COUNT)

/** Tells the main thread of one camera: its faults when they change, its figures when asked, pictures of its incidents. */
export class CameraTeller {
  readonly figures: CameraFigures
  readonly #stream: string
  readonly #context: TellContext
  readonly #pictures: IncidentPictures
  /** Without pictures, since nobody is to be told of incidents. */
  #isSilent = false
  #told = ''
  #toldAtMs = 0
  #shape: readonly number[] | null = null
  #learnedRatio = 0

  constructor(stream: string, context: TellContext, nowMs: number) {
    this.#stream = stream
    this.#context = context
    this.#pictures = new IncidentPictures(context.reopenWindowMs)
    this.figures = new CameraFigures(nowMs)
  }

  /** @param isSilent True in maintenance. */
  setSilent(isSilent: boolean): void {
    if (isSilent && !this.#isSilent) this.#pictures.forget()
    this.#isSilent = isSilent
  }

  /** A frame came that will not be judged: it can be looked at all the same. */
  leftOut({ jpeg, receivedAtMs }: EncodedFrame): void {
    this.#context.shelf.offer(this.#stream, jpeg, receivedAtMs, false)
  }

  /** @param frame Its bytes are used before this returns. */
  judged({ jpeg, receivedAtMs, addedAtMs }: EncodedFrame, moment: JudgedMoment): void {
    const { verdict, view, meanLumaLevels, shape, lagMs, nowMs } = moment
    measureValues(view, meanLumaLevels, values)
    this.figures.analysed(nowMs, lagMs, values)
    this.#shape = shape ?? this.#shape
    this.#learnedRatio = moment.learnedRatio
    const { shelf } = this.#context
    if (!this.#isSilent) {
      const frame: KeptFrame | null = jpeg.length === 0 ? null : { jpeg, atMs: receivedAtMs }
      for (const offer of this.#pictures.judged(verdict, frame, shelf.healthy(this.#stream), nowMs)) this.#keep(offer)
    }
    shelf.offer(this.#stream, jpeg, receivedAtMs, verdict.faults.length === 0)
    this.#tell(verdict, true, nowMs, addedAtMs)
  }

  /** No frame came. */
  missedFrames(verdict: Verdict, nowMs: number): void {
    if (!this.#isSilent) {
      const { shelf } = this.#context
      for (const offer of this.#pictures.judged(verdict, null, shelf.healthy(this.#stream), nowMs)) this.#keep(offer)
    }
    this.#tell(verdict, true, nowMs)
  }

  /** The camera is not judged at this hour. */
  offSchedule(nowMs: number): void {
    this.#pictures.forget()
    this.#tell({ faults: [], explained: [], notJudged: [], learning: false }, false, nowMs)
  }

  /** What is told next is told whether it is new or not: who listens does not know the camera yet. */
  tellAnew(): void {
    this.#told = ''
  }

  #tell(verdict: Verdict, judged: boolean, nowMs: number, frameMs = nowMs): void {
    const { faults, explained, notJudged, learning } = verdict
    const told = signatureOf(verdict, judged)
    const mayBeOld = faults.length > 0 || learning
    if (told === this.#told && (!mayBeOld || Math.abs(nowMs - this.#toldAtMs) < TELL_AGAIN_MS)) return
    this.#told = told
    this.#toldAtMs = nowMs
    this.#context.report({
      stream: this.#stream,
      atMs: nowMs,
      frameMs,
      faults: faults.map(toldFault),
      explained,
      notJudged,
      learning,
      learnedRatio: this.#learnedRatio,
      judged,
      shape: this.#shape
    })
  }

  #keep({ role, kind, severity, jpeg, atMs, nameMs }: PictureOffer): void {
    const key = pictureKey(this.#stream, nameMs, role, kind)
    const picture: TakenPicture = { stream: this.#stream, kind, role, severity, key, atMs }
    // The shelf's copies are never written to; the frame's own bytes will be.
    const bytes = role === 'before' ? jpeg : new Uint8Array(jpeg)
    this.#context.keeper.keepPicture({ stream: this.#stream, key, jpeg: bytes }, () => this.#context.picture(picture))
  }
}

/** What makes a report another one. Not the figures: they change with every frame. */
function signatureOf({ faults, explained, notJudged, learning }: Verdict, judged: boolean): string {
  if (faults.length === 0 && notJudged.length === 0 && !learning) return judged ? 'well' : 'not judged'
  const kinds = faults.map(({ kind }) => kind).join()
  return `${judged}|${learning}|${kinds}|${explained.join()}|${notJudged.map(reasonText).join()}`
}

function reasonText({ kind, reason }: NotJudged): string {
  return `${kind}:${reason}`
}
