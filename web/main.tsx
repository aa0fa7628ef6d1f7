import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/parts.css'
import './styles/wall.css'
import './styles/camera.css'
import './styles/incident.css'
import './styles/report.css'
import './styles/phone.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { startSounds } from './app/sounds.ts'
import { startLive } from './live/start-live.ts'
import { watchSession } from './live/watch-session.ts'
import { startNavigation } from './routing/navigation.ts'
import { startClock } from './state/clock.ts'
import { applyPreferences } from './state/preferences.ts'

applyPreferences()
startNavigation()
startClock()
watchSession()
void startLive()
startSounds()

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>
  )
}
