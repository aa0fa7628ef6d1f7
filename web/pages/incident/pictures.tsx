import { useState } from 'react'
import { incidentPicturePath } from '../../api/incident-calls.ts'
import { withQuery } from '../../api/request.ts'
import type { IncidentDetail, Moment } from '../../api/types.ts'
import { CompareSlider } from '../../components/compare-slider.tsx'
import { LivePicture } from '../../components/live-picture.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { RegionOverlay } from '../../components/region-overlay.tsx'
import { Segment } from '../../components/segment.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { aspectOf } from '../../model/aspect.ts'
import { regionOf } from '../../model/region.ts'
import { cameras } from '../../state/cameras.ts'
import { useStore } from '../../state/use-store.ts'

/** Pixels. */
const COMPARED_WIDTH = 1280
const THIRD_WIDTH = 480

const THIRDS: readonly Moment[] = ['before', 'worst', 'after']

function picturePath({ id, pictures }: IncidentDetail, moment: Moment, width: number): string | null {
  const picture = pictures[moment]
  return picture === null ? null : withQuery(incidentPicturePath(id, moment), { t: picture.at, width })
}

/** Before, during and after: two of them under a slider, all of them below. */
export function Pictures({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTexts()
  const { pictures } = incident
  const [pair, setPair] = useState<'during' | 'after'>('during')
  const shape = useStore(cameras, book => book.byStream.get(incident.stream ?? '')?.shape ?? null)
  const [isDrawn, setDrawn] = useState(false)
  const during: Moment = pictures.worst === null ? 'first' : 'worst'
  const right = pair === 'after' ? 'after' : during
  const region = isDrawn && pair === 'during' ? regionOf(incident.fault?.mask) : null
  return (
    <>
      <div className="stage">
        <CompareSlider
          left={{
            path: picturePath(incident, 'before', COMPARED_WIDTH),
            label: <Tag incident={incident} moment="before" />
          }}
          right={{
            path: picturePath(incident, right, COMPARED_WIDTH),
            label: <Tag incident={incident} moment={right} />
          }}
          over={<RegionOverlay region={region} tone={incident.tier} masks={[]} />}
          {...aspectOf({ shape })}
        />
        <div className="bar2">
          <Segment
            label={t('incident.compare')}
            value={pair}
            onChange={setPair}
            choices={[
              { value: 'during', label: t('incident.beforeDuring') },
              { value: 'after', label: t('incident.beforeAfter') }
            ]}
          />
          {regionOf(incident.fault?.mask) !== null && pair === 'during' && (
            <label className="row small">
              <input type="checkbox" className="check" checked={isDrawn} onChange={e => setDrawn(e.target.checked)} />
              {t('camera.drawRegions')}
            </label>
          )}
          <span className="grow" />
          <span className="t3 small hide-phone">{t('incident.drag')}</span>
        </div>
      </div>
      <div className="thirds">
        {THIRDS.map(moment => (
          <Third key={moment} incident={incident} moment={moment === 'worst' ? during : moment} />
        ))}
      </div>
    </>
  )
}

interface OfMoment {
  readonly incident: IncidentDetail
  readonly moment: Moment
}

function Tag({ incident, moment }: OfMoment) {
  const { t } = useTexts()
  const picture = incident.pictures[moment]
  return (
    <>
      {t(`moment.${moment}`)} {picture !== null && <MomentText at={picture.at} />}
    </>
  )
}

function Third({ incident, moment }: OfMoment) {
  const { t } = useTexts()
  const picture = incident.pictures[moment]
  return (
    <figure>
      <LivePicture
        path={picturePath(incident, moment, THIRD_WIDTH)}
        everyMs={null}
        alt={t(`moment.${moment}`)}
        missing={t(missingText(incident, moment))}
      />
      <figcaption>
        <b>{t(`moment.${moment}`)}</b> {picture !== null && <MomentText at={picture.at} />}
        <span className="t3 note">{t(`moment.${moment}Note`)}</span>
      </figcaption>
    </figure>
  )
}

function missingText({ state }: IncidentDetail, moment: Moment) {
  return moment === 'after' && state !== 'closed' ? 'moment.notYet' : 'picture.none'
}
