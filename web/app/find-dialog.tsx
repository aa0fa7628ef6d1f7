import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Icon, kindIcon } from '../components/icon.tsx'
import { Modal } from '../components/modal.tsx'
import { MomentText } from '../components/moment-text.tsx'
import { useTexts } from '../i18n/use-text.ts'
import { type Found, findMatches } from '../model/find-matches.ts'
import { tierOf } from '../model/kinds.ts'
import { navigate } from '../routing/navigation.ts'
import { pathOf } from '../routing/route.ts'
import { cameras } from '../state/cameras.ts'
import { incidents } from '../state/incidents.ts'
import { useStore } from '../state/use-store.ts'
import { closeDialog } from './dialogs.ts'

const MAX_SHOWN = 12

/** Finds a camera or an incident by a part of its name. */
export function FindDialog() {
  const { t } = useTexts()
  const listId = useId()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const byStream = useStore(cameras, book => book.byStream)
  const open = useStore(incidents, book => book.open)
  const found = useMemo(() => findMatches(text, byStream.values(), open.values(), MAX_SHOWN), [text, byStream, open])
  const at = Math.min(chosen, found.length - 1)
  const go = (match: Found | undefined) => {
    if (match === undefined) return
    closeDialog()
    navigate(pathOf(match.route))
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') go(found[at])
    if (step === undefined || found.length === 0) return
    event.preventDefault()
    setChosen((at + step + found.length) % found.length)
  }
  return (
    <Modal label={t('find.open')} onClose={closeDialog} className="finder">
      <label className="field search">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
          aria-label={t('find.open')}
          placeholder={t('find.open')}
          value={text}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here.
          autoFocus
          onChange={event => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
        />
      </label>
      <div role="listbox" id={listId} aria-label={t('find.found')} className="found">
        {found.map((match, index) => (
          <FoundLine key={match.key} match={match} id={`${listId}-${index}`} isChosen={index === at} onGo={go} />
        ))}
      </div>
      {found.length === 0 && <p className="t2 found-none">{t('find.none')}</p>}
    </Modal>
  )
}

interface FoundLineProps {
  readonly match: Found
  readonly id: string
  readonly isChosen: boolean
  readonly onGo: (match: Found) => void
}

function FoundLine({ match, id, isChosen, onGo }: FoundLineProps) {
  const { t, kind: nameOf } = useTexts()
  const { kind, name, detail, since } = match
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the text field keeps the focus and names the chosen option.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keys.
    <div id={id} role="option" aria-selected={isChosen} onClick={() => onGo(match)}>
      {kind === null ? (
        <Icon name="eye" className="t3" />
      ) : (
        <Icon name={kindIcon(kind)} className={`c-${tierOf(kind)}`} />
      )}
      <span className="b ell">{name}</span>
      <span className="t3 small ell grow">{kind === null ? detail : nameOf(kind)}</span>
      {since !== null && (
        <span className="t3 small nowrap">
          {t('find.incident')} <MomentText at={since} />
        </span>
      )}
    </div>
  )
}
