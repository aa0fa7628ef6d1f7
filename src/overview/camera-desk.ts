import { AppError } from '../errors.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { IncidentStore } from '../pipeline/incidents/incident-store.ts'
import type { CameraBoard } from './camera-board.ts'
import type { CameraProfiles } from './camera-profiles.ts'
import type { CameraView } from './camera-view.ts'
import type { IncidentDesk } from './incident-desk.ts'
import type { LivePictures, PictureWish } from './live-pictures.ts'
import type { MeasureHistory } from './measure-history.ts'
import { measureSeries } from './measure-series.ts'
import type { OverviewShards } from './overview-options.ts'
import type { MeasuresView } from './overview-control.ts'

export interface CameraDeskOptions {
  readonly store: Pick<IncidentStore, 'list'>
  readonly shards: Pick<OverviewShards, 'acceptView'>
  readonly board: Pick<CameraBoard, 'view' | 'views' | 'away' | 'subscribed'>
  readonly profiles: CameraProfiles
  readonly pictures: LivePictures
  readonly history: MeasureHistory
  readonly desk: Pick<IncidentDesk, 'note' | 'settle'>
}

/** Incidents of one camera whose times are drawn into a chart. */
const MOST_ALARMS = 200

/** What people do with cameras: look at them, set them, take their view as normal. */
export class CameraDesk {
  readonly #options: CameraDeskOptions

  constructor(options: CameraDeskOptions) {
    this.#options = options
  }

  cameras(): readonly CameraView[] {
    return this.#options.board.views()
  }

  camerasOf(streams: Iterable<string>): readonly CameraView[] {
    return [...streams].flatMap(stream => this.#options.board.view(stream) ?? [])
  }

  awayCameras(known: { has(stream: string): boolean }): readonly CameraView[] {
    const { board } = this.#options
    return [...board.subscribed].filter(stream => !known.has(stream)).map(stream => board.away(stream))
  }

  nameOf(stream: string): string | null {
    return this.#options.board.subscribed.has(stream) ? this.#options.profiles.get(stream).name : null
  }

  /** @throws AppError `camera/not-found` */
  camera(stream: string): CameraView {
    const view = this.#options.board.view(stream)
    if (view !== null) return view
    const message = `There is no subscribed camera ${JSON.stringify(stream)}`
    throw new AppError('camera/not-found', message, { stream, messageZh: `没有订阅摄像机 ${JSON.stringify(stream)}` })
  }

  async measures(stream: string, fromMs: number, toMs: number, most: number): Promise<MeasuresView> {
    this.camera(stream)
    const { store, desk, profiles, history } = this.#options
    await desk.settle()
    const { items } = await store.list({ streams: [stream], toMs }, { cursor: null, limit: MOST_ALARMS })
    const wish = { stream, fromMs, toMs, most, profile: profiles.get(stream), incidents: items }
    return { series: measureSeries(history, wish), seen: history.seen(stream, fromMs, toMs) }
  }

  async picture(stream: string, wish: PictureWish): Promise<KeptFrame> {
    this.camera(stream)
    const frame = await this.#options.pictures.picture(stream, wish)
    if (frame === null) throw noFrame(stream)
    return frame
  }

  video(stream: string, viewer: (frame: KeptFrame) => void): () => void {
    this.camera(stream)
    return this.#options.pictures.watch(stream, viewer)
  }

  render(stream: string, frame: KeptFrame, wish: PictureWish): Promise<Uint8Array> {
    return this.#options.pictures.render(stream, frame, wish)
  }

  profile(stream: string): CameraProfile {
    this.camera(stream)
    return this.#options.profiles.get(stream)
  }

  changeProfile(
    stream: string,
    action: string,
    by: string,
    edit: (profile: CameraProfile) => CameraProfile
  ): Promise<CameraProfile> {
    this.camera(stream)
    return this.#options.profiles.change(stream, action, by, edit)
  }

  async acceptView(stream: string, by: string): Promise<void> {
    if (this.camera(stream).shape === null) throw noFrame(stream)
    await this.#options.shards.acceptView(stream)
    await this.#options.desk.note('accept-view', stream, by, {})
  }
}

function noFrame(stream: string): AppError {
  const message = `Camera ${JSON.stringify(stream)} has sent no frame yet`
  return new AppError('camera/no-frame', message, {
    stream,
    messageZh: `摄像机 ${JSON.stringify(stream)} 尚未发来画面`
  })
}
