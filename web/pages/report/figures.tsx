import type { ReactNode } from 'react'
import type { ReportAnswer } from '../../api/types.ts'
import { formatNumber } from '../../format/figure.ts'
import { formatLength, formatSeconds } from '../../format/length.ts'
import { useTexts } from '../../i18n/use-text.ts'

/** The period in six figures. */
export function Figures({ total }: { readonly total: ReportAnswer['total'] }) {
  const { t, language } = useTexts()
  const minutes = Object.values(total.faults).reduce((sum, fault) => sum + fault.minutes, 0)
  const length = (seconds: number | null) => formatSeconds(seconds, language)
  return (
    <div className="kpis">
      <Figure
        title={t('report.usable')}
        value={total.availability === null ? '–' : formatNumber(total.availability * 100, language, 2)}
        unit={total.availability === null ? '' : '%'}
        note={t('report.judged', { length: formatLength(total.judgedS * 1000, language) })}
      />
      <Figure
        title={t('report.watched')}
        value={total.watchedShare === null ? '–' : formatNumber(total.watchedShare * 100, language, 2)}
        unit={total.watchedShare === null ? '' : '%'}
        note={t('report.unwatched', { length: formatLength(total.unwatchedS * 1000, language) })}
      />
      <Figure title={t('report.toFind')} value={length(total.medianTimeToDetectS)} note={t('report.median')} />
      <Figure title={t('report.toRepair')} value={length(total.medianTimeToRepairS)} note={t('report.median')} />
      <Figure
        title={t('nav.incidents')}
        value={formatNumber(total.incidents, language)}
        note={t('report.falseAlarms', { falseAlarms: total.falseAlarms, planned: total.planned })}
      />
      <Figure
        title={t('report.atFault')}
        value={formatNumber(minutes, language)}
        unit={t('report.minutes')}
        note={t('report.maintenance', { length: formatLength(total.maintenanceS * 1000, language) })}
      />
    </div>
  )
}

export interface FigureProps {
  readonly title: string
  readonly value: ReactNode
  readonly unit?: string
  readonly note?: string
}

export function Figure({ title, value, unit = '', note = '' }: FigureProps) {
  return (
    <div className="kpi">
      <span>{title}</span>
      <strong>
        {value}
        {unit !== '' && <small> {unit}</small>}
      </strong>
      <em>{note}</em>
    </div>
  )
}
