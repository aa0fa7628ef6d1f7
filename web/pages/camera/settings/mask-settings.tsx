import { useState } from 'react'
import type { CameraSettings } from '../../../api/types.ts'
import { Icon } from '../../../components/icon.tsx'
import { formatShare } from '../../../format/figure.ts'
import { useTexts } from '../../../i18n/use-text.ts'
import { AREAS_MAX, coveredShare, type Point, withArea, withBox, withoutArea } from '../../../model/mask-edit.ts'
import { cameras } from '../../../state/cameras.ts'
import { useStore } from '../../../state/use-store.ts'
import { MaskCanvas } from './mask-canvas.tsx'
import type { SaveSettings, SettingsChange } from './settings-panel.tsx'

/** Past so much of the picture the rest can hardly be judged. */
const TOO_MUCH = 0.5

export interface MaskSettingsProps {
  readonly stream: string
  readonly settings: CameraSettings
  readonly save: SaveSettings
}

/** Areas of the picture that are not judged, drawn on the live picture. */
export function MaskSettings({ stream, settings, save }: MaskSettingsProps) {
  const { t, language } = useTexts()
  const [areas, setAreas] = useState(settings.masks)
  const [draft, setDraft] = useState<readonly Point[] | null>(null)
  const shape = useStore(cameras, book => book.byStream.get(stream)?.shape ?? null)
  const share = coveredShare(areas)
  const close = () => {
    setAreas(withArea(areas, draft ?? []))
    setDraft(null)
  }
  return (
    <div className="mask-editor">
      <MaskCanvas
        stream={stream}
        shape={shape}
        areas={areas}
        draft={draft}
        onAreas={setAreas}
        onDraft={setDraft}
        onClose={close}
      />
      <div className="stackv tight">
        <p className="t2">{t('mask.hint')}</p>
        <p className={share > TOO_MUCH ? 'c-impaired' : 't2'}>
          {t(share > TOO_MUCH ? 'mask.tooMuch' : 'mask.covered', { share: formatShare(share, language) })}
        </p>
        <div className="row wrap">
          {draft === null ? (
            <button className="btn" type="button" disabled={areas.length >= AREAS_MAX} onClick={() => setDraft([])}>
              <Icon name="plus" />
              {t('mask.draw')}
            </button>
          ) : (
            <>
              <button className="btn" type="button" disabled={draft.length < 3} onClick={close}>
                {t('mask.close')}
              </button>
              <button className="btn ghost" type="button" onClick={() => setDraft(null)}>
                {t('settings.cancel')}
              </button>
            </>
          )}
          <button
            className="btn"
            type="button"
            disabled={draft !== null || areas.length >= AREAS_MAX}
            onClick={() => setAreas(withBox(areas))}
          >
            {t('mask.box')}
          </button>
        </div>
        <ul className="areas">
          {areas.map(({ points }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an area is known by its place.
            <li className="row" key={at}>
              <i className="swatch mask" />
              <span className="grow">{t('mask.area', { number: at + 1, corners: points.length })}</span>
              <button
                className="btn icon sm ghost"
                type="button"
                aria-label={t('mask.remove', { number: at + 1 })}
                onClick={() => setAreas(withoutArea(areas, at))}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
        <button
          className="btn main"
          type="button"
          disabled={areas === settings.masks || draft !== null}
          onClick={() => void save({ masks: areas } as SettingsChange)}
        >
          {t('mask.save')}
        </button>
        <p className="t3 small">{t('mask.keys')}</p>
      </div>
    </div>
  )
}
