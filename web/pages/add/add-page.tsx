import { type FormEvent, useEffect, useState } from 'react'
import { tellFailure } from '../../app/decide.ts'
import { subscribe } from '../../api/service-calls.ts'
import { Icon } from '../../components/icon.tsx'
import { ViewerNote } from '../../components/operator-only.tsx'
import { useMayOperate } from '../../components/use-may-operate.ts'
import { Tabs, TabPanel } from '../../components/tabs.tsx'
import { useTexts } from '../../i18n/use-text.ts'
import { loadEverything } from '../../live/load-everything.ts'
import { BASE_PATH } from '../../routing/base-path.ts'
import { Link } from '../../routing/link.tsx'
import { pathOf } from '../../routing/route.ts'
import { cameras } from '../../state/cameras.ts'
import { session } from '../../state/session.ts'
import { useStore } from '../../state/use-store.ts'
import { CodeBlock } from './code-block.tsx'
import { type Example, exampleOf, subscribeCommand } from '../../model/examples.ts'

/** Of the service, as a producer reaches it. */
const SERVICE_URL = window.location.origin + BASE_PATH

/** What do I paste, has it arrived? */
export function AddPage() {
  const { t } = useTexts()
  const [stream, setStream] = useState('front-door')
  const [example, setExample] = useState<Example>('curl')
  const name = stream.trim() === '' ? 'front-door' : stream.trim()
  const camera = useStore(cameras, book => book.byStream.get(name) ?? null)
  const withToken = useStore(session, now => now.isGuarded === true)
  useEffect(() => {
    document.title = `${t('add.crumb')} · Camera Check`
  }, [t])
  return (
    <div className="first">
      <div>
        <h1>{t('add.title')}</h1>
        <p className="lead">{t('add.lead')}</p>
      </div>
      <ol className="steps">
        <Step number={1} isNow={camera === null} title={t('add.nameTitle')}>
          <WatchForm stream={stream} name={name} isWatched={camera !== null} onStream={setStream} />
        </Step>
        <Step number={2} isNow={camera !== null && camera.lastFrameAt === null} title={t('add.pushTitle')}>
          <p className="t2">{t('add.pushText')}</p>
          <Tabs
            label={t('add.how')}
            id="how"
            value={example}
            onChange={setExample}
            tabs={[
              { value: 'curl', label: 'curl' },
              { value: 'python', label: 'Python' },
              { value: 'redis', label: 'Redis Streams' }
            ]}
          />
          <TabPanel id="how" value={example}>
            <CodeBlock text={exampleOf(example, name, SERVICE_URL, withToken)} />
          </TabPanel>
          <Arrival name={name} />
        </Step>
        <Step number={3} isNow={camera?.state === 'learning'} title={t('add.learnTitle')}>
          <p className="t2">{t('add.learnText')}</p>
        </Step>
        <Step number={4} isNow={false} title={t('add.handTitle')}>
          <p className="t2">{t('add.handText')}</p>
        </Step>
      </ol>
      <p className="t2">
        {t('add.demo')} <code className="mono">npm run demo</code>
      </p>
    </div>
  )
}

interface StepProps {
  readonly number: number
  readonly isNow: boolean
  readonly title: string
  readonly children: React.ReactNode
}

function Step({ number, isNow, title, children }: StepProps) {
  return (
    <li className={isNow ? 'now' : ''} {...(isNow ? { 'aria-current': 'step' as const } : {})}>
      <span className="number" aria-hidden="true">
        {number}
      </span>
      <div className="stackv tight">
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  )
}

interface WatchFormProps {
  readonly stream: string
  readonly name: string
  readonly isWatched: boolean
  readonly onStream: (stream: string) => void
}

/** With no camera yet, one click does it. With others, their settings would be lost, so the command is shown instead. */
function WatchForm({ stream, name, isWatched, onStream }: WatchFormProps) {
  const { t } = useTexts()
  const total = useStore(cameras, book => book.total)
  const mayOperate = useMayOperate()
  const isGuarded = useStore(session, now => now.isGuarded === true)
  const watch = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await subscribe([name])
      await loadEverything()
    } catch (cause) {
      tellFailure(cause)
    }
  }
  const canWatch = total === 0 && mayOperate
  return (
    <>
      <p className="t2">{t(canWatch || isWatched ? 'add.nameText' : 'add.moreText')}</p>
      <form className="row wrap" onSubmit={event => void watch(event)}>
        <label className="field grow">
          <span className="vh">{t('add.name')}</span>
          <input value={stream} onChange={event => onStream(event.target.value)} placeholder="front-door" />
        </label>
        {canWatch && (
          <button className="btn main" type="submit">
            {t('add.watch')}
          </button>
        )}
        {isWatched && (
          <span className="state c-ok">
            <Icon name="healthy" />
            {t('add.watched')}
          </span>
        )}
      </form>
      {!mayOperate && <ViewerNote />}
      {!canWatch && !isWatched && (
        <CodeBlock text={subscribeCommand([...cameras.get().byStream.keys(), name], SERVICE_URL, isGuarded)} />
      )}
    </>
  )
}

function Arrival({ name }: { readonly name: string }) {
  const { t } = useTexts()
  const camera = useStore(cameras, book => book.byStream.get(name) ?? null)
  const hasArrived = camera !== null && camera.lastFrameAt !== null
  return (
    <div className="wait" role="status">
      {hasArrived ? <Icon name="healthy" className="c-ok" /> : <span className="pulse" />}
      <div className="grow">
        <b>{t(hasArrived ? 'add.arrived' : 'add.waiting')}</b>
        <p className="t2 small">{t(hasArrived ? 'add.arrivedText' : 'add.waitingText', { name })}</p>
      </div>
      {hasArrived && (
        <Link className="btn" href={pathOf({ page: 'camera', stream: name })}>
          {t('add.look')}
        </Link>
      )}
    </div>
  )
}
