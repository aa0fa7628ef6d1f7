import type { ErrorCode } from '../errors.ts'

/** One text in both languages of the service: `msg` and `msg_zh`, `error` and `error_zh`. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** What the control routes answer. The English texts are the old service's, letter for letter. */
export const MESSAGES = {
  started: { en: 'Service started', zh: '服务已启动' },
  alreadyStarted: { en: 'Service already started', zh: '服务已在运行' },
  stopped: { en: 'Service stopped and resources released', zh: '服务已停止，资源已释放' },
  alreadyStopped: { en: 'Service already stopped', zh: '服务已处于停止状态' },
  performanceReset: { en: 'Performance metrics reset', zh: '性能统计已清零' }
} as const satisfies Record<string, Bilingual>

/** What an error means, for errors whose own message has no Chinese. */
export const ERRORS_ZH: Readonly<Partial<Record<ErrorCode, string>>> = {
  'config/invalid': '配置项无效',
  'push/config-invalid': '推流摄像机清单或选项有误',
  'push/ffmpeg-missing': '未找到 ffmpeg，请先安装',
  'subscription/invalid': '订阅请求有误',
  'subscription/store-failed': '订阅信息无法读写',
  'frame/too-large': '图像帧超过字节上限 MAX_FRAME_BYTES',
  'frame/too-many-pixels': '图像像素数超过上限 MAX_FRAME_PIXELS',
  'frame/empty': '图像帧为空',
  'frame/missing': '流条目缺少 jpeg 字段',
  'frame/not-jpeg': '数据不是 JPEG',
  'frame/unsupported': '不支持该 JPEG 类型',
  'frame/damaged': 'JPEG 被截断或损坏',
  'frame/not-subscribed': '该流未被订阅',
  'frame/meta-too-large': 'meta 文本过长，已忽略',
  'frame/source-failed': '帧来源无法访问',
  'frame/analysis-failed': '服务内部分析该帧失败',
  'frame/set-aside': '该帧多次导致分析线程崩溃，已跳过',
  'footage/unreadable': '无法读取用于评估的素材',
  'snapshot/write-failed': '快照写入失败',
  'snapshot/read-failed': '快照读取失败',
  'snapshot/delete-failed': '快照删除失败',
  'snapshot/not-found': '没有该快照',
  'scene-memory/store-failed': '场景记忆无法读写',
  'scene-memory/refused': '场景记忆内容无效或过大',
  'store/unreachable': '快照存储无响应',
  'store/denied': '快照存储拒绝访问',
  'store/full': '快照存储空间已满',
  'store/not-replicated': 'Redis 副本未能及时确认写入，请重试',
  'incident/store-failed': '事件或摄像机设置无法读写',
  'incident/not-found': '没有该事件',
  'alarm/target-invalid': '通知目标的设置有误',
  'alarm/target-not-found': '没有该通知目标',
  'alarm/target-fixed': '该通知目标由 ALARM_TARGETS_FILE 设定，无法在此修改',
  'alarm/too-many-targets': '通知目标数量已达上限',
  'alarm/unreachable': '无法连接通知目标',
  'alarm/address-refused': '不允许向该地址发送通知',
  'alarm/link-invalid': '图片链接已过期或无效',
  'camera/not-found': '没有订阅该名称的摄像机',
  'camera/no-frame': '该摄像机尚未发来画面',
  'camera/not-healthy': '该摄像机有故障、无画面或仍在学习，自检没有意义',
  'self-test/failed': '摄像机自检未得出结果，详见日志',
  'self-test/busy': '等待中的自检过多',
  'back-test/off': '未保存可供回测的数据：MEASURE_DAYS 为 0',
  'back-test/busy': '等待中的回测过多',
  'remedy/not-false-alarm': '仅可为摄像机的误报提出更改',
  'remedy/not-found': '该事件没有待执行的更改，或已执行',
  'remedy/refused': '未执行更改：自检未完成、无法运行，或更改后能发现的故障变少',
  'remedy/outdated': '提出更改后该故障的设置已被修改',
  'camera/settings-invalid': '摄像机设置有误',
  'fleet/store-failed': '无法在状态 Redis 中读取或写入集群租约',
  'fleet/fenced': '该摄像机已由集群中的其他成员负责，写入被拒绝',
  'capture/cursor-store-failed': '无法在 Redis 中读取或写入摄像机的处理位置',
  'fleet/owner-unreachable': '负责该摄像机的集群成员无法访问',
  'fleet/not-owner': '该摄像机已由集群中的其他成员负责',
  'shard/crashed': '分析线程崩溃后已重启',
  'shard/not-running': '服务已停止',
  'http/unauthorized': '令牌、会话或票据缺失、错误或已过期',
  'http/forbidden': '该令牌的角色无权执行此操作',
  'http/foreign-origin': '请求来自其他来源的页面，且该来源不在 ALLOWED_ORIGINS 中',
  'http/too-many-requests': '请求过于频繁，请稍后重试',
  'access/store-failed': '无法读取用于签署会话与票据的密钥',
  'http/not-found': '没有该路径或资源',
  'http/bad-request': '无法读取请求',
  'http/method-not-allowed': '该路径不支持此方法',
  'http/unsupported-type': '不支持该内容类型',
  'http/too-large': '请求体过大',
  'http/headers-too-large': '请求头过大',
  'http/uri-too-long': '请求地址过长',
  'http/timeout': '请求接收超时',
  'http/too-many-connections': '连接数已达上限',
  'tls/unusable': '证书或私钥无法使用',
  'http/upgrade-required': '该路径仅支持 WebSocket',
  'http/cannot-listen': '无法监听该地址或端口',
  'http/internal': '内部错误'
}

