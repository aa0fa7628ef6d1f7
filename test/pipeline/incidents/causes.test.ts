import { describe, expect, it } from 'vitest'
import { FAULT_NAMES, type FaultKind } from '../../../src/model/fault.ts'
import { CAUSES, explain, withoutExplained } from '../../../src/pipeline/incidents/causes.ts'
import { makeFinding } from './make-finding.ts'

function explained(...kinds: FaultKind[]) {
  const { faults, explained } = explain(kinds.map(kind => ({ ...makeFinding(kind), sinceMs: 0 })))
  return [faults.map(fault => fault.kind), explained]
}

describe('CAUSES', () => {
  it('ranks every fault once', () => {
    expect(CAUSES.map(([kind]) => kind).toSorted()).toEqual(Object.keys(FAULT_NAMES).toSorted())
  })

  it('lets a fault explain only what stands behind it, so that nothing goes in a circle', () => {
    const ranks = new Map(CAUSES.map(([kind], rank) => [kind, rank]))
    CAUSES.forEach(([, explains], rank) => {
      for (const kind of explains) expect(ranks.get(kind)).toBeGreaterThan(rank)
      expect(new Set(explains).size).toBe(explains.length)
    })
  })
})

describe('explain', () => {
  it('has nothing to say when nothing is up', () => {
    expect(explained()).toEqual([[], []])
  })

  it.each<[FaultKind[], FaultKind[], FaultKind[]]>([
    [['shaken', 'occluded'], ['occluded'], ['shaken']],
    [['occluded', 'shaken', 'black'], ['black'], ['occluded', 'shaken']],
    [['black', 'undecodable'], ['undecodable'], ['black']],
    [['shaken', 'black', 'undecodable', 'stream-gap'], ['stream-gap'], ['undecodable', 'black', 'shaken']],
    [['shaken'], ['shaken'], []],
    [['stripes', 'black'], ['black'], ['stripes']],
    [['stripes', 'frozen', 'stream-gap'], ['stream-gap'], ['frozen', 'stripes']],
    [['low-contrast', 'defocused', 'shaken'], ['low-contrast', 'shaken'], ['defocused']]
  ])('takes %j to the causes %j and explains %j', (kinds, faults, away) => {
    expect(explained(...kinds)).toEqual([faults, away])
  })

  it('keeps the fields of the faults it tells', () => {
    const fault = { ...makeFinding('black', 4), sinceMs: 77 }
    expect(explain([fault]).faults).toEqual([fault])
  })
})

describe('withoutExplained', () => {
  it("takes out of one frame's findings what follows from another", () => {
    const findings = [makeFinding('partly-occluded'), makeFinding('moved'), makeFinding('noise')]
    expect(withoutExplained(findings).map(({ kind }) => kind)).toEqual(['noise'])
    expect(withoutExplained([makeFinding('moved')])).toHaveLength(1)
  })

  it('keeps what an old rule has found: its clients are told that it is explained', () => {
    const old = { ...makeFinding('shaken'), timing: { raiseAfterMs: 0, clearAfterMs: 400 } }
    expect(withoutExplained([makeFinding('black'), old])).toHaveLength(2)
  })

  it('lets what takes its own long time to be told explain nothing before it is', () => {
    const slow = { ...makeFinding('low-contrast'), timing: { raiseAfterMs: 30_000, clearAfterMs: 2500 } }
    expect(withoutExplained([slow, makeFinding('defocused')])).toHaveLength(2)
    const follows = withoutExplained([makeFinding('black'), slow])
    expect(follows.map(({ kind }) => kind)).toEqual(['black'])
  })
})
