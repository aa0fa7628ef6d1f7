import { Type } from 'typebox'

/** What every setting says of itself beside its type. */
export type SettingOptions = {
  readonly group:
    | 'Service'
    | 'Network'
    | 'Access'
    | 'Frames'
    | 'Redis'
    | 'Fleet'
    | 'Judging'
    | 'Snapshots'
    | 'Incidents'
    | 'Alarms'
    | 'MQTT'
    | 'Results'
    | 'Test video'
    | 'OpenTelemetry'
  readonly description: string
  readonly unit?: string
  /** Never logged; may also come from a file named by `<NAME>_FILE`. */
  readonly secret?: boolean
}

export const text = (options: SettingOptions & { default?: string; minLength?: number; pattern?: string }) =>
  Type.String(options)
export const optionalText = (options: SettingOptions) => Type.Optional(Type.String(options))
export const integer = (options: SettingOptions & { minimum: number; maximum: number; default: number }) =>
  Type.Integer(options)
export const decimal = (options: SettingOptions & { minimum: number; maximum: number; default: number }) =>
  Type.Number(options)
export const flag = (options: SettingOptions & { default: boolean }) => Type.Boolean(options)
export const choice = <const T extends readonly string[]>(
  values: T,
  options: SettingOptions & { default: T[number] }
) => Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options })
export const optionalChoice = <const T extends readonly string[]>(values: T, options: SettingOptions) =>
  Type.Optional(Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options }))
export const optionalInteger = (options: SettingOptions & { minimum: number; maximum: number }) =>
  Type.Optional(Type.Integer(options))
