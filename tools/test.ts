// `npm test [-- files…]`: the whole suite, no set-up beforehand. Starts a PostgreSQL of its own unless TEST_DATABASE_URL names a server,
// runs each file, and ends with one line: N passed, N failed.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
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

/** Those that look at what their process does: each has one of its own. */
const ALONE = new Set(['test/management/jobs-users-imports-memory.test.ts'])
/** A process that has run so many starts anew: what they left in its memory goes. */
const FILES_PER_PROCESS = 25

/**
 * Runs the files in a few processes at once, each of which takes the next: they wait for one another's locks and browsers more than for a core.
 * @returns the TAP of each process, and the files that failed, also where no assertion did (one that took too long, one that ended its process)
 */
async function run(files: string[]): Promise<{ outputs: string[]; failed: string[] }> {
  const failed: string[] = []
  const waiting = files.filter(file => !ALONE.has(file))
  const alone = files.filter(file => ALONE.has(file))
  const outputs: string[] = []

  async function work(next: () => string | undefined): Promise<void> {
    const worker = fork('tools/test-worker.ts', { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    const ended = once(worker, 'close')
    let output = ''
    worker.stdout?.setEncoding('utf8').on('data', chunk => {
      output += chunk
    })
    let running: string | undefined
    worker.on('message', ({ asks, file, ok }: { asks?: true; file?: string; ok?: boolean }) => {
      // tap has messages of its own.
      if (!asks) return
      if (file && !ok) failed.push(file)
      if (file && process.stdout.isTTY) console.log(`${ok ? 'ok' : 'FAILED'} ${file}`)
      running = next()
      worker.send(running ?? '')
    })
    await ended
    if (running !== undefined) failed.push(running)
    outputs.push(output)
  }

  const lane = async () => {
    while (waiting.length > 0) {
      let left = FILES_PER_PROCESS
      await work(() => (left-- > 0 ? waiting.shift() : undefined))
    }
    for (let file = alone.shift(); file; file = alone.shift()) {
      const one = [file]
      await work(() => one.shift())
    }
  }
  await Promise.all(Array.from({ length: Math.min(files.length, availableParallelism() + 1) }, lane))
  return { outputs, failed }
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
  const { outputs, failed } = await run(chooseFiles(process.argv.slice(2)))
  const asserts = outputs.flatMap(readAsserts)
  const failures = asserts.filter(({ ok }) => !ok)
  for (const { fullname, name, diag } of failures)
    console.log(`FAILED ${fullname}: ${name}\n${inspect(diag, { depth: 8 })}\n`)
  const unexplained = failed.filter(file => !failures.some(({ fullname }) => fullname.startsWith(file)))
  for (const file of unexplained)
    console.log(`FAILED ${file}: no assertion says why; it may have taken too long, or have ended its process\n`)
  const count = failures.length + unexplained.length
  console.log(`${asserts.length - failures.length} passed, ${count} failed`)
  if (asserts.length > 0 && count === 0) code = 0
} finally {
  await embedded?.stop()
  await rm(scratch, { recursive: true, force: true })
}
process.exit(code)
