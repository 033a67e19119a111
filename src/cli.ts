#!/usr/bin/env node
// lintel serve | migrate | doctor | …: one thin verb each over what the rooms already do.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from './config.ts'
import { createPasswordHasher } from './credentials/password.ts'
import { passwordFlaw } from './credentials/password-policy.ts'
import { LintelError } from './errors.ts'
import { createTenant, newAdministrationClient, newClient } from './first-start.ts'
import { layFoundations } from './local.ts'
import { nextSigningKeys } from './oidc/signing-keys.ts'
import { refuseOldNode, serve } from './serve.ts'
import { type Connection, readDatabaseOptions } from './store/connections.ts'
import { copyAll, countWaitingJobs, isEmpty, isServed } from './store/copy.ts'
import { isUnreachable } from './store/database.ts'
import { type OpenStore, openStore } from './store/open.ts'
import { findUnopenable, reseal } from './store/reseal.ts'
import { createSeal, type Seal } from './store/seal.ts'
import type { TenantStore } from './store/store.ts'
import { DEFAULT_TENANT } from './store/tenants.ts'

type Flags = { [name: string]: string | boolean | undefined }
type Context = { config: Config; store: OpenStore; seal: Seal; flags: Flags; now: Date }

type Verb = {
  says: string
  /** flag → what it means; a leading `!` makes it required */
  flags: { [flag: string]: string }
  run(context: Context): Promise<number>
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

const TENANT = { tenant: 'the tenant (default: default)' }

async function tenantOf({ store, flags }: Context): Promise<TenantStore> {
  const tenant = await store.tenants.find(String(flags.tenant ?? DEFAULT_TENANT))
  if (!tenant)
    throw new LintelError('inexistent_tenant', `There is no tenant ${String(flags.tenant ?? DEFAULT_TENANT)}.`)
  return store.forTenant(tenant)
}

async function connectionOf(tenant: TenantStore, name: unknown) {
  const connection = await tenant.connections.findByName(String(name ?? 'Username-Password-Authentication'))
  if (!connection) throw new LintelError('inexistent_connection', 'The connection does not exist.')
  return connection
}

/** Hashes what standard input says, once the connection's policy has nothing against it. */
async function readPassword({ config }: Context, connection: Connection, email: string): Promise<string> {
  const password = await readSecret()
  const flaw = passwordFlaw(readDatabaseOptions(connection.options), password, { email })
  if (flaw) throw new LintelError('invalid_body', `${flaw.message} for the policy of ${connection.name}.`)
  return createPasswordHasher(config.argon2, config.hashing_concurrency).hash(password)
}

/** A secret given as a flag ends up in shell histories and process lists; it is read from standard input. */
async function readSecret(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password (ends with Enter): ')
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const secret = text.replace(/\r?\n[\s\S]*$/, '')
  if (secret === '') throw new LintelError('invalid_body', 'No password was given on standard input.')
  return secret
}

const VERBS: { [name: string]: Verb } = {
  migrate: {
    says: 'applies the migrations that are missing',
    flags: {},
    async run({ store }) {
      const applied = await store.migrate()
      for (const name of applied) say(`applied ${name}`)
      if (applied.length === 0) say('nothing to apply')
      return 0
    },
  },
  doctor: { says: 'checks configuration, database, migrations, clock and keys', flags: {}, run: doctor },
  'tenant create': {
    says: 'makes a tenant with keys, connection and administration client',
    flags: { id: '!its id, such as acme', domain: '!the host it answers at, such as login.acme.com' },
    async run({ store, flags, now }) {
      const administration = newAdministrationClient()
      const tenant = await createTenant(
        store,
        { tenant_id: String(flags.id), domain: String(flags.domain) },
        administration,
        now,
      )
      say(JSON.stringify({ tenant_id: tenant.tenant_id, issuer: tenant.issuer, ...administration }, null, 2))
      return 0
    },
  },
  'client create': {
    says: 'makes a client and prints its id and secret',
    flags: {
      ...TENANT,
      name: '!its name',
      type: 'spa, native, regular_web (default) or non_interactive',
      callback: 'a callback URL',
      'logout-url': 'an allowed logout URL',
    },
    async run(context) {
      const { flags, now } = context
      const tenant = await tenantOf(context)
      const client = newClient({
        name: String(flags.name),
        app_type: String(flags.type ?? 'regular_web'),
        callbacks: flags.callback === undefined ? [] : [String(flags.callback)],
        allowed_logout_urls: flags['logout-url'] === undefined ? [] : [String(flags['logout-url'])],
      })
      const made = await tenant.transaction(async tx => {
        const created = await tx.clients.create(client, now)
        const connections = await tx.connections.list({}, { limit: 1_000, offset: 0 })
        for (const { id } of connections) await tx.connections.enableClients(id, [created.client_id])
        return created
      })
      const { client_id, client_secret } = made
      say(
        JSON.stringify(
          { client_id, ...(made.token_endpoint_auth_method === 'none' ? {} : { client_secret }) },
          null,
          2,
        ),
      )
      return 0
    },
  },
  'registration-token create': {
    says: 'makes an initial access token: its holder may register clients (RFC 7591), until it expires',
    flags: { ...TENANT, uses: 'how many clients (default: 1)', days: 'for how long (default: 7)' },
    async run(context) {
      const { flags, now } = context
      const count = (flag: 'uses' | 'days', fallback: number, most: number) => {
        const value = Number(flags[flag] ?? fallback)
        if (Number.isInteger(value) && value >= 1 && value <= most) return value
        throw new LintelError('invalid_body', `--${flag} must be a whole number from 1 to ${most}.`)
      }
      const uses = count('uses', 1, 10_000)
      const expires_at = new Date(now.getTime() + count('days', 7, 365) * 86_400_000)
      const tenant = await tenantOf(context)
      say(await tenant.registration_tokens.createInitial({ uses, expires_at }, now))
      return 0
    },
  },
  'user create': {
    says: 'makes a user; the password is read from standard input',
    flags: {
      ...TENANT,
      email: '!e-mail address',
      connection: 'the database connection',
      verified: '=the address counts as verified',
    },
    async run(context) {
      const { flags, now } = context
      const tenant = await tenantOf(context)
      const connection = await connectionOf(tenant, flags.connection)
      const password_hash = await readPassword(context, connection, String(flags.email))
      const user = await tenant.transaction(tx =>
        tx.users.create(
          { connection, email: String(flags.email), email_verified: flags.verified === true, password_hash },
          now,
        ),
      )
      say(user.user_id)
      return 0
    },
  },
  'user set-password': {
    says: 'sets a user’s password, read from standard input',
    flags: { ...TENANT, email: '!e-mail address', connection: 'the database connection' },
    async run(context) {
      const { flags, now } = context
      const tenant = await tenantOf(context)
      const connection = await connectionOf(tenant, flags.connection)
      const found = await tenant.users.findCredentials(connection.id, { email: String(flags.email) })
      if (!found) throw new LintelError('inexistent_user', 'The user does not exist.')
      const password_hash = await readPassword(context, connection, String(flags.email))
      await tenant.transaction(async tx => {
        await tx.users.setPassword(found.user_id, connection.id, found.identity_user_id, password_hash, now)
        // Whoever knew the old one is out. No client is told: a command does no jobs.
        await tx.sessions.end({ user_id: found.user_id }, { offline: true }, now)
      })
      say(`password of ${found.user_id} set`)
      return 0
    },
  },
  'signing-keys rotate': {
    says: 'the next key begins to sign; a new next key is published',
    flags: TENANT,
    async run(context) {
      const tenant = await tenantOf(context)
      const next = await nextSigningKeys(tenant, context.now)
      const kids = await tenant.transaction(tx => tx.signing_keys.rotate(next, context.now))
      for (const [i, kid] of kids.entries()) say(`current signing key (${next[i]?.alg}): ${kid}`)
      return 0
    },
  },
  'encryption-keys reseal': {
    says: 'seals every secret anew with the first key of LINTEL_ENCRYPTION_KEYS',
    flags: {},
    async run({ store, seal }) {
      say(`${await reseal(store.db, seal)} values sealed anew`)
      return 0
    },
  },
  'database copy': {
    says: 'copies this database into an empty one',
    flags: { to: '!postgres://… of the target' },
    async run(context) {
      const { config, seal, flags, store } = context
      if (await isServed(store.db))
        throw new LintelError(
          'conflict',
          'A Lintel is serving from this database. Stop it first: what it writes meanwhile would be lost.',
        )
      const target = await open({ ...config, database_url: String(flags.to) }, String(flags.to), seal)
      try {
        await target.migrate()
        if (!(await isEmpty(target.db)))
          throw new LintelError('conflict', 'The target holds a Lintel already; nothing was copied.')
        await copyAll(store.db, target.db, (table, rows) => say(`${table}: ${rows}`))
      } finally {
        await target.close()
      }
      const waiting = await countWaitingJobs(store.db)
      if (waiting > 0) say(`${waiting} mails that were not sent yet stay behind.`)
      say('Copied. Start Lintel with DATABASE_URL set to the target, and the same encryption keys:')
      say(
        config.encryption_keys
          ? 'LINTEL_ENCRYPTION_KEYS as it is.'
          : `LINTEL_ENCRYPTION_KEYS_FILE=${path.resolve(config.data_dir, 'encryption-keys')}`,
      )
      return 0
    },
  },
}

async function doctor({ config, store, seal }: Context): Promise<number> {
  let ill = 0
  const check = async (name: string, look: () => Promise<string>) => {
    try {
      say(`ok    ${name}: ${await look()}`)
    } catch (error) {
      ill++
      say(`FAIL  ${name}: ${(error as Error).message}`)
    }
  }
  await check(
    'configuration',
    async () => `${config.production ? 'production' : 'development'}, issuer ${config.issuer}`,
  )
  await check('database', async () => {
    const { rows } = await store.execute('show server_version_num')
    const version = Number((rows[0] as { server_version_num: string }).server_version_num)
    if (version < 150_000)
      throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old; Lintel needs 15 or newer`)
    return `PostgreSQL ${Math.floor(version / 10_000)}`
  })
  await check('migrations', async () => {
    const pending = await store.pendingMigrations()
    if (pending.length > 0) throw new Error(`${pending.length} not applied; run: lintel migrate`)
    return 'all applied'
  })
  await check('clock', async () => {
    const before = Date.now()
    const { rows } = await store.execute('select extract(epoch from clock_timestamp()) * 1000 as ms')
    const skew = Math.abs(Number((rows[0] as { ms: string }).ms) - (before + Date.now()) / 2)
    if (skew > 5_000)
      throw new Error(`this machine and the database differ by ${Math.round(skew / 1000)} s; set both by NTP`)
    return 'agrees with the database'
  })
  await check('encryption keys', async () => {
    const problem = await findUnopenable(store.db, seal)
    if (problem !== undefined)
      throw new Error(`${problem}; put the key back into LINTEL_ENCRYPTION_KEYS, then: lintel encryption-keys reseal`)
    return 'open every sealed value'
  })
  await check('signing keys', async () => {
    for (const tenant of await store.tenants.list()) {
      const keys = await store.forTenant(tenant).signing_keys.list()
      for (const state of ['current', 'next'] as const) {
        for (const alg of new Set(['RS256', ...keys.map(key => key.alg)]))
          if (!keys.some(key => key.state === state && key.alg === alg))
            throw new Error(
              `tenant ${tenant.tenant_id} has no ${state} key for ${alg}; run: lintel signing-keys rotate`,
            )
      }
    }
    return 'every tenant has a current and a next one'
  })
  await check('mail', async () =>
    config.smtp ? 'by SMTP' : config.production ? 'none: features that need mail are refused' : 'kept at /dev/mail',
  )
  return ill === 0 ? 0 : 1
}

function usage(): string {
  const lines = Object.entries(VERBS).map(([name, verb]) => {
    const flags = Object.entries(verb.flags).map(([flag, meaning]) => {
      const shown = meaning.startsWith('=') ? `--${flag}` : `--${flag} …`
      return meaning.startsWith('!') ? shown : `[${shown}]`
    })
    return `lintel ${[name, ...flags].join(' ')}\n    ${verb.says}`
  })
  return ['lintel serve\n    runs the server (what npm start does)', ...lines].join('\n')
}

function open(config: Config, database_url: string, seal: Seal): Promise<OpenStore> {
  return openStore({
    database: {
      connection_string: database_url,
      pool_size: 2,
      statement_timeout: 0,
      connection_timeout: config.database_connection_timeout,
      ssl: config.database_tls,
    },
    issuer: config.issuer,
    seal,
    enqueue: async () => {
      throw new Error('a command queues no jobs')
    },
    remember: false,
    onError: () => {},
  })
}

export async function main(args: string[]): Promise<number> {
  refuseOldNode()
  if (args[0] === 'serve' && args.length === 1) return serve()
  const words = args.slice(0, 2).filter(word => !word.startsWith('-'))
  const name = [words.join(' '), words[0] ?? ''].find(candidate => candidate in VERBS)
  const verb = name === undefined ? undefined : VERBS[name]
  if (name === undefined || !verb) {
    const wanted = args.length === 0 || args.includes('--help') || args[0] === 'help'
    ;(wanted ? say : complain)(usage())
    return wanted ? 0 : 2
  }
  let flags: Flags
  try {
    flags = parseArgs({
      args: args.slice(name.split(' ').length),
      options: Object.fromEntries(
        Object.entries(verb.flags).map(([flag, meaning]) => [
          flag,
          { type: meaning.startsWith('=') ? 'boolean' : 'string' },
        ]),
      ),
    }).values as Flags
    for (const [flag, meaning] of Object.entries(verb.flags)) {
      if (meaning.startsWith('!') && !flags[flag]) throw new Error(`--${flag} is missing: ${meaning.slice(1)}`)
    }
  } catch (error) {
    complain((error as Error).message)
    return 2
  }
  let foundations: Awaited<ReturnType<typeof layFoundations>> | undefined
  let store: OpenStore | undefined
  try {
    const config = readConfig()
    foundations = await layFoundations(config, () => {})
    const seal = createSeal(foundations.encryption_keys)
    store = await open(config, foundations.database_url, seal)
    return await verb.run({ config, store, seal, flags, now: new Date() })
  } catch (error) {
    if (error instanceof ConfigError || error instanceof LintelError) complain(error.message)
    else if (isUnreachable(error)) complain('The database cannot be reached. Check DATABASE_URL.')
    else if ((error as { code?: unknown }).code === '42P01')
      complain('The database has no Lintel schema yet. Run: lintel migrate')
    else throw error
    return 1
  } finally {
    await store?.close()
    await foundations?.release()
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
