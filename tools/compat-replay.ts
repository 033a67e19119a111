// `npm run compat:replay -- <file>`: replays recorded exchanges of Auth0's Management API at a Lintel of its own, and says how alike the
// answers are. Exits 1 where a deviation is unexplained, or an explanation explains nothing.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Test } from 'tap'
import { openEmbedded } from '../src/store/embedded.ts'
import { createManaged } from '../test/support/managed.ts'
import { prepareTemplate } from '../test/support/template.ts'
import { type Recorded, replay } from './compat/replay.ts'
import { judge, report } from './compat/report.ts'
import { EXPLANATIONS } from './compat-deviations.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Which file? npm run compat:replay -- <file>')
  process.exit(1)
}
const recorded = JSON.parse(await readFile(file, 'utf8')) as Recorded

const scratch = await mkdtemp(path.join(tmpdir(), 'lintel-replay-'))
const database = await openEmbedded({ data_dir: scratch, settings: { fsync: 'off' } })
const ends: (() => unknown)[] = [() => rm(scratch, { recursive: true, force: true }), () => database.stop()]
let code = 1
try {
  process.env.LINTEL_TEST_SERVER = database.connection_string
  await prepareTemplate()
  // It stands until the end, like a test's.
  const until = { teardown: (end: () => unknown) => ends.push(end) } as unknown as Test
  const judged = judge(await replay(await createManaged(until), recorded), EXPLANATIONS)
  console.log(report(judged))
  code = judged.unexplained.length === 0 && judged.stale.length === 0 ? 0 : 1
} finally {
  for (const end of ends.reverse()) await end()
}
process.exit(code)