/** What a field of `subscribe` takes. `*` stands for an index or a stream's name. */
export const SUBSCRIBE_FIELDS: Readonly<Record<string, Bilingual>> = {
  '': { en: 'a JSON object', zh: 'JSON 对象' },
  streams: {
    en: 'a list of at most 20000 names',
    zh: '至多 20000 个名称的列表'
  },
  'streams.*': {
    en: 'a non-empty name of at most 4096 bytes in UTF-8',
    zh: '非空名称，UTF-8 编码不超过 4096 字节'
  },
  current_threshold: { en: 'a number from 0 to 255', zh: '0 到 255 之间的数值' },
  edge_params: { en: 'an object {low, high, min_ratio}', zh: '对象 {low, high, min_ratio}' },
  'edge_params.low': {
    en: 'a number from 0 to 1020, not above edge_params.high',
    zh: '0 到 1020 之间且不大于 edge_params.high 的数值'
  },
  'edge_params.high': { en: 'a number from 0 to 1020', zh: '0 到 1020 之间的数值' },
  'edge_params.min_ratio': { en: 'a number from 0 to 1', zh: '0 到 1 之间的数值' },
  tamper_params: {
    en: 'an object {diff_threshold, roi_diff_threshold, high_ratio}',
    zh: '对象 {diff_threshold, roi_diff_threshold, high_ratio}'
  },
  'tamper_params.diff_threshold': { en: 'a number from 0 to 255', zh: '0 到 255 之间的数值' },
  'tamper_params.roi_diff_threshold': { en: 'a number from 0 to 255', zh: '0 到 255 之间的数值' },
  'tamper_params.high_ratio': { en: 'a number from 0 to 1', zh: '0 到 1 之间的数值' },
  intrusion_cooldown_seconds: {
    en: 'a number of seconds from 0 to 31536000, or an object {stream: number}',
    zh: '0 到 31536000 之间的秒数，或对象 {流名: 秒数}'
  },
  'intrusion_cooldown_seconds.*': { en: 'a number from 0 to 31536000', zh: '0 到 31536000 之间的数值' },
  minio_storage_per_stream: {
    en: 'a whole number from 0 to 10000000, or an object {stream: number}',
    zh: '0 到 10000000 之间的整数，或对象 {流名: 整数}'
  },
  'minio_storage_per_stream.*': { en: 'a whole number from 0 to 10000000', zh: '0 到 10000000 之间的整数' },
  annotate_images: { en: 'true or false', zh: 'true 或 false' },
  faults: {
    en: 'an object {kind: {sensitivity, limits by name}}',
    zh: '对象 {故障类型: {sensitivity, 各限值}}'
  },
  'faults.*': {
    en: 'an object of a sensitivity (low, normal, high or off) and limits by name, numbers',
    zh: '对象，含 sensitivity（low、normal、high 或 off）及各限值（数值）'
  },
  stream_faults: {
    en: 'an object {stream: faults}',
    zh: '对象 {流名: faults}'
  },
  'stream_faults.*': {
    en: 'an object {kind: {sensitivity, limits by name}}, as in faults',
    zh: '对象 {故障类型: {sensitivity, 各限值}}，与 faults 相同'
  }
}

