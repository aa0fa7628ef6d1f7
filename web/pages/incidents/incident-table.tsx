import { judgeIncident, takeIncident } from '../../app/decide.ts'
import { useKeys } from '../../app/use-keys.ts'
import type { Incident } from '../../api/types.ts'
import { useTexts } from '../../i18n/use-text.ts'
import { IncidentRow } from './incident-row.tsx'
import type { Selection } from './use-selection.ts'

export interface IncidentTableProps {
  readonly shown: readonly Incident[]
  readonly selection: Selection
}

export function IncidentTable({ shown, selection }: IncidentTableProps) {
  const { t } = useTexts()
  useRowKeys(shown, selection)
  return (
    <div className="panel scroll">
      <table className="tbl inc-table">
        <thead>
          <tr>
            <th className="pick">
              <input
                type="checkbox"
                className="check"
                aria-label={t('incidents.selectAll')}
                checked={selection.isAll}
                onChange={selection.toggleAll}
              />
            </th>
            <th>{t('table.fault')}</th>
            <th>{t('table.camera')}</th>
            <th className="hide-phone">{t('table.started')}</th>
            <th className="r">{t('table.lasted')}</th>
            <th className="hide-phone">{t('table.takenBy')}</th>
            <th className="hide-narrow">{t('table.why')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(incident => (
            <IncidentRow key={incident.id} incident={incident} selection={selection} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** J and K walk, X chooses, A, F and P decide: about the chosen ones in the bar, else about the line with the focus. */
function useRowKeys(shown: readonly Incident[], selection: Selection): void {
  const current = () => {
    const id = document.activeElement?.closest('tr')?.getAttribute('data-id')
    return shown.find(incident => incident.id === id) ?? null
  }
  const step = (by: 1 | -1) => {
    const at = shown.findIndex(({ id }) => id === current()?.id)
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))]
    const link = document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(next?.id ?? '')}"] .row-focus`)
    link?.focus()
    link?.scrollIntoView({ block: 'nearest' })
  }
  const decide = (act: (incident: Incident) => Promise<void>) => {
    const incident = current()
    if (incident !== null) void act(incident)
  }
  const decisions = {
    a: () => decide(async incident => (incident.state === 'open' ? takeIncident(incident) : undefined)),
    f: () => decide(incident => judgeIncident(incident, 'false-alarm')),
    p: () => decide(incident => judgeIncident(incident, 'planned'))
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => pick(current(), selection.toggle),
    'shift+x': () => pick(current(), selection.toggleRange),
    ...(selection.chosen.length === 0 ? decisions : {})
  })
}

function pick(incident: Incident | null, act: (id: string) => void): void {
  if (incident !== null) act(incident.id)
}
