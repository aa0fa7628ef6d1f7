import { createHash } from 'node:crypto'
import { FAULT_KINDS } from '../model/fault.ts'
import type { CameraView } from '../overview/camera-view.ts'
import type { Topics } from './topics.ts'

export interface DiscoveryParts {
  /** Of Home Assistant, `homeassistant` unless it is set otherwise there. */
  readonly prefix: string
  readonly topics: Topics
  /** Topic that says whether this process lives. */
  readonly availability: string
  readonly version: string
  /** Where people reach the service, without a slash at its end. */
  readonly baseUrl: string
  readonly pictures: boolean
}

/** Names there may hold letters, digits, `_` and `-` alone; two cameras never share one. */
export function objectId(stream: string): string {
  const readable = stream
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
  return `camera_check_${readable}_${createHash('sha256').update(stream).digest('hex').slice(0, 8)}`
}

export function discoveryTopic(prefix: string, stream: string): string {
  return `${prefix}/device/${objectId(stream)}/config`
}

/**
 * What Home Assistant makes a device of: problem, kind, severity, and the picture of the newest incident.
 *
 * @see https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload
 */
export function discoveryMessage(
  { stream, name }: Pick<CameraView, 'stream' | 'name'>,
  { topics, availability, version, baseUrl, pictures }: DiscoveryParts
): object {
  const id = objectId(stream)
  const component = (key: string, fields: object) => ({ [key]: { unique_id: `${id}_${key}`, ...fields } })
  return {
    device: {
      identifiers: [id],
      name,
      manufacturer: 'Camera Check',
      model: 'Camera',
      sw_version: version,
      configuration_url: `${baseUrl}/cameras/${encodeURIComponent(stream)}`
    },
    origin: { name: 'Camera Check', sw_version: version, support_url: baseUrl },
    availability: [{ topic: availability }],
    state_topic: topics.state(stream),
    qos: 1,
    components: {
      ...component('problem', {
        platform: 'binary_sensor',
        name: 'Problem',
        device_class: 'problem',
        value_template: '{{ value_json.problem }}',
        json_attributes_topic: topics.state(stream)
      }),
      ...component('kind', {
        platform: 'sensor',
        name: 'Fault',
        device_class: 'enum',
        options: ['none', ...FAULT_KINDS],
        value_template: '{{ value_json.kind }}'
      }),
      ...component('severity', {
        platform: 'sensor',
        name: 'Severity',
        unit_of_measurement: '%',
        state_class: 'measurement',
        suggested_display_precision: 0,
        value_template: '{{ (value_json.severity * 100) | round(0) }}'
      }),
      ...(pictures
        ? component('picture', {
            platform: 'image',
            name: 'Incident',
            content_type: 'image/jpeg',
            image_topic: topics.picture(stream)
          })
        : {})
    }
  }
}
