// `npm test [-- files…]`: the whole suite, no set-up beforehand. Starts a PostgreSQL of its own unless TEST_DATABASE_URL names a server,
// runs each file, and ends with one line: N passed, N failed.
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import t from 'tap'
import { Parser } from 'tap-parser'
import { openEmbedded } from '../src/store/embedded.ts'
import { prepareTemplate } from '../test/support/template.ts'

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`Lintel needs Node 24; this is ${process.version}. Run it through npm: npm test`)
  process.exit(1)
}

type Assert = { ok: boolean; skip: unknown; todo: unknown; fullname: string; name: string; diag: unknown }

function readAsserts(output: string): Assert[] {
  // Flat: each assertion once, without the summary lines of the tests around it.
  return Parser.parse(output, { flat: true })
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
  if (given.length > 0) return given
  const all = globSync('test/**/*.test.ts').sort()
  if (process.env.CHROMIUM || process.env.CI) return all
  const driving = new Set(all.filter(file => readFileSync(file, 'utf8').includes('/browser.ts')))
  console.log(`No Chromium here (apt-get install chromium, or set CHROMIUM): left out are ${[...driving].join(', ')}`)
  return all.filter(file => !driving.has(file))
}

const FILE_TIMEOUT_SECONDS = 120

/**
 * Runs each file in a process of its own, a few at once: they wait for one another's locks and browsers more than for a core.
 * `tap run` would do the same, with a third more work: each of its processes loads plugins that no test here uses.
 * @returns the TAP of all
 */
async function run(files: string[]): Promise<string> {
  t.setTimeout(0)
  t.jobs = availableParallelism() + 1
  let output = ''
  const ended = once(
    t.pipe(
      new Writable({
        write(chunk, _encoding, done) {
          output += String(chunk)
          done()
        },
      }),
    ),
    'finish',
  )
  const env = { ...process.env, TAP_TIMEOUT: String(FILE_TIMEOUT_SECONDS) }
  for (const file of files) {
    const options = { buffered: true, env, timeout: FILE_TIMEOUT_SECONDS * 1_000 }
    const result = t.spawn(process.execPath, [file], options, file)
    if (process.stdout.isTTY) result.then(ended => console.log(`${ended?.ok ? 'ok' : 'FAILED'} ${file}`))
  }
  t.end()
  await ended
  return output
}

// A database is a thousand files: made in memory it takes 20 ms, on some disks half a second.
const MEMORY = '/dev/shm'
const MEMORY_NEEDED = 4 * 2 ** 30

async function roomiestPlace(): Promise<string> {
  if (!existsSync(MEMORY)) return tmpdir()
  const { bavail, bsize } = await statfs(MEMORY)
  return bavail * bsize >= MEMORY_NEEDED ? MEMORY : tmpdir()
}

const scratch = await mkdtemp(path.join(await roomiestPlace(), 'lintel-test-'))
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
  // What is compiled once is compiled for all.
  process.env.NODE_COMPILE_CACHE ??= path.join(scratch, 'compiled')
  const asserts = readAsserts(await run(chooseFiles(process.argv.slice(2))))
  const failures = asserts.filter(({ ok }) => !ok)
  for (const { fullname, name, diag } of failures)
    console.log(`FAILED ${fullname}: ${name}\n${inspect(diag, { depth: 8 })}\n`)
  console.log(`${asserts.length - failures.length} passed, ${failures.length} failed`)
  if (asserts.length > 0 && failures.length === 0) code = 0
} finally {
  await embedded?.stop()
  await rm(scratch, { recursive: true, force: true })
}
process.exit(code)
