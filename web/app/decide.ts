import { acknowledge, acknowledgeMany, setVerdict, withdrawAcknowledge } from '../api/incident-calls.ts'
import { RequestError } from '../api/request.ts'
import type { Incident, IncidentDetail, Verdict } from '../api/types.ts'
import { currentTexts } from '../i18n/use-text.ts'
import { tellIncident } from '../live/listeners.ts'
import { cameras, withCameras } from '../state/cameras.ts'
import { incidents, withIncident } from '../state/incidents.ts'
import { preferences } from '../state/preferences.ts'
import { mayOperate, session } from '../state/session.ts'
import { showToast } from '../state/toasts.ts'

/** Takes an incident: shown at once, told to the service, and for 8 s to be undone. */
export async function takeIncident(incident: Incident, note = ''): Promise<void> {
  if (isRefused()) return
  const { t } = currentTexts()
  show({
    ...incident,
    state: 'acknowledged',
    acknowledgedBy: preferences.get().operator || t('incident.you'),
    acknowledgedAt: new Date().toISOString()
  })
  await change(
    incident,
    () => acknowledge(incident.id, note),
    t('toast.taken', { what: subjectOf(incident) }),
    () => withdrawAcknowledge(incident.id)
  )
}

/** Says what an incident was. */
export async function judgeIncident(incident: Incident, verdict: Verdict | null, note = ''): Promise<void> {
  if (isRefused()) return
  const { t } = currentTexts()
  show({ ...incident, verdict })
  const text =
    verdict === null
      ? t('toast.verdictTaken', { what: subjectOf(incident) })
      : t('toast.verdict', { what: subjectOf(incident), verdict: t(`verdict.${verdict}`) })
  await change(
    incident,
    () => setVerdict(incident.id, verdict, note),
    text,
    () => setVerdict(incident.id, incident.verdict, '')
  )
}

/** Takes many at once; those that the service refused are counted. */
export async function takeIncidents(chosen: readonly Incident[]): Promise<void> {
  if (isRefused()) return
  const { count } = currentTexts()
  const open = chosen.filter(({ state }) => state === 'open')
  if (open.length === 0) return
  try {
    const { items, failed } = await acknowledgeMany(open.map(({ id }) => id))
    showToast(count('toast.takenMany', items.length), { undo: () => void withdrawMany(items) })
    if (failed.length > 0) showToast(count('toast.failedMany', failed.length), { tone: 'bad' })
  } catch (cause) {
    tellFailure(cause)
  }
}

/** Says of many what they were. */
export async function judgeIncidents(chosen: readonly Incident[], verdict: Verdict): Promise<void> {
  if (isRefused()) return
  const { count, t } = currentTexts()
  const answers = await Promise.allSettled(chosen.map(({ id }) => setVerdict(id, verdict, '')))
  const failed = answers.filter(({ status }) => status === 'rejected').length
  if (failed > 0) showToast(count('toast.failedMany', failed), { tone: 'bad' })
  if (failed === chosen.length) return
  showToast(count('toast.verdictMany', chosen.length - failed, { verdict: t(`verdict.${verdict}`) }), {
    undo: () => void Promise.allSettled(chosen.map(({ id, verdict: before }) => setVerdict(id, before, '')))
  })
}

/** Keys work whether or not there is a button: a viewer is told why nothing happens. */
function isRefused(): boolean {
  const now = session.get()
  if (mayOperate(now)) return false
  const { t } = currentTexts()
  const role = now.role === null ? '' : t(`role.${now.role}`)
  showToast(t('account.viewerNote', { name: now.name ?? '', role }), { tone: 'bad' })
  return true
}

/** Tells at the foot of the page that a call was refused. */
export function tellFailure(cause: unknown): void {
  const { t, language } = currentTexts()
  const why = cause instanceof RequestError ? cause.textIn(language) : String(cause)
  showToast(t('toast.failed', { why }), { tone: 'bad' })
}

async function withdrawMany(ids: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(ids.map(withdrawAcknowledge))
  const refused = answers.find(answer => answer.status === 'rejected')
  if (refused !== undefined) tellFailure(refused.reason)
}

async function change(
  before: Incident,
  call: () => Promise<IncidentDetail>,
  text: string,
  takeBack: () => Promise<IncidentDetail>
): Promise<void> {
  try {
    show(await call())
    showToast(text, { undo: () => void takeBack().then(show, tellFailure) })
  } catch (cause) {
    show(before)
    tellFailure(cause)
  }
}

/** On the wall, in the lists and wherever else it is drawn, before the service's own event comes. */
function show(incident: Incident): void {
  incidents.update(book => withIncident(book, incident))
  tellIncident('incident-updated', incident)
  const camera = incident.stream === null ? undefined : cameras.get().byStream.get(incident.stream)
  if (camera?.incidentId !== incident.id) return
  cameras.update(book => withCameras(book, [{ ...camera, acknowledged: incident.state === 'acknowledged' }]))
}

function subjectOf({ name, stream, group }: Incident): string {
  return name ?? stream ?? group ?? ''
}
