// What is done to a whole Lintel, or to what no tenant's API has.
import path from 'node:path'
import { nextSigningKeys } from '../oidc/signing-keys.ts'
import { copyAll, countWaitingJobs, isEmpty, isServed } from '../store/copy.ts'
import { findUnopenable, reseal } from '../store/reseal.ts'
import { openCommandStore } from './open.ts'
import { type Context, Refused, TENANT, type Verbs } from './verb.ts'

export const serverVerbs: Verbs = {
  migrate: {
    says: 'applies the migrations that are missing',
    flags: {},
    async run({ store, say }) {
      const applied = await (await store()).migrate()
      for (const name of applied) say(`applied ${name}`)
      if (applied.length === 0) say('nothing to apply')
      return 0
    },
  },
  doctor: { says: 'checks configuration, database, migrations, clock and keys', flags: {}, run: doctor },
  'registration-token create': {
    says: 'makes an initial access token: its holder may register clients (RFC 7591), until it expires',
    flags: { ...TENANT, uses: 'how many clients (default: 1)', days: 'for how long (default: 7)' },
    async run(context) {
      const { flags, now, say } = context
      const count = (flag: 'uses' | 'days', fallback: number, most: number) => {
        const value = Number(flags[flag] ?? fallback)
        if (Number.isInteger(value) && value >= 1 && value <= most) return value
        throw new Refused(`--${flag} must be a whole number from 1 to ${most}.`)
      }
      const uses = count('uses', 1, 10_000)
      const expires_at = new Date(now.getTime() + count('days', 7, 365) * 86_400_000)
      const tenant = await context.tenant()
      say(await tenant.registration_tokens.createInitial({ uses, expires_at }, now))
      return 0
    },
  },
  'signing-keys rotate': {
    says: 'the next key begins to sign; a new next key is published',
    flags: TENANT,
    async run(context) {
      const { say } = context
      const tenant = await context.tenant()
      const next = await nextSigningKeys(tenant, context.now)
      const kids = await tenant.transaction(tx => tx.signing_keys.rotate(next, context.now))
      for (const [i, kid] of kids.entries()) say(`current signing key (${next[i]?.alg}): ${kid}`)
      return 0
    },
  },
  'encryption-keys reseal': {
    says: 'seals every secret anew with the first key of LINTEL_ENCRYPTION_KEYS',
    flags: {},
    async run(context) {
      const { db } = await context.store()
      context.say(`${await reseal(db, await context.seal())} values sealed anew`)
      return 0
    },
  },
  'database copy': {
    says: 'copies this database into an empty one',
    flags: { to: '!postgres://… of the target' },
    async run(context) {
      const { config, flags, say } = context
      const [seal, store] = [await context.seal(), await context.store()]
      if (await isServed(store.db))
        throw new Refused(
          'A Lintel is serving from this database. Stop it first: what it writes meanwhile would be lost.',
        )
      const target = await openCommandStore(config, String(flags.to), seal)
      try {
        await target.migrate()
        if (!(await isEmpty(target.db))) throw new Refused('The target holds a Lintel already; nothing was copied.')
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

async function doctor(context: Context): Promise<number> {
  const { config, say } = context
  const [store, seal] = [await context.store(), await context.seal()]
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
