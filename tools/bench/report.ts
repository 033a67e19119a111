// The bench's tables, as Markdown.
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { kindOf, type StatementKind } from '../../test/support/statements.ts'
import type { ImportResult } from './import.ts'
import type { Slice } from './load.ts'
import type { SigningDelays } from './machine.ts'
import { quantile, type Spread, spread } from './statistics.ts'
import { type Asked, USERS_HEAD, usersRow } from './users.ts'

export type FlowResult = {
  name: string
  beside: string
  lintel: Slice[]
  yardstick: Slice[]
  /** on a warm process */
  statements: string[]
  /** how many units those statements belong to */
  counted: number
}

export type Report = {
  date: Date
  rounds: number
  slice_ms: number
  workers: number
  versions: { [name: string]: string }
  flows: FlowResult[]
  machine: { name: string; slices: Slice[] }[]
  signing: SigningDelays | undefined
  /** milliseconds that a client credentials request took */
  tokens: { idle: number[]; flood: number[] } | undefined
  crowd?: { users: number; asked: Asked[] } | undefined
  imported?: ImportResult | undefined
}

function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

const shown = ({ median, min, max }: Spread): string => `${figure(median)} (${figure(min)}–${figure(max)})`

const column = (slices: readonly Slice[], name: keyof Slice): string => shown(spread(slices.map(slice => slice[name])))

/** Round by round: what disturbed one side disturbed the other. */
const ratio = ({ lintel, yardstick }: FlowResult, name: keyof Slice): string =>
  shown(spread(lintel.map((slice, round) => slice[name] / (yardstick[round]?.[name] ?? Number.NaN))))

/** Counts are sums of tenths and must not show how those add up. */
const number = (value: number): string => String(Number(value.toFixed(1)))

/** `3 (1 read, 2 write)`, and how many log events were written for it; those written together with others' show as a fraction. */
function statementCounts({ statements, counted }: FlowResult): [statements: string, log: string] {
  const count = (kind: StatementKind) => statements.filter(sql => kindOf(sql) === kind).length / counted
  const log = count('log')
  const kinds: [StatementKind, string][] = [
    ['read', 'read'],
    ['write', 'write'],
    ['transaction', 'begin, commit'],
  ]
  const parts = kinds.flatMap(([kind, word]) => (count(kind) > 0 ? [`${number(count(kind))} ${word}`] : []))
  const total = number(statements.length / counted - log)
  return [parts.length === 0 ? total : `${total} (${parts.join(', ')})`, number(log)]
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')

function delays(name: string, idle: number[], flood: number[]): string[] {
  const at = (share: number) => `× ${figure(quantile(flood, share) / quantile(idle, share))}`
  const ms = (values: number[]) => `${figure(quantile(values, 0.5))} / ${figure(quantile(values, 0.95))}`
  return [name, at(0.5), at(0.95), ms(idle), ms(flood)]
}

export const crowdTable = (asked: Asked[]): string =>
  table(
    USERS_HEAD,
    asked.map(each => usersRow(each, figure)),
  )

export function render(report: Report): string {
  const { date, rounds, slice_ms, workers, flows, machine, signing, tokens } = report
  const [cpu] = cpus()
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`)
  const parts = [
    `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${cpus().length} cores (${cpu?.model.trim()}), ` +
      `${figure(totalmem() / 2 ** 30)} GiB of memory, ${platform()} ${release()} ${arch()}`,
    versions.join(' · '),
    `${rounds} rounds of ${figure(slice_ms / 1000)} s for each flow and side, ${workers} requests in flight. Median (lowest–highest).`,
    '### Beside the yardstick',
    table(
      [
        'flow',
        'yardstick',
        'requests per second, share of the yardstick’s',
        'processor time per request, times the yardstick’s',
        'SQL statements',
        'log inserts',
      ],
      flows.map(flow => [
        flow.name,
        flow.beside,
        ratio(flow, 'per_second'),
        ratio(flow, 'cpu_ms'),
        ...statementCounts(flow),
      ]),
    ),
    '### As measured',
    table(
      ['flow', 'Lintel, per second', 'yardstick, per second', 'Lintel, CPU ms', 'yardstick, CPU ms'],
      flows.map(({ name, lintel, yardstick }) => [
        name,
        column(lintel, 'per_second'),
        column(yardstick, 'per_second'),
        column(lintel, 'cpu_ms'),
        column(yardstick, 'cpu_ms'),
      ]),
    ),
    '### The machine',
    table(
      ['by itself', 'per second', 'CPU ms each, in Node'],
      machine.map(({ name, slices }) => [name, column(slices, 'per_second'), column(slices, 'cpu_ms')]),
    ),
  ]
  if (signing && tokens) {
    parts.push(
      '### Signing beside a hundred passwords',
      table(
        ['delay', 'median', '95th percentile', 'idle, ms (median / 95th)', 'beside, ms (median / 95th)'],
        [
          delays('one signature, passwords in Lintel’s queue', signing.idle, signing.bounded),
          delays('one signature, passwords all at once (not what Lintel does)', signing.idle, signing.unbounded),
          delays('a client credentials request, passwords typed into the login page', tokens.idle, tokens.flood),
        ],
      ),
    )
  }
  if (report.imported) {
    const { users, seconds, bare } = report.imported
    parts.push(
      '### An import of users',
      `${users.toLocaleString('en')} users in one file, from its first byte to the job’s end, beside plain inserts of the same rows.`,
      table(
        ['', 'share of the plain inserts’ speed', 'Lintel, users per second', 'plain inserts, users per second'],
        [['import', figure(bare / seconds), figure(users / seconds), figure(users / bare)]],
      ),
    )
  }
  if (report.crowd) {
    const { users, asked } = report.crowd
    parts.push(
      '### Users at scale',
      `The Management API over a tenant of ${users.toLocaleString('en')} users, one request at a time, each beside a \`SELECT 1\`.`,
      crowdTable(asked),
    )
  }
  return `${parts.join('\n\n')}\n`
}
