import type { CameraProfile } from '../model/camera-profile.ts'
import type { Incident } from '../model/incident.ts'
import { IncidentKeeper, type IncidentKeeperOptions } from '../pipeline/incidents/incident-keeper.ts'
import type { Told } from '../pipeline/incidents/incident-writer.ts'
import { CameraBoard } from './camera-board.ts'
import { CameraDesk } from './camera-desk.ts'
import { CameraProfiles } from './camera-profiles.ts'
import { EvidenceSaver } from './evidence-saver.ts'
import { IncidentDesk } from './incident-desk.ts'
import { IncidentRetention } from './incident-retention.ts'
import { LivePictures } from './live-pictures.ts'
import { MeasureHistory } from './measure-history.ts'
import { MeasureSaver } from './measure-saver.ts'
import type { OverviewOptions } from './overview-options.ts'
import { WatchedHours } from './watched-hours.ts'

export interface OverviewParts {
  readonly keeper: IncidentKeeper
  readonly profiles: CameraProfiles
  readonly board: CameraBoard
  readonly history: MeasureHistory
  readonly measures: MeasureSaver
  readonly evidence: EvidenceSaver
  readonly hours: WatchedHours
  readonly pictures: LivePictures
  readonly retention: IncidentRetention
  readonly incidentDesk: IncidentDesk
  readonly cameraDesk: CameraDesk
}

/** What the parts tell. */
export interface OverviewHooks {
  readonly placeOf: IncidentKeeperOptions['placeOf']
  readonly onIncident: (told: Told, incident: Incident) => void
  readonly onProfile: (stream: string, profile: CameraProfile, isSetHere: boolean) => void
}

/** Makes the parts of the overview and leads them to each other. Nothing runs yet. */
export function createOverviewParts(options: OverviewOptions, hooks: OverviewHooks): OverviewParts {
  const { store, snapshots, shards, settings, clock, ageClock, steadyClock, random, log, share } = options
  const { reopenWindowMs, groupWindowMs, groupMinCameras, maxPixels } = settings
  const keeper = new IncidentKeeper({
    store,
    reopenWindowMs,
    groupWindowMs,
    groupMinCameras,
    placeOf: hooks.placeOf,
    onTold: hooks.onIncident,
    removePictures: keys => snapshots.remove(keys),
    clock,
    random,
    log,
    fence: share?.fence
  })
  const newId = (nowMs: number) => keeper.newId(nowMs)
  const profiles = new CameraProfiles({ store, newId, clock, onChange: hooks.onProfile, log })
  const profileOf = (stream: string) => profiles.get(stream)
  const board = new CameraBoard({ profileOf, openIncidentsOf: stream => keeper.openOf(stream), clock })
  const regionOf = (stream: string) => board.view(stream)?.faults.find(({ mask }) => mask !== null)?.mask ?? null
  const pictures = new LivePictures({ shards, profileOf, regionOf, maxPixels })
  const history = new MeasureHistory()
  const incidentDesk = new IncidentDesk({ store, snapshots, keeper, profileOf, maxPixels, clock, share })
  return {
    keeper,
    profiles,
    board,
    history,
    pictures,
    incidentDesk,
    measures: new MeasureSaver({ store, history, clock, ageClock, log, slotOf: share?.slotOf }),
    evidence: new EvidenceSaver({
      store,
      keepMs: settings.evidenceMs,
      steadyClock,
      ageClock,
      log,
      fenceOf: share?.fenceOf
    }),
    hours: new WatchedHours({ store, log, isShared: share !== undefined }),
    retention: new IncidentRetention({ store, snapshots, settings, clock: ageClock, log, isDue: share?.isCoordinator }),
    cameraDesk: new CameraDesk({ store, shards, board, profiles, pictures, history, desk: incidentDesk })
  }
}
