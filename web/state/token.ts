import { createStore } from './store.ts'

const KEY = 'camera-check.token'

/** `needed` is set when the service has refused a request for want of a token. */
export const access = createStore<{ readonly token: string | null; readonly needed: boolean }>({
  token: storedToken(),
  needed: false
})

function storedToken(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function setToken(token: string | null): void {
  access.set({ token, needed: token === null })
  try {
    if (token === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, token)
  } catch {
    // Without storage it holds until the page is closed.
  }
}
