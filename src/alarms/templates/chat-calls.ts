import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { Call } from '../post.ts'
import type { AlarmTarget } from '../target-schema.ts'
import { bestPicture, colourOf, linesOf, readable } from './readable.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

/** Slack: incoming webhook with blocks. @see https://docs.slack.dev/reference/block-kit/blocks */
export function slackCall(target: AlarmTarget, message: AlarmMessage): Call {
  const { title, why } = readable(target, message)
  const picture = target.pictures ? bestPicture(message) : null
  const fields = linesOf(target, message).map(([name, value]) => ({
    type: 'mrkdwn',
    text: `*${slackText(name)}*\n${slackText(value)}`.slice(0, 2000)
  }))
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
    { type: 'section', text: { type: 'mrkdwn', text: slackText(why).slice(0, 3000) }, fields },
    ...(picture === null ? [] : [{ type: 'image', image_url: picture.url, alt_text: title.slice(0, 2000) }]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: `<${message.incident.url}|${message.incident.id}>` }] }
  ]
  return { url: target.url ?? '', headers: JSON_HEADERS, body: JSON.stringify({ text: title, blocks }) }
}

/** Teams: a workflow that posts an adaptive card. @see https://adaptivecards.io/explorer/AdaptiveCard.html */
export function teamsCall(target: AlarmTarget, message: AlarmMessage): Call {
  const { title, why, open } = readable(target, message)
  const picture = target.pictures ? bestPicture(message) : null
  const facts = linesOf(target, message).map(([name, value]) => ({ title: name, value }))
  const colour = { red: 'Attention', orange: 'Warning', green: 'Good' }[colourOf(message).name]
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', size: 'Medium', weight: 'Bolder', color: colour, text: title, wrap: true },
      { type: 'TextBlock', text: why, wrap: true },
      { type: 'FactSet', facts },
      ...(picture === null ? [] : [{ type: 'Image', url: picture.url, altText: title }])
    ],
    actions: [{ type: 'Action.OpenUrl', title: open, url: message.incident.url }]
  }
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }
  return {
    url: target.url ?? '',
    headers: JSON_HEADERS,
    body: JSON.stringify({ type: 'message', attachments: [attachment] })
  }
}

/** Discord: webhook with an embed. @see https://discord.com/developers/docs/resources/webhook#execute-webhook */
export function discordCall(target: AlarmTarget, message: AlarmMessage): Call {
  const { title, why } = readable(target, message)
  const picture = target.pictures ? bestPicture(message) : null
  const fields = linesOf(target, message).map(([name, value]) => ({
    name: name.slice(0, 256),
    value: value.slice(0, 1024),
    inline: true
  }))
  const embed = {
    title: title.slice(0, 256),
    description: why.slice(0, 4096),
    url: message.incident.url,
    color: colourOf(message).rgb,
    timestamp: message.at,
    fields,
    ...(picture === null ? {} : { image: { url: picture.url } })
  }
  // Nobody is called by a name that happens to be an @everyone.
  const body = { embeds: [embed], allowed_mentions: { parse: [] } }
  return { url: target.url ?? '', headers: JSON_HEADERS, body: JSON.stringify(body) }
}

/** ntfy: JSON to the server's root. @see https://docs.ntfy.sh/publish/#publish-as-json */
export function ntfyCall(target: AlarmTarget, message: AlarmMessage): Call {
  const { title, why } = readable(target, message)
  const url = new URL(target.url ?? '')
  const picture = target.pictures ? bestPicture(message) : null
  const isOver = message.what === 'closed'
  const body = {
    topic: url.pathname.slice(1),
    title,
    message: [why, ...linesOf(target, message).map(([name, value]) => `${name}: ${value}`)].join('\n'),
    priority: isOver ? 2 : { Extreme: 5, Severe: 4, Moderate: 3, Minor: 3 }[message.cap.severity],
    tags: [isOver ? 'white_check_mark' : 'rotating_light'],
    click: message.incident.url,
    ...(picture === null ? {} : { attach: picture.url, filename: `${message.incident.id}.jpg` })
  }
  const access = target.token === null ? {} : { authorization: `Bearer ${target.token}` }
  return { url: `${url.origin}/`, headers: { ...JSON_HEADERS, ...access }, body: JSON.stringify(body) }
}

/** Slack takes these three for its own. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
