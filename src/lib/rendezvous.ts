/**
 * Rendezvous hashing: which of `count` places a name belongs to. When a place is added or goes, only the names that
 * belong to it move.
 *
 * @param count Places, >= 1.
 * @returns 0 .. count - 1.
 * @see Thaler and Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM ToN 1998
 */
export function rendezvousPlace(name: string, count: number): number {
  const nameHash = fnv1a(name)
  let best = 0
  let bestScore = -1
  for (let place = 0; place < count; place++) {
    const score = mix(nameHash ^ mix(place + 1))
    if (score > bestScore) {
      best = place
      bestScore = score
    }
  }
  return best
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

/** Finaliser of MurmurHash3: every input bit changes half of the output bits. */
function mix(value: number): number {
  let h = value >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
