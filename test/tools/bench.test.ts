// The bench's own parts, for a moment: a yardstick that no longer answers would be found only when somebody measures.
import t from 'tap'
import { type Child, start } from '../../tools/bench/child.ts'
import { createProtocol, type ProtocolTarget } from '../../tools/bench/flows.ts'
import { hangUp, measure, type Slice } from '../../tools/bench/load.ts'
import { render } from '../../tools/bench/report.ts'

const file = (name: string) => new URL(`../../tools/bench/${name}`, import.meta.url).href

async function begin<Ready>(name: string): Promise<Child<Ready>> {
  const child = await start<Ready>(file(name), undefined)
  t.teardown(async () => {
    hangUp()
    await child.stop()
  })
  return child
}
const isSlice = (slice: Slice) => slice.per_second > 0 && slice.cpu_ms > 0

t.test('bare oidc-provider answers every flow that Lintel is measured by', async t => {
  const bare = await begin<ProtocolTarget>('bare.ts')
  const flows = createProtocol(bare.ready)
  await flows.prepare()
  await flows.fillCodes()
  for (const flow of ['discovery', 'clientCredentials', 'authorize', 'exchange', 'refresh'] as const)
    t.ok(isSlice(await measure(bare, flows[flow], 2, 50)), flow)
})

t.test('a report shows ratios round by round, and statements by kind', async t => {
  const slices = (...per_second: number[]): Slice[] => per_second.map(value => ({ per_second: value, cpu_ms: 1 }))
  const text = render({
    date: new Date('2026-01-02T03:04:05Z'),
    rounds: 3,
    slice_ms: 1_000,
    workers: 2,
    versions: { Lintel: '1.2.3' },
    flows: [
      {
        name: 'refresh',
        beside: 'bare oidc-provider',
        lintel: slices(10, 20, 30),
        yardstick: slices(20, 20, 20),
        statements: ['select 1', 'update t', 'insert into "log_events" …', 'select 1', 'update t'],
        counted: 2,
      },
    ],
    machine: [{ name: 'RS256 signatures', slices: slices(1_000, 1_200, 1_100) }],
    signing: { idle: [1, 1, 1], bounded: [2, 2, 2], unbounded: [30, 30, 30] },
    tokens: { idle: [1], flood: [1] },
    crowd: { users: 50_000, asked: [{ name: 'get by id', took: [1, 2, 9], selects: [1, 0.5, 0.25] }] },
    imported: { users: 1_000, seconds: 4, bare: 1 },
  })
  t.match(text, '2026-01-02 03:04 UTC')
  t.match(text, '| refresh | bare oidc-provider | 1.00 (0.50–1.50) | 1.00 (1.00–1.00) | 2 (1 read, 1 write) | 0.5 |')
  t.match(text, '| RS256 signatures | 1,100 (1,000–1,200) |')
  t.match(text, '× 30.0')
  t.match(text, 'a tenant of 50,000 users')
  t.match(text, '| get by id | 4.00 | 17.7 | 2.00 / 8.86 |')
  t.match(text, '| import | 0.25 | 250 | 1,000 |')
})
