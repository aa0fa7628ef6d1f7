import type { SceneMemory } from '../learned/scene-memory.ts'
import type { SceneScratch } from '../scene-scratch.ts'
import { likeness } from './same-view.ts'

/** Views that are not known yet and may become known. */
interface SceneDraft {
  readonly memory: SceneMemory
  /** How often the camera has come to this view, and after which return to a known one it did so last. */
  visits: number
  lastReturn: number
}

const LIMITS = {
  mostDrafts: 2,
  /** Agreement of the gradients with the first picture of a draft. */
  minLikeness: 0.5,
  /** A view that the camera has come to so often, and left again by itself, is one of its own. */
  ownVisits: 3
}

/** Views that a camera has shown and that nobody knows yet. */
export class SceneDrafts {
  readonly #drafts: SceneDraft[] = []

  /** Puts a view away that was seen while learning: it is one of the camera's own. */
  park(memory: SceneMemory): void {
    this.#add({ memory, visits: LIMITS.ownVisits, lastReturn: -1 })
  }

  /** True when there is a view of the camera's own to come back to: only then is it worth comparing pictures. */
  get hasOwn(): boolean {
    return this.#drafts.some(({ visits }) => visits >= LIMITS.ownVisits)
  }

  /** Takes out the draft of the present view, when that is one of the camera's own. */
  takeOwn(scratch: SceneScratch): SceneMemory | null {
    const draft = this.#find(scratch)
    if (draft === null || draft.visits < LIMITS.ownVisits) return null
    this.#drafts.splice(this.#drafts.indexOf(draft), 1)
    return draft.memory
  }

  /**
   * Notes that the present view is an unknown one.
   *
   * @param returns How often the camera has returned to a known view so far.
   * @param create Makes a memory that has taken the present picture in.
   */
  visit(scratch: SceneScratch, returns: number, create: () => SceneMemory): void {
    const draft = this.#find(scratch)
    if (draft === null) this.#add({ memory: create(), visits: 1, lastReturn: returns })
    else if (draft.lastReturn !== returns) {
      draft.visits++
      draft.lastReturn = returns
    }
  }

  clear(): void {
    this.#drafts.length = 0
  }

  #find(scratch: SceneScratch): SceneDraft | null {
    for (const draft of this.#drafts) {
      const { size, background } = draft.memory.reference
      if ((likeness(scratch, size, background) ?? 0) > LIMITS.minLikeness) return draft
    }
    return null
  }

  #add(draft: SceneDraft): void {
    this.#drafts.unshift(draft)
    if (this.#drafts.length > LIMITS.mostDrafts) this.#drafts.length = LIMITS.mostDrafts
  }
}