/** Texts around the fields above. `path` names the field, `got` is what arrived as JSON text. */
export const FIELD_PROBLEMS = {
  wrong: (path: string, got: string, expected: Bilingual): Bilingual => ({
    en: `${path}: got ${got}, expected ${expected.en}`,
    zh: `${path}：收到 ${got}，应为${expected.zh}`
  }),
  missing: (path: string, expected: Bilingual): Bilingual => ({
    en: `${path}: missing, expected ${expected.en}`,
    zh: `${path}：缺失，应为${expected.zh}`
  }),
  unknownKey: (path: string, nearest: string): Bilingual => ({
    en: `unknown key ${path}, known here: ${nearest}`,
    zh: `未知字段 ${path}，可用字段：${nearest}`
  }),
  notAStream: (path: string): Bilingual => ({
    en: `${path}: names a stream that is not in streams`,
    zh: `${path}：该流名不在 streams 中`
  }),
  more: (count: number): Bilingual => ({ en: `and ${count} more`, zh: `另有 ${count} 处` })
} as const

/** Texts of requests that cannot be served. */
export const REQUEST_PROBLEMS = {
  noRoute: (method: string, path: string): Bilingual => ({
    en: `There is no route ${method} ${path}`,
    zh: `没有路径 ${method} ${path}`
  }),
  badMethod: (method: string, path: string, allowed: string): Bilingual => ({
    en: `${path} does not take ${method}, only ${allowed}`,
    zh: `${path} 不支持 ${method}，仅支持 ${allowed}`
  }),
  badJson: (reason: string): Bilingual => ({ en: `Cannot read body: ${reason}`, zh: `无法解析请求体：${reason}` }),
  notUtf8: { en: 'Cannot read body: expected JSON in UTF-8', zh: '无法解析请求体：应为 UTF-8 编码的 JSON' },
  noBody: {
    en: 'Cannot read body: expected a JSON object, received nothing',
    zh: '无法解析请求体：应为 JSON 对象，收到空内容'
  },
  wrongType: (type: string, expected: string): Bilingual => ({
    en: `Cannot read body: expected content type ${expected}, received ${type}`,
    zh: `无法解析请求体：内容类型应为 ${expected}，收到 ${type}`
  }),
  tooLarge: (maxBytes: number): Bilingual => ({
    en: `Cannot read body: it is larger than ${maxBytes} bytes`,
    zh: `无法解析请求体：超过 ${maxBytes} 字节`
  }),
  badUrl: (reason: string): Bilingual => ({ en: `Cannot read URL: ${reason}`, zh: `无法解析 URL：${reason}` }),
  uriTooLong: (part: 'path' | 'query', most: number): Bilingual => ({
    en: `Cannot read URL: its ${part} is longer than ${most} characters`,
    zh: `无法解析 URL：${part === 'path' ? '路径' : '查询参数'}超过 ${most} 个字符`
  }),
  pipelined: {
    en: 'Cannot take more requests of this connection: too many wait for their answers already',
    zh: '同一连接上未应答的请求过多，已拒绝'
  },
  tooManyConnections: {
    en: 'Cannot take this connection: too many are open, try again in some seconds',
    zh: '连接数已达上限，请稍后重试'
  },
  headersTooLarge: { en: 'Cannot read request: its headers are too large', zh: '无法读取请求：请求头过大' },
  tooSlow: { en: 'Cannot read request: it did not arrive in time', zh: '无法读取请求：接收超时' },
  notHttp: { en: 'Cannot read request: expected HTTP/1.1', zh: '无法读取请求：应为 HTTP/1.1' },
  emptyFrame: {
    en: 'Cannot take frame: expected the bytes of a JPEG, received nothing',
    zh: '无法接收帧：应为 JPEG 数据，收到空内容'
  },
  badStream: {
    en: 'Cannot take frame: expected a stream name of 1 to 4096 bytes',
    zh: '无法接收帧：流名应为 1 到 4096 字节'
  },
  notSubscribed: (stream: string): Bilingual => ({
    en: `Stream ${JSON.stringify(stream)} is not subscribed`,
    zh: `流 ${JSON.stringify(stream)} 未被订阅`
  }),
  badWord: (name: string, got: string, known: string): Bilingual => ({
    en: `Cannot take query: ${name} has ${got}, expected some of ${known}`,
    zh: `查询参数有误：${name} 含有 ${got}，应为 ${known}`
  }),
  badTime: (name: string, got: string): Bilingual => ({
    en: `Cannot take query: ${name} is ${got}, expected ISO-8601 UTC or epoch ms`,
    zh: `查询参数有误：${name} 为 ${got}，应为 ISO-8601 UTC 时间或毫秒时间戳`
  }),
  badCursor: (got: string): Bilingual => ({
    en: `Cannot take query: cursor ${got} is none that was given out`,
    zh: `查询参数有误：游标 ${got} 无效`
  }),
  badPeriod: { en: 'Cannot take query: from must be before to', zh: '查询参数有误：from 应早于 to' },
  badSettings: (reason: Bilingual): Bilingual => ({
    en: `Cannot set camera: ${reason.en}`,
    zh: `摄像机设置有误：${reason.zh}`
  }),
  noSnapshot: { en: 'There is no snapshot under this key', zh: '没有该快照' },
  webSocketOnly: { en: 'This route speaks WebSocket alone', zh: '该路径仅支持 WebSocket' },
  ownerUnreachable: (member: string, url: string, reason: string): Bilingual => ({
    en: `Cannot reach member ${JSON.stringify(member)} at ${url}: ${reason}`,
    zh: `无法访问集群成员 ${JSON.stringify(member)}（${url}）：${reason}`
  }),
  noOwner: {
    en: 'No member of the fleet watches this camera right now, try again in some seconds',
    zh: '当前没有集群成员负责该摄像机，请稍后重试'
  },
  notOwner: (member: string): Bilingual => ({
    en: `Member ${JSON.stringify(member)} is not the one that was asked for, or watches this camera no more`,
    zh: `集群成员 ${JSON.stringify(member)} 不是所请求的成员，或已不再负责该摄像机`
  }),
  internal: { en: 'Something failed inside the service; its log says what', zh: '服务内部错误，详见日志' }
} as const

