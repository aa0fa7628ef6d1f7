import { useTexts } from '../../../i18n/use-text.ts'
import { KINDS } from '../../../model/kinds.ts'
import { type TargetDraft, WHATS } from './target-draft.ts'
import { Check } from './check.tsx'
import { TextField } from './text-field.tsx'

export interface TargetFilterProps {
  readonly draft: TargetDraft
  readonly change: (part: Partial<TargetDraft>) => void
}

/** Which alarms a target is told. */
export function TargetFilter({ draft, change }: TargetFilterProps) {
  const { t, kind: nameOf } = useTexts()
  const { whats, kinds, cameras, groups, minSeverity } = draft
  return (
    <>
      <span>{t('alarms.whats')}</span>
      <span className="row wrap">
        {WHATS.map(what => (
          <Check
            key={what}
            label={t(`alarms.what.${what}`)}
            isOn={whats.includes(what)}
            onChange={isOn => change({ whats: WHATS.filter(one => (one === what ? isOn : whats.includes(one))) })}
          />
        ))}
      </span>
      <details className="wide">
        <summary>{t('alarms.filter')}</summary>
        <div className="form">
          <span>{t('alarms.kinds')}</span>
          <span className="row wrap">
            {KINDS.map(kind => (
              <Check
                key={kind}
                label={nameOf(kind)}
                isOn={kinds.includes(kind)}
                onChange={isOn => change({ kinds: KINDS.filter(one => (one === kind ? isOn : kinds.includes(one))) })}
              />
            ))}
          </span>
          <TextField
            id="cameras"
            value={cameras}
            placeholder="dock-*, gate-?"
            onChange={value => change({ cameras: value })}
          />
          <TextField
            id="groups"
            value={groups}
            placeholder={t('alarms.all')}
            onChange={value => change({ groups: value })}
          />
          <TextField id="minSeverity" value={minSeverity} onChange={value => change({ minSeverity: value })} />
        </div>
      </details>
    </>
  )
}
