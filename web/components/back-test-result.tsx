import type { ReactNode } from 'react'
import type { BackTest } from '../api/types.ts'
import { formatLength } from '../format/length.ts'
import type { Texts } from '../i18n/texts.ts'
import { useTexts } from '../i18n/use-text.ts'
import { Link } from '../routing/link.tsx'
import { pathOf } from '../routing/route.ts'
import { Icon, kindIcon } from './icon.tsx'
import { MomentText } from './moment-text.tsx'

type KindEffect = BackTest['kinds'][number]
/** More times say nothing that the first ones do not. */
const MOST_TIMES = 5

/** What a change of settings would have done over the days that are kept. */
export function BackTestResult({ result }: { readonly result: BackTest }) {
  const { t, language, pick, count } = useTexts()
  const { from, coveredS, thinnedS, agreement, kinds, incidents, notJudged } = result
  if (from === null) return <p className="t2 small">{t('backTest.nothing')}</p>
  const different = kinds.filter(({ added, gone, changed }) => added.length + gone.length + changed.length > 0)
  const confirmed = incidents.filter(({ verdict, becomes }) => verdict === 'real' && becomes === 'missed')
  return (
    <div className="back-test stackv tight" role="status">
      {confirmed.length > 0 && (
        <p className="self-test-note">
          <Icon name="warn" className="c-lost" /> {count('backTest.confirmed', confirmed.length)}
        </p>
      )}
      {different.length === 0 && <p>{t('backTest.same')}</p>}
      <ul className="back-test-kinds">
        {different.map(effect => (
          <KindLine key={effect.kind} effect={effect} />
        ))}
      </ul>
      {incidents.length > 0 && <Incidents incidents={incidents} />}
      <p className="t2 small">
        {t('backTest.covered', { length: formatLength(coveredS * 1000, language) })}
        {thinnedS > 0 && ` ${t('backTest.thinned', { length: formatLength(thinnedS * 1000, language) })}`}
        {agreement !== null &&
          agreement < 0.995 &&
          ` ${t('backTest.agreement', { share: Math.round(agreement * 100) })}`}
      </p>
      {notJudged.map(({ setting, text, text_zh: textZh }) => (
        <p className="t2 small" key={setting}>
          <code>{setting}</code>: {pick(text, textZh)}
        </p>
      ))}
    </div>
  )
}

function KindLine({ effect }: { readonly effect: KindEffect }) {
  const { t, kind: nameOf } = useTexts()
  const { kind, added, gone, changed, isAtLeast } = effect
  const times = [
    { name: 'added', moments: added.map(spell => spell.from) },
    { name: 'gone', moments: gone.map(spell => spell.from) },
    { name: 'changed', moments: changed.map(({ before }) => before.from) }
  ] as const
  return (
    <li>
      <span className="state">
        <Icon name={kindIcon(kind)} />
        <b>{nameOf(kind)}</b>
      </span>{' '}
      {backTestWords(effect, t)}
      {isAtLeast && <span className="t2"> {t('backTest.atLeast')}</span>}
      {times.map(({ name, moments }) => (
        <Times key={name} label={t(`backTest.${name}`)} moments={moments} />
      ))}
    </li>
  )
}

function Times({ label, moments }: { readonly label: string; readonly moments: readonly string[] }) {
  if (moments.length === 0) return null
  return (
    <div className="t2 small">
      {label}: {separated(moments.slice(0, MOST_TIMES).map(at => [at, <MomentText key={at} at={at} />] as const))}
      {moments.length > MOST_TIMES && ` +${moments.length - MOST_TIMES}`}
    </div>
  )
}

function Incidents({ incidents }: { readonly incidents: BackTest['incidents'] }) {
  const { t, kind: nameOf } = useTexts()
  return (
    <div className="small">
      <b>{t('backTest.incidents')}</b>
      <ul className="back-test-incidents">
        {incidents.slice(0, MOST_TIMES * 2).map(({ id, kind, openedAt, verdict, becomes }) => (
          <li key={id}>
            <Link className="link" href={pathOf({ page: 'incident', id })}>
              {nameOf(kind)} <MomentText at={openedAt} />
            </Link>
            <span className="t2">
              {verdict !== null && ` · ${t(`verdict.${verdict}`)}`}
              {becomes === 'other-kind' && ` · ${t('backTest.otherKind')}`}
            </span>
          </li>
        ))}
        {incidents.length > MOST_TIMES * 2 && <li className="t2">+{incidents.length - MOST_TIMES * 2}</li>}
      </ul>
    </div>
  )
}

function separated(items: readonly (readonly [string, ReactNode])[]): ReactNode {
  return items.map(([key, item], at) => (
    <span key={key}>
      {at > 0 && ', '}
      {item}
    </span>
  ))
}

/** How often a fault was raised, and would have been. */
function backTestWords(effect: KindEffect, t: Texts['t']): string {
  const { inForce, proposed, added, gone, changed } = effect
  const parts = [
    added.length === 0 ? null : t('backTest.more', { count: added.length }),
    gone.length === 0 ? null : t('backTest.fewer', { count: gone.length }),
    changed.length === 0 ? null : t('backTest.other', { count: changed.length })
  ].filter(part => part !== null)
  const times = t('backTest.times', { before: inForce.spells, after: proposed.spells })
  return parts.length === 0 ? times : `${times} (${parts.join(', ')})`
}