/** Texts for who was not let in. None says more than the asker knows already. */
export const ACCESS_PROBLEMS = {
  'no-token': {
    en: 'Cannot let you in: expected Authorization: Bearer <token>',
    zh: '未授权：需要 Authorization: Bearer <token>'
  },
  malformed: {
    en: 'Cannot let you in: expected Authorization: Bearer <token>, received something else',
    zh: '未授权：Authorization 的格式应为 Bearer <token>'
  },
  'wrong-token': { en: 'Cannot let you in: the token is none of API_TOKENS', zh: '未授权：令牌错误' },
  'token-in-url': {
    en: 'Cannot let you in: this token may not stand in a URL, where it ends up in logs; send Authorization: Bearer <token>, or ask POST /pushhub/ws/ticket for a ticket',
    zh: '未授权：该令牌不得出现在 URL 中（会进入日志）；请使用 Authorization: Bearer <token>，或通过 POST /pushhub/ws/ticket 获取票据'
  },
  'wrong-session': {
    en: 'Cannot let you in: the session is over, sign in again',
    zh: '未授权：会话已失效，请重新登录'
  },
  'session-expired': {
    en: 'Cannot let you in: the session has expired, sign in again',
    zh: '未授权：会话已过期，请重新登录'
  },
  'wrong-ticket': { en: 'Cannot let you in: the ticket is none that was given out', zh: '未授权：票据无效' },
  'ticket-expired': {
    en: 'Cannot let you in: the ticket has expired, ask for a new one',
    zh: '未授权：票据已过期，请重新获取'
  },
  'ticket-used': {
    en: 'Cannot let you in: the ticket was used before, ask for a new one',
    zh: '未授权：票据已被使用，请重新获取'
  },
  'wrong-member': {
    en: 'Cannot let you in: no member of this fleet with the same API_TOKENS has passed this on',
    zh: '未授权：该请求并非由 API_TOKENS 相同的集群成员转发'
  },
  role: { en: 'The role of this token does not allow this', zh: '该令牌的角色无权执行此操作' },
  roleOf: (name: string, role: string, roles: string): Bilingual => ({
    en: `${name} is ${role}, which does not allow this: it takes ${roles}`,
    zh: `${name} 的角色为 ${role}，无权执行此操作：需要 ${roles}`
  }),
  origin: {
    en: 'Pages of another origin may not do this; the operator can name it in ALLOWED_ORIGINS',
    zh: '其他来源的页面无权执行此操作；可由运维人员在 ALLOWED_ORIGINS 中添加该来源'
  },
  'token-rate': { en: 'Too many requests with this token, try again later', zh: '该令牌的请求过于频繁，请稍后重试' },
  'address-rate': {
    en: 'Too many requests from this address, try again later',
    zh: '该地址的请求过于频繁，请稍后重试'
  },
  locked: {
    en: 'Too many wrong tokens from this address, try again later',
    zh: '该地址的错误令牌过多，请稍后重试'
  },
  sessionEnded: { en: 'The session has ended', zh: '会话已结束' }
} as const
