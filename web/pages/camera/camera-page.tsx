import { useEffect } from 'react'
import { takeIncident } from '../../app/decide.ts'
import { useKeys } from '../../app/use-keys.ts'
import { fetchCamera } from '../../api/camera-calls.ts'
import type { CameraState, Incident } from '../../api/types.ts'
import { Problem } from '../../components/problem.tsx'
import { SkeletonLines } from '../../components/skeleton.tsx'
import { onSettings } from '../../live/listeners.ts'
import { cameras } from '../../state/cameras.ts'
import { incidents } from '../../state/incidents.ts'
import { useLoad } from '../../state/use-load.ts'
import { useStore } from '../../state/use-store.ts'
import { CameraHead } from './camera-head.tsx'
import { CameraStage } from './camera-stage.tsx'
import { LastDay } from './last-day.tsx'
import { Measures } from './measures.tsx'
import { SelfTest } from './self-test.tsx'
import { Verdict } from './verdict.tsx'
import { SettingsPanel } from './settings/settings-panel.tsx'

const EVERY_MS = 2000

/** What is wrong here, why, since when, what may I do? */
export function CameraPage({ stream }: { readonly stream: string }) {
  const detail = useLoad(`camera ${stream}`, signal => fetchCamera(stream, signal))
  const live = useStore(cameras, book => book.byStream.get(stream) ?? null)
  const figures = useLoad(`figures ${stream}`, signal => fetchCamera(stream, signal))
  const camera = withFigures(live ?? detail.data, figures.data)
  const incident = useStore(incidents, book => book.open.get(camera?.incidentId ?? '') ?? null)
  const { reload } = detail
  useEffect(() => onSettings(changed => changed === stream && reload()), [stream, reload])
  const { reload: askFigures } = figures
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && askFigures(), EVERY_MS)
    return () => clearInterval(timer)
  }, [askFigures])
  useEffect(() => {
    document.title = `${camera?.name ?? stream} · Camera Check`
  }, [camera?.name, stream])
  useKeys({ a: () => isOpen(incident) && void takeIncident(incident) })
  const settings = detail.data?.settings ?? null
  return (
    <div className="page">
      {camera === null && <h1 className="vh">{stream}</h1>}
      {detail.error !== null && camera === null && <Problem error={detail.error} onRetry={reload} />}
      {camera === null && detail.error === null && <SkeletonLines lines={8} height={44} />}
      {camera !== null && (
        <>
          <CameraHead camera={camera} incident={incident} />
          <Verdict camera={camera} settings={settings} />
          <div className="two">
            <div className="stackv">
              <CameraStage camera={camera} masks={settings?.masks ?? []} />
              <LastDay stream={stream} />
              <SelfTest stream={stream} />
            </div>
            <Measures stream={stream} incident={incident} />
          </div>
          {settings !== null && (
            <SettingsPanel stream={stream} settings={settings} onSaved={next => replaceIn(detail, next)} />
          )}
        </>
      )}
    </div>
  )
}

/** Events tell what a camera's state is, and seldom its figures: those are asked for while somebody looks on. */
function withFigures(live: CameraState | null, asked: CameraState | null): CameraState | null {
  if (live === null || asked === null || asked.stream !== live.stream) return live ?? asked
  const { lastFrameAt, lagMs, framesPerSecond, analysedPerSecond, measures } = asked
  return { ...live, lastFrameAt, lagMs, framesPerSecond, analysedPerSecond, measures }
}

function replaceIn<T extends { settings: unknown }>(
  { data, replace }: { readonly data: T | null; readonly replace: (data: T) => void },
  settings: T['settings']
): void {
  if (data !== null) replace({ ...data, settings })
}

function isOpen(incident: Incident | null): incident is Incident {
  return incident?.state === 'open'
}
