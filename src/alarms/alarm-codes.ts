import type { AlarmWhat } from '../model/alarm.ts'
import type { IncidentKind } from '../model/incident.ts'

export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor'] as const
export const CAP_URGENCIES = ['Immediate', 'Expected', 'Past'] as const
export const CAP_CERTAINTIES = ['Observed', 'Likely'] as const

/** What a message says in the words of the Common Alerting Protocol 1.2. */
export interface CapWords {
  readonly severity: (typeof CAP_SEVERITIES)[number]
  readonly urgency: (typeof CAP_URGENCIES)[number]
  readonly certainty: (typeof CAP_CERTAINTIES)[number]
}

/** A kind in the words that other systems know. */
interface KindCodes extends CapWords {
  /** Topic of ONVIF's event service; those of `cc:` are of `urn:camera-check:topics:1`, since ONVIF has none. */
  readonly topic: string
}

const GONE = { severity: 'Severe', urgency: 'Immediate', certainty: 'Observed' } as const
const SPOILT = { severity: 'Moderate', urgency: 'Expected', certainty: 'Observed' } as const
const POOR = { severity: 'Minor', urgency: 'Expected', certainty: 'Likely' } as const

/** Every kind of incident for a VMS and for an alerting system; `docs/alarms.md` shows it. */
export const KIND_CODES: Readonly<Record<IncidentKind, KindCodes>> = {
  'stream-gap': { topic: 'tns1:VideoSource/ConnectionFailed', ...GONE },
  undecodable: { topic: 'tns1:VideoSource/SignalLoss', ...GONE },
  'no-signal': { topic: 'tns1:VideoSource/SignalLoss', ...GONE },
  black: { topic: 'tns1:VideoSource/ImageTooDark/AnalyticsService', ...GONE },
  bright: { topic: 'tns1:VideoSource/ImageTooBright/AnalyticsService', ...SPOILT },
  corrupted: { topic: 'tns1:VideoSource/cc:Corrupted', ...SPOILT },
  frozen: { topic: 'tns1:VideoSource/cc:Frozen', ...GONE },
  shaken: { topic: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService', ...GONE, certainty: 'Likely' },
  moved: { topic: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService', ...GONE },
  occluded: { topic: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService', ...GONE },
  'partly-occluded': { topic: 'tns1:VideoSource/GlobalSceneChange/AnalyticsService', ...SPOILT },
  defocused: { topic: 'tns1:VideoSource/ImageTooBlurry/AnalyticsService', ...SPOILT },
  'low-contrast': { topic: 'tns1:VideoSource/cc:LowContrast', ...POOR },
  noise: { topic: 'tns1:VideoSource/cc:Noise', ...POOR },
  stripes: { topic: 'tns1:VideoSource/cc:Stripes', ...POOR },
  'colour-cast': { topic: 'tns1:VideoSource/cc:ColourCast', ...POOR },
  service: { topic: 'tns1:Monitoring/cc:Service', severity: 'Severe', urgency: 'Immediate', certainty: 'Observed' }
}

/** An incident's kind and step in CAP's words: what is over lies in the past. */
export function capWords(kind: IncidentKind, what: AlarmWhat): CapWords & { readonly msgType: 'Alert' | 'Update' } {
  const { severity, urgency, certainty } = KIND_CODES[kind]
  return {
    msgType: what === 'opened' ? 'Alert' : 'Update',
    severity,
    urgency: what === 'closed' ? 'Past' : urgency,
    certainty
  }
}
