#!/usr/bin/env node
// Holds the Grafana dashboard and the alert rules against what a running service exposes:
//   npm run check:monitoring -- http://127.0.0.1:5020 [token]
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { METRICS } from '../dist/observe/metric-declarations.js'
import { dashboardProblems, exposedSeries, rulesProblems } from './monitoring-problems.mjs'

const [address = 'http://127.0.0.1:5020', token] = process.argv.slice(2)
const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
const answer = await fetch(new URL('/metrics', address), { headers })
if (!answer.ok) throw new Error(`${address}/metrics answers ${answer.status}`)
const series = exposedSeries(await answer.text(), Object.values(METRICS))
const file = path => readFileSync(new URL(`../deploy/${path}`, import.meta.url), 'utf8')
const problems = [
  ...dashboardProblems(JSON.parse(file('grafana/camera-check.json')), series),
  ...rulesProblems(parse(file('prometheus/alerts.yml')), series)
]
for (const problem of problems) console.error(problem)
console.log(`${problems.length} problems, ${series.size} series at ${address}`)
process.exit(problems.length > 0 ? 1 : 0)
