// What every write through the Management API promises: it stands or falls with its log event and its jobs, and a request that is sent again
// because its answer was lost makes nothing twice where what it makes has a name of its own.
import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { openKysely, openPool } from '../../src/store/database.ts'
import { declaredRoutes } from '../support/declared-routes.ts'
import { createManaged, REFUSING, routeKey, standing } from '../support/managed.ts'
import { everythingOf } from '../support/twins.ts'

t.setTimeout(120_000)
const managed = await createManaged(t)
const { app } = managed.protocol
const { database } = app
const pool = openPool(
  { connection_string: database.url, pool_size: 1, statement_timeout: 20_000, connection_timeout: 5_000 },
  error => t.fail(error.message),
)
const db = openKysely(pool)
t.teardown(() => db.destroy())

/** What writes nothing, or not here: no domain can be proved, and a file is no JSON (test/management/jobs-users-imports.test.ts). */
const ASKING = [
  // What it takes stands already.
  'PATCH /attack-protection/captcha',
  // A message is out, and cannot be taken back; a selection is of what is there.
  'POST /branding/phone/providers/{}/try',
  'POST /branding/phone/templates/{}/try',
  'PUT /guardian/factors/phone/selected-provider',
  'PUT /guardian/factors/sms/selected-provider',
  'POST /clients/cimd/preview',
  'POST /email-templates/{}/try',
  'POST /custom-domains/{}/test',
  'POST /custom-domains/{}/verify',
  'POST /jobs/users-imports',
]
const writes = (await declaredRoutes(app)).filter(
  route => route.method !== 'GET' && ![...ASKING, ...REFUSING].includes(routeKey(route)),
)

// While there is a row in it, no event of this API can be written.
await database.query(`
  create table log_is_full (yes boolean);
  create function refuse_when_full() returns trigger language plpgsql as $$
    begin
      if new.type = 'sapi' and exists (select from log_is_full) then raise exception 'the log is full'; end if;
      return new;
    end $$;
  create trigger refuse_when_full before insert on log_events for each row execute function refuse_when_full()`)
const fillLog = () => database.query('insert into log_is_full values (true)')
const emptyLog = () => database.query('delete from log_is_full')

const countEvents = async (): Promise<number> =>
  Number((await database.query("select count(*) from log_events where type = 'sapi'")).rows[0].count)

/** Work that goes on in the background says there how far it is. */
const WORKED_ON = ['daily_stats', 'jobs', 'log_cursors']
const PROGRESS = /"(?:lease|lease_ends_at|tx|log_id|failures|failing_since|retry_at)": [^,}]+/g

/** What is there: a digest of each table but those that other requests write to at their own time, and the jobs that wait. */
async function everything(): Promise<{ tables: { [table: string]: string }; jobs: string[] }> {
  const { log_events: _, throttles: __, 'pgboss.job': jobs = [], ...rest } = await everythingOf(db, 'default')
  const digest = (rows: string[]) => createHash('sha256').update(rows.join()).digest('hex')
  const tables = Object.entries(rest).map(([table, rows]) => [
    table,
    WORKED_ON.includes(table)
      ? `${rows.length} rows`
      : `${rows.length} rows, ${digest(table === 'log_streams' ? rows.map(row => row.replaceAll(PROGRESS, '')) : rows)}`,
  ])
  return { tables: Object.fromEntries(tables), jobs }
}

/** Theirs are the counters, which every sign-in writes to. */
const COUNTERS = ['DELETE /anomaly/blocks/ips/{}', 'DELETE /user-blocks', 'DELETE /user-blocks/{}']

/** Nothing but that jobs may have been done. */
async function nothingWrittenSince(t: Test, before: Awaited<ReturnType<typeof everything>>): Promise<void> {
  const now = await everything()
  t.strictSame(now.tables, before.tables, 'nothing was written')
  t.strictSame(
    now.jobs.filter(job => !before.jobs.includes(job)),
    [],
    'nothing was enqueued',
  )
}

t.test(
  'a write whose event cannot be written did not happen; one that happened has its event',
  { timeout: 60_000 },
  async t => {
    for (const route of writes)
      await t.test(route.name, async t => {
        const { path, body } = await standing(managed, route)
        const before = { all: await everything(), events: await countEvents() }

        await fillLog()
        const refused = await app.api(route.method, path, body)
        await emptyLog()
        t.equal(refused.status, 500, 'it fails with its event')
        await nothingWrittenSince(t, before.all)
        t.equal(await countEvents(), before.events)

        const done = await app.api(route.method, path, body)
        t.ok(done.status >= 200 && done.status < 300, `${done.status} ${JSON.stringify(done.body)}`)
        t.equal(await countEvents(), before.events + 1, 'it has one event')
        if (!COUNTERS.includes(routeKey(route))) t.notSame(await everything(), before.all, 'it wrote')
      })
  },
)

