// `npm test [-- files…]`: the whole suite, no set-up beforehand. Starts a PostgreSQL of its own unless TEST_DATABASE_URL names a server,
// runs tap, and ends with one line: N passed, N failed.
import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { Parser } from 'tap-parser'
import { openEmbedded } from '../src/store/embedded.ts'
import { prepareTemplate } from '../test/support/template.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Lintel needs Node 24; this is ${process.version}. Run it through npm: npm test`)
  process.exit(1)
}

type Assert = { ok: boolean; skip: unknown; todo: unknown; fullname: string; name: string; diag: unknown }

async function readAsserts(file: string): Promise<Assert[]> {
  // Flat: each assertion once, without the summary lines of the tests around it.
  const events = Parser.parse(await readFile(file, 'utf8'), { flat: true })
  return events
    .flatMap(([kind, result]) => (kind === 'assert' ? [result as Assert] : []))
    .filter(({ skip, todo }) => !skip && !todo)
}

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The test files to run. Without a browser those that drive one are left out, and that is said; CI has no such mercy. */
function chooseFiles(given: string[]): string[] {
  process.env.CHROMIUM ??= BROWSERS.find(existsSync)
  if (given.length > 0 || process.env.CHROMIUM || process.env.CI) return given
  const [driving, rest] = [true, false].map(wanted =>
    globSync('test/**/*.test.ts').filter(file => readFileSync(file, 'utf8').includes('/browser.ts') === wanted),
  ) as [string[], string[]]
  console.log(`No Chromium here (apt-get install chromium, or set CHROMIUM): left out are ${driving.join(', ')}`)
  return rest
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
      `--reporter=${process.stdout.isTTY ? 'terse' : 'silent'}`,
      '--disable-coverage',
      '--allow-incomplete-coverage',
      `--output-file=${output}`,
      ...chooseFiles(process.argv.slice(2)),
    ],
    {
      stdio: 'inherit',
    },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tap.kill(signal))
  code = await new Promise<number>(resolve => tap.on('exit', status => resolve(status ?? 1)))
  const asserts = await readAsserts(output)
  const failures = asserts.filter(({ ok }) => !ok)
  // A terminal has seen them as they came.
  if (!process.stdout.isTTY) {
    for (const { fullname, name, diag } of failures)
      console.log(`FAILED ${fullname}: ${name}\n${inspect(diag, { depth: 8 })}\n`)
  }
  console.log(`${asserts.length - failures.length} passed, ${failures.length} failed`)
  if (failures.length > 0 && code === 0) code = 1
} finally {
  await embedded?.stop()
  await rm(scratch, { recursive: true, force: true })
}
process.exit(code)
