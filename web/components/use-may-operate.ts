import { mayOperate, session } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'

/** Whether who is signed in may decide and set. */
export function useMayOperate(): boolean {
  return useStore(session, mayOperate)
}