/** What a second POST of the same is answered: Auth0's code, or why there is no name by which to tell that it is the same. */
const REPLAYS: { [route: string]: { conflict: string } | { again: string } } = {
  'POST /blacklists/tokens': { again: 'it is on the list' },
  'POST /branding/phone/providers': { conflict: 'phone_provider_conflict' },
  'POST /branding/phone/templates': { conflict: 'phone_template_conflict' },
  'POST /branding/themes': { conflict: 'theme_conflict' },
  'POST /ciba-requests/{}/approve': { again: 'an answer is final: 404' },
  'POST /ciba-requests/{}/deny': { again: 'an answer is final: 404' },
  'POST /client-grants': { conflict: 'client_grant_conflict' },
  'POST /clients': { again: 'clients have no name of their own: another is made, as at Auth0' },
  'POST /clients/cimd/register': { again: 'it is the client of that document: it stands' },
  'POST /clients/{}/credentials': { conflict: 'conflict' },
  'POST /clients/{}/rotate-secret': { again: 'the secret rotates again' },
  'POST /connections': { conflict: 'connection_conflict' },
  'POST /custom-domains': { conflict: 'custom_domain_exists' },
  'POST /email-templates': { conflict: 'email_template_conflict' },
  'POST /email-templates/{}/try': { again: 'another mail is sent' },
  'POST /emails/provider': { conflict: 'email_provider_conflict' },
  'POST /guardian/enrollments/ticket': { again: 'a ticket is a secret: another is made' },
  'POST /jobs/users-exports': { again: 'another export begins' },
  'POST /jobs/verification-email': { again: 'another mail is sent' },
  'POST /keys/signing/rotate': { again: 'the key rotates again' },
  'POST /log-streams': { again: 'log streams have no name of their own: another is made, as at Auth0' },
  'POST /network-acls': { conflict: 'network_acl_conflict' },
  'POST /refresh-tokens/revoke': { again: 'it is revoked' },
  'POST /resource-servers': { conflict: 'resource_server_exists' },
  'POST /roles': { conflict: 'role_conflict' },
  'POST /roles/{}/permissions': { again: 'the role has them' },
  'POST /roles/{}/users': { again: 'they have the role' },
  'POST /sessions/{}/revoke': { again: 'it is gone: 404' },
  'POST /tickets/email-verification': { again: 'a ticket is a secret: another is made' },
  'POST /tickets/password-change': { again: 'a ticket is a secret: another is made' },
  'POST /token-exchange-profiles': { conflict: 'token_exchange_profile_conflict' },
  'POST /user-attribute-profiles': { conflict: 'user_attribute_profile_conflict' },
  'POST /users': { conflict: 'auth0_idp_error' },
  'POST /users/{}/authentication-methods': { conflict: 'authentication_method_conflict' },
  'POST /users/{}/multifactor/actions/invalidate-remember-browser': { again: 'none is remembered' },
  'POST /users/{}/recovery-code-regeneration': { again: 'another code is made' },
  'POST /users/{}/identities': { conflict: 'identity_conflict' },
  'POST /users/{}/permissions': { again: 'the user has them' },
  'POST /users/{}/revoke-access': { again: 'it is revoked' },
  'POST /users/{}/roles': { again: 'the user has them' },
}

t.test('a POST that is sent again makes nothing twice that has a name of its own', { timeout: 60_000 }, async t => {
  for (const route of writes.filter(({ method }) => method === 'POST'))
    await t.test(route.name, async t => {
      const replay = REPLAYS[routeKey(route)]
      if (!replay) throw new Error(`What is ${routeKey(route)} answered when it is sent again? Say so in REPLAYS.`)
      const { path, body } = await standing(managed, route)
      const first = await app.api('POST', path, body)
      t.ok(first.status < 300, JSON.stringify(first.body))
      const before = await everything()
      const second = await app.api('POST', path, body)
      if ('again' in replay) {
        t.ok(second.status < 300 || second.status === 404, `${replay.again}: ${second.status}`)
        return
      }
      t.match(second, { status: 409, body: { errorCode: replay.conflict } })
      await nothingWrittenSince(t, before)
    })
})
