import { useState } from 'react'
import { Icon } from '../../components/icon.tsx'
import { useTexts } from '../../i18n/use-text.ts'

const SAID_MS = 2000

/** Something to paste, with a button that copies it. */
export function CodeBlock({ text }: { readonly text: string }) {
  const { t } = useTexts()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <div className="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too. */}
      <pre tabIndex={0}>{text}</pre>
      {/* Only there where the browser lets a page write to the clipboard. */}
      {window.isSecureContext && (
        <button className="btn sm" type="button" onClick={() => void copy()}>
          <Icon name="copy" />
          {t(isCopied ? 'add.copied' : 'add.copy')}
        </button>
      )}
    </div>
  )
}
