import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import type { MakeMessage } from './alarms/message-maker.ts'
import type { Lead } from './alarms/target-line.ts'
import type { Settings } from './config/schema.ts'
import { AppError } from './errors.ts'
import type { Log } from './lib/log.ts'
import { readAuthorities } from './lib/read-authorities.ts'
import type { Incident } from './model/incident.ts'
import type { BridgeSource } from './mqtt/mqtt-bridge.ts'
import { MqttBridge } from './mqtt/mqtt-bridge.ts'
import { Topics } from './mqtt/topics.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Overview } from './overview/overview.ts'
import { alarmOf, milestonesOf } from './pipeline/incidents/milestones.ts'

export interface MqttParts {
  readonly settings: Settings
  readonly log: Log
  readonly version: string
  readonly overview: Overview
  readonly metrics: Metrics
  readonly message: MakeMessage
  /** Where people reach the service, without a slash at its end. */
  readonly baseUrl: string
  /** Of incidents of groups and of the service. */
  readonly lead: Lead
}

const PAGE = 500
const MOST_OPEN = 10_000

/**
 * Puts together what tells an MQTT broker of cameras and incidents.
 *
 * @returns Null while MQTT_URL is not set.
 * @throws AppError `config/invalid` when MQTT_CA_FILE cannot be read.
 */
export async function createMqtt(parts: MqttParts): Promise<MqttBridge | null> {
  const { settings, log, overview, metrics, version, baseUrl } = parts
  const {
    MQTT_URL: url,
    MQTT_CA_FILE: caFile,
    MQTT_PREFIX,
    MQTT_PICTURES,
    MQTT_DISCOVERY,
    MQTT_DISCOVERY_PREFIX
  } = settings
  if (url === undefined) return null
  const { MqttBroker } = await import('./mqtt/adapters/mqtt-broker.ts')
  const member = settings.FLEET_ID ?? hostname()
  const topics = new Topics(MQTT_PREFIX)
  const memberTopic = topics.member(member)
  const broker = new MqttBroker({
    url,
    username: settings.MQTT_USERNAME,
    password: settings.MQTT_PASSWORD,
    ca: caFile === undefined ? undefined : readAuthorities('MQTT_CA_FILE', caFile),
    clientId: settings.MQTT_CLIENT_ID ?? clientIdOf(member, settings.PORT),
    last: { topic: memberTopic, payload: 'offline', retain: true },
    random: Math.random,
    log
  })
  const discovery = { prefix: MQTT_DISCOVERY_PREFIX, topics, availability: memberTopic, version, baseUrl }
  const bridge = new MqttBridge({
    ...{ broker, topics, memberTopic, log },
    source: sourceOf(overview, parts.lead),
    incidentText: incident => incidentText(incident, parts.message),
    discovery: MQTT_DISCOVERY ? { ...discovery, pictures: MQTT_PICTURES } : null,
    pictures: MQTT_PICTURES
  })
  overview.observe(bridge)
  metrics.onScrape(() => {
    const { connected, published, dropped, waiting } = bridge.figures()
    metrics.mqttConnected.set(connected ? 1 : 0, {})
    metrics.mqttWaiting.set(waiting, {})
    metrics.mqttPublished.follow('bridge', published, {})
    metrics.mqttDropped.follow('bridge', dropped, {})
  })
  return bridge
}

/** Two clients of one name throw each other out, and every broker takes 23 letters and digits. */
function clientIdOf(member: string, port: number): string {
  return `cc${createHash('sha256').update(`${member}:${port}`).digest('hex').slice(0, 20)}`
}

function sourceOf(overview: Overview, lead: Lead): BridgeSource {
  const { desk } = overview
  const isOurs = ({ stream }: Incident) => (stream === null ? lead() !== null : desk.camerasOf([stream]).length > 0)
  return {
    cameras: () => desk.cameras(),
    camerasOf: streams => desk.camerasOf(streams),
    isSubscribed: stream => overview.isSubscribed(stream),
    async openIncidents() {
      const found: Incident[] = []
      let cursor: string | null = null
      do {
        const page = await desk.incidents({ states: ['open', 'acknowledged'] }, { cursor, limit: PAGE })
        found.push(...page.items)
        cursor = page.next
      } while (cursor !== null && found.length < MOST_OPEN)
      return found.filter(isOurs)
    },
    async isOpen(id) {
      try {
        return (await desk.incident(id)).state !== 'closed'
      } catch (cause) {
        if (cause instanceof AppError && cause.code === 'incident/not-found') return false
        throw cause
      }
    },
    picture: async (id, role) => (await desk.incidentPicture(id, role, { width: null, mask: false })).jpeg
  }
}

/** The body of a webhook: what is written for one is read by the other. */
async function incidentText(incident: Incident, message: MakeMessage): Promise<string> {
  const newest = milestonesOf(incident).at(-1) ?? { what: 'opened' as const, atMs: incident.openedAtMs }
  return JSON.stringify(await message(alarmOf(incident, newest), false))
}
