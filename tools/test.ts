// `npm test [-- files…]`: the whole suite, no set-up beforehand. Starts a PostgreSQL of its own unless TEST_DATABASE_URL names a server,
// runs tap, and ends with one line: N passed, N failed.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Parser } from 'tap-parser'
import { openEmbedded } from '../src/store/embedded.ts'
import { prepareTemplate } from '../test/support/template.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Lintel needs Node 24; this is ${process.version}. Run it through npm: npm test`)
  process.exit(1)
}

async function countAsserts(file: string): Promise<{ passed: number; failed: number }> {
  // Flat: each assertion once, without the summary lines of the tests around it.
  const events = Parser.parse(await readFile(file, 'utf8'), { flat: true })
  const asserts = events.flatMap(([kind, result]) =>
    kind === 'assert' ? [result as { ok: boolean; skip: unknown; todo: unknown }] : [],
  )
  const counted = asserts.filter(({ skip, todo }) => !skip && !todo)
  return { passed: counted.filter(({ ok }) => ok).length, failed: counted.filter(({ ok }) => !ok).length }
}

const scratch = await mkdtemp(path.join(tmpdir(), 'lintel-test-'))
const embedded =
  process.env.TEST_DATABASE_URL === undefined
    ? await openEmbedded({
        data_dir: scratch,
        // The suite's rows need not outlive a power cut.
        settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
      })
    : undefined
let code = 1
try {
  process.env.LINTEL_TEST_SERVER = embedded?.connection_string ?? process.env.TEST_DATABASE_URL
  await prepareTemplate()
  const output = path.join(scratch, 'results.tap')
  const tap = spawn(
    'tap',
    [
      'run',
      '--reporter=terse',
      '--disable-coverage',
      '--allow-incomplete-coverage',
      `--output-file=${output}`,
      ...process.argv.slice(2),
    ],
    {
      stdio: 'inherit',
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tap.kill(signal))
  code = await new Promise<number>(resolve => tap.on('exit', status => resolve(status ?? 1)))
  const { passed, failed } = await countAsserts(output)
  console.log(`${passed} passed, ${failed} failed`)
  if (failed > 0 && code === 0) code = 1
} finally {
  await embedded?.stop()
  await rm(scratch, { recursive: true, force: true })
}
process.exit(code)
