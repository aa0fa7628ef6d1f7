import { createElement, isValidElement, type ReactElement } from 'react'
import { describe, expect, test } from 'vitest'
import { textsOf } from '../../web/i18n/texts.ts'

const en = textsOf('en', 'UTC')
const zh = textsOf('zh', 'UTC')

describe('texts', () => {
  test('put values in, numbers as the language groups them', () => {
    expect(en.t('wall.shown', { shown: 3, total: 10_000 })).toBe('3 of 10,000')
    expect(zh.t('wall.shown', { shown: 3, total: 10_000 })).toBe('3 / 10,000')
  })

  test('one thing is told from many, in English', () => {
    expect([0, 1, 2].map(count => en.count('wall.cameras', count))).toEqual(['0 cameras', '1 camera', '2 cameras'])
    expect([1, 2].map(count => zh.count('wall.cameras', count))).toEqual(['1 个摄像头', '2 个摄像头'])
  })

  test('name faults, and tell an unknown one by its id', () => {
    expect([en.kind('occluded'), zh.kind('occluded'), en.kind('of-tomorrow')]).toEqual([
      'Covered',
      '遮挡',
      'of-tomorrow'
    ])
    expect([zh.named('measured', 'mean luma'), zh.named('measured', 'a new one')]).toEqual(['平均亮度', 'a new one'])
  })

  test('names of what every object has are no texts', () => {
    expect(en.named('action', 'constructor')).toBe('constructor')
    expect(en.kind('toString')).toBe('toString')
  })

  test('list names as the language does', () => {
    expect([en.list(['a', 'b']), zh.list(['a', 'b'])]).toEqual(['a, b', 'a、b'])
  })

  test('elements take the place of values', () => {
    const time = createElement('time', { key: 'time' })
    const text = en.rich('camera.since', { time, length: '28 min' }) as ReactElement<{ children: unknown[] }>
    expect(isValidElement(text)).toBe(true)
    expect(text.props.children).toEqual(['Since ', time, ' (', '28 min', ')'])
  })
})
