import { useState } from 'react'
import { tellFailure, takeIncident } from '../../app/decide.ts'
import { acceptView } from '../../api/camera-calls.ts'
import type { CameraState, Incident } from '../../api/types.ts'
import { Icon } from '../../components/icon.tsx'
import { Modal } from '../../components/modal.tsx'
import { StateChip } from '../../components/state-chip.tsx'
import { useMayOperate } from '../../components/use-may-operate.ts'
import { formatDelay, formatRate } from '../../format/figure.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { setQuery } from '../../routing/navigation.ts'
import { pathOf } from '../../routing/route.ts'
import { Key } from '../../components/key.tsx'
import { showToast } from '../../state/toasts.ts'

export interface CameraHeadProps {
  readonly camera: CameraState
  readonly incident: Incident | null
}

export function CameraHead({ camera, incident }: CameraHeadProps) {
  const { t } = useTexts()
  const mayOperate = useMayOperate()
  const [isAsking, setAsking] = useState(false)
  const planWork = () => {
    setQuery({ tab: 'planned' })
    document.getElementById('settings')?.scrollIntoView({ block: 'start' })
  }
  return (
    <div className="head">
      <div className="grow">
        <div className="row wrap">
          <h1>{camera.name}</h1>
          <StateChip camera={camera} big />
        </div>
        <p className="t2 sub">
          <Facts camera={camera} />
        </p>
      </div>
      <div className="row wrap">
        {mayOperate && incident?.state === 'open' && (
          <button className="btn main" type="button" onClick={() => void takeIncident(incident)} aria-keyshortcuts="a">
            {t('incident.take')}
            <Key name="A" />
          </button>
        )}
        {mayOperate && (
          <>
            <button className="btn" type="button" onClick={() => setAsking(true)}>
              <Icon name="healthy" />
              {t('camera.accept')}
            </button>
            <button className="btn" type="button" onClick={planWork}>
              <Icon name="maintenance" />
              {t('verdict.planned')}
            </button>
          </>
        )}
        {camera.incidentId !== null && (
          <Link className="btn" href={pathOf({ page: 'incident', id: camera.incidentId })}>
            {t('camera.openIncident')}
          </Link>
        )}
      </div>
      {isAsking && <AcceptView camera={camera} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Facts({ camera }: { readonly camera: CameraState }) {
  const { t, language } = useTexts()
  const { stream, name, groups, shape, analysedPerSecond, lagMs, member } = camera
  const [height, width] = shape ?? []
  const facts = [
    ...groups,
    ...(name === stream ? [] : [stream]),
    ...(height === undefined || width === undefined ? [] : [`${width} × ${height}`]),
    t('camera.analysedAt', { rate: formatRate(analysedPerSecond, language) }),
    ...(lagMs === null ? [] : [t('camera.lag', { lag: formatDelay(lagMs, language) })]),
    ...(member === undefined
      ? []
      : [member === null ? t('members.watchedByNobody') : t('members.watchedBy', { member })])
  ]
  return <>{facts.join(' · ')}</>
}

/** The only action that asks first: it makes the camera forget what it knew. */
function AcceptView({ camera, onClose }: { readonly camera: CameraState; readonly onClose: () => void }) {
  const { t } = useTexts()
  const accept = async () => {
    onClose()
    try {
      await acceptView(camera.stream)
      showToast(t('toast.accepted', { what: camera.name }))
    } catch (cause) {
      tellFailure(cause)
    }
  }
  return (
    <Modal label={t('camera.accept')} onClose={onClose}>
      <h2 className="title">{t('camera.acceptTitle', { name: camera.name })}</h2>
      <p className="t2">{t('camera.acceptText')}</p>
      <div className="row">
        <button className="btn main" type="button" onClick={() => void accept()}>
          {t('camera.accept')}
        </button>
        <button className="btn" type="button" onClick={onClose}>
          {t('settings.cancel')}
        </button>
      </div>
    </Modal>
  )
}
