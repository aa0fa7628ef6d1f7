import { useState } from 'react'
import type { ReportCamera } from '../../api/types.ts'
import { SearchField } from '../../components/search-field.tsx'
import { formatNumber, formatShare } from '../../format/figure.ts'
import { formatSeconds } from '../../format/length.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { Link } from '../../routing/link.tsx'
import { ScrollBox } from '../../components/scroll-box.tsx'
import { pathOf } from '../../routing/route.ts'

/** Lines at first, and with each click more. */
const STEP = 50
/** The meter shows the part of the scale where cameras differ. */
const METER_FROM = 0.8

/** Each camera, the least available first. */
export function ReportTable({ cameras }: { readonly cameras: readonly ReportCamera[] }) {
  const { t, count } = useTexts()
  const [text, setText] = useState('')
  const [lines, setLines] = useState(STEP)
  const wanted = text.trim().toLowerCase()
  const found = cameras.filter(({ name, stream }) => `${name} ${stream}`.toLowerCase().includes(wanted))
  return (
    <section className="panel">
      <header>
        <h2 className="grow">{t('report.perCamera')}</h2>
        <SearchField label={count('wall.filter', cameras.length)} value={text} onChange={setText} />
      </header>
      <ScrollBox label={t('report.perCamera')}>
        <table className="tbl">
          <thead>
            <tr>
              <th>{t('table.camera')}</th>
              <th className="hide-phone">{t('table.group')}</th>
              <th className="r" aria-sort="ascending">
                {t('report.usable')}
              </th>
              <th className="hide-phone">{t('report.scale')}</th>
              <th className="r hide-phone">{t('report.watched')}</th>
              <th className="r">{t('report.atFault')}</th>
              <th className="hide-phone">{t('report.mostly')}</th>
              <th className="r hide-phone">{t('nav.incidents')}</th>
              <th className="r hide-phone">{t('report.found')}</th>
              <th className="r hide-phone">{t('report.repaired')}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, lines).map(camera => (
              <CameraLine key={camera.stream} camera={camera} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {found.length > lines && (
        <button className="btn more" type="button" onClick={() => setLines(lines + STEP)}>
          {t('report.more', { more: found.length - lines })}
        </button>
      )}
    </section>
  )
}

function CameraLine({ camera }: { readonly camera: ReportCamera }) {
  const { t, language, kind: nameOf } = useTexts()
  const { stream, name, groups, availability, watchedShare, faults } = camera
  const kinds = Object.entries(faults).sort(([, one], [, other]) => other.minutes - one.minutes)
  const minutes = kinds.reduce((sum, [, fault]) => sum + fault.minutes, 0)
  const incidents = kinds.reduce((sum, [, fault]) => sum + fault.count, 0)
  const length = (seconds: number | null) => formatSeconds(seconds, language)
  return (
    <tr>
      <td className="b">
        <Link href={pathOf({ page: 'camera', stream })}>{name}</Link>
      </td>
      <td className="t2 hide-phone">{groups.join(', ')}</td>
      <td className="r b">{availability === null ? '–' : formatShare(availability, language, 2)}</td>
      <td className="hide-phone">
        <Meter availability={availability} />
      </td>
      <td className="r t2 hide-phone">{watchedShare === null ? '–' : formatShare(watchedShare, language, 1)}</td>
      <td className="r">
        {t('report.dayMinutes', { minutes: formatNumber(minutes, language, minutes > 0 && minutes < 10 ? 1 : 0) })}
      </td>
      <td className="t2 hide-phone">{kinds[0] === undefined ? '' : nameOf(kinds[0][0])}</td>
      <td className="r hide-phone">{incidents}</td>
      <td className="r hide-phone">{length(camera.medianTimeToDetectS)}</td>
      <td className="r hide-phone">{length(camera.medianTimeToRepairS)}</td>
    </tr>
  )
}

function Meter({ availability }: { readonly availability: number | null }) {
  if (availability === null) return null
  const share = Math.max(0, (availability - METER_FROM) / (1 - METER_FROM))
  const tone = availability < 0.9 ? 'x' : availability < 0.95 ? 'w' : ''
  return (
    <span className="meter" aria-hidden="true">
      <i className={tone} style={{ width: `${share * 100}%` }} />
    </span>
  )
}
