import t from 'tap'
import { createTestApp, type TestApp } from '../support/app.ts'
import { meter } from '../support/cost.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { createPasswordless, mailedCode } from '../support/passwordless.ts'
import {
  codeIn,
  configure,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  signIn,
  ticketFor,
  visit,
} from '../support/scene.ts'
import { errorsOf, titleOf, Visitor } from '../support/visitor.ts'

const PASSWORDLESS_OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp'
const REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const CONNECTION = 'Username-Password-Authentication'

const { options, costOf } = meter()
const app = await createTestApp(t, { ...options, trusted_proxies: ['127.0.0.1'] })
const client = await createClient(app, { grant_types: ['authorization_code', 'password', REALM] })
let networks = 0
const newNetwork = () => `192.0.2.${++networks}`
const from = (ip: string) => new Visitor(app.issuer, { 'x-forwarded-for': ip })

/** Sets what is there by default, but for this. */
async function protect(part: 'brute-force-protection' | 'suspicious-ip-throttling', change: object): Promise<void> {
  const change_to = async (body: object) => {
    const answer = await app.api('PATCH', `/attack-protection/${part}`, body)
    t.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  await configure(app, () => change_to(change))
}
const BRUTE = {
  enabled: true,
  shields: ['block', 'user_notification'],
  allowlist: [],
  mode: 'count_per_identifier_and_ip',
  max_attempts: 10,
}
const THROTTLING = {
  enabled: true,
  shields: ['admin_notification', 'block'],
  allowlist: [],
  stage: {
    'pre-login': { max_attempts: 100, rate: 864_000 },
    'pre-user-registration': { max_attempts: 50, rate: 1_728_000 },
  },
}

type Answer = 'in' | 'wrong' | 'account' | 'network'
type Way = (username: string, password: string, ip: string) => Promise<Answer>

const page: Way = async (username, password, ip) => {
  const { visitor, page } = await visit(app, client, {}, from(ip))
  const done = await visitor.submit(page, { username, password })
  if (codeIn(done)) return 'in'
  const [error = ''] = errorsOf(done)
  const answer = { 'wrong-credentials': 'wrong', 'same-user-login': 'account', 'ip-blocked': 'network' }[error]
  return (answer ?? error) as Answer
}

const grant =
  (grant_type: string, of: TestApp = app): Way =>
  async (username, password, ip) => {
    const response = await of.fetch('/oauth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
      body: JSON.stringify({ grant_type, client_id: client.client_id, username, password, realm: CONNECTION }),
    })
    const { error } = (await response.json()) as { error?: string }
    if (response.status === 200) return 'in'
    return error === 'invalid_grant' ? 'wrong' : 'account'
  }

/** Every way in which a password is proved. */
const WAYS: { [name: string]: Way } = {
  'the sign-in page': page,
  'the password grant': grant('password'),
  'the password-realm grant': grant(REALM),
}

for (const [name, tried] of Object.entries(WAYS))
  t.test(`${name}: what is set is what happens (CVE-2026-9792)`, async t => {
    t.teardown(() => protect('brute-force-protection', BRUTE))
    t.teardown(() => protect('suspicious-ip-throttling', THROTTLING))

    await protect('brute-force-protection', { max_attempts: 2 })
    const first = await createPerson(app)
    const [here, there] = [newNetwork(), newNetwork()]
    for (const expected of ['wrong', 'wrong', 'account']) t.equal(await tried(first.email, 'x', here), expected)
    t.equal(await tried(first.email, PASSWORD, here), 'account', 'the right password does not help')
    t.equal(await tried(first.email, PASSWORD, there), 'in', 'from elsewhere it does')

    await protect('brute-force-protection', { mode: 'count_per_identifier' })
    const second = await createPerson(app)
    for (let i = 0; i < 2; i++) t.equal(await tried(second.email, 'x', newNetwork()), 'wrong')
    t.equal(await tried(second.email, PASSWORD, newNetwork()), 'account', 'from wherever')

    const trusted = newNetwork()
    await protect('brute-force-protection', { allowlist: ['198.51.100.0/24', trusted] })
    t.equal(await tried(second.email, PASSWORD, trusted), 'in', 'but from where it is allowed')

    await protect('brute-force-protection', { shields: ['user_notification'], allowlist: [] })
    const third = await createPerson(app)
    for (let i = 0; i < 4; i++) t.equal(await tried(third.email, 'x', here), 'wrong', 'watched only')
    t.equal(await tried(third.email, PASSWORD, here), 'in')
    t.equal((await eventsOf(app, third.email)).filter(type => type === 'limit_wc').length, 1)

    await protect('brute-force-protection', { enabled: false, shields: ['block'] })
    const fourth = await createPerson(app)
    for (let i = 0; i < 4; i++) t.equal(await tried(fourth.email, 'x', here), 'wrong', 'off')

    await protect('suspicious-ip-throttling', { stage: { 'pre-login': { max_attempts: 2, rate: 86_400_000 } } })
    const network = newNetwork()
    const busy = tried === page ? 'network' : 'account'
    t.equal(await tried('a@example.com', 'x', network), 'wrong')
    t.equal(await tried(first.email, PASSWORD, network), 'in', 'who signs in has not failed')
    t.equal(await tried('b@example.com', 'x', network), 'wrong')
    t.equal(await tried(first.email, PASSWORD, network), busy)
    t.equal(await tried(first.email, PASSWORD, newNetwork()), 'in')
    await protect('suspicious-ip-throttling', { allowlist: [network] })
    t.equal(await tried(first.email, PASSWORD, network), 'in')
    await protect('suspicious-ip-throttling', { allowlist: [], shields: ['admin_notification'] })
    t.equal(await tried(`${networks}@example.com`, 'x', network), 'wrong', 'told, not refused')
    t.same(await eventsOf(app, `${networks}@example.com`), ['fu'], 'and told once')
  })

t.test('signing in forgets the failures before it, and is never refused for them', async t => {
  const person = await createPerson(app)
  const ip = newNetwork()
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 9; i++) t.equal(await page(person.email, 'x', ip), 'wrong')
    t.equal(await page(person.email, PASSWORD, ip), 'in')
  }
})

t.test('a limit that is lowered is told when it stops somebody; one that is raised lets her try again', async t => {
  t.teardown(() => protect('brute-force-protection', BRUTE))
  const person = await createPerson(app)
  const ip = newNetwork()
  const tries = async (count: number) => {
    const answers = []
    for (let i = 0; i < count; i++) answers.push(await grant('password')(person.email, 'x', ip))
    return answers
  }
  const told = async () => (await eventsOf(app, person.email)).filter(type => type === 'limit_wc').length
  t.same(await tries(5), Array(5).fill('wrong'))
  await protect('brute-force-protection', { max_attempts: 3 })
  t.same(await tries(3), Array(3).fill('account'))
  t.equal(await told(), 1)
  t.equal((await mailsTo(app, person.email)).length, 1)
  await protect('brute-force-protection', { max_attempts: 7 })
  t.same(await tries(4), ['wrong', 'wrong', 'account', 'account'], 'what was refused was no failure')
  t.equal(await told(), 2)
})

t.test('what is only told is told once, also where the network is refused', async t => {
  await protect('brute-force-protection', { max_attempts: 2, shields: ['user_notification'] })
  await protect('suspicious-ip-throttling', { stage: { 'pre-login': { max_attempts: 2, rate: 86_400_000 } } })
  t.teardown(() => protect('brute-force-protection', BRUTE))
  t.teardown(() => protect('suspicious-ip-throttling', THROTTLING))
  const person = await createPerson(app)
  const ip = newNetwork()
  for (let i = 0; i < 5; i++) await grant('password')(person.email, 'x', ip)
  t.same(await eventsOf(app, person.email), ['fp', 'fp', 'limit_wc', 'limit_mu'])
  t.equal((await mailsTo(app, person.email)).length, 1)
})

t.test('who has the account is told once, and her link lets her in where others go on trying', async t => {
  await protect('brute-force-protection', { mode: 'count_per_identifier', max_attempts: 1 })
  t.teardown(() => protect('brute-force-protection', BRUTE))
  const person = await createPerson(app)
  for (let i = 0; i < 5; i++) await grant('password')(person.email, 'x', newNetwork())
  await grant('password')('nobody@example.com', 'x', newNetwork())
  await grant('password')('nobody@example.com', 'x', newNetwork())
  const [mail, ...more] = await mailsTo(app, person.email)
  t.same(more, [])
  t.equal(mail?.subject, 'Somebody tried to sign in to your account')
  t.same(await mailsTo(app, 'nobody@example.com', 0), [])
  const link = linkIn(mail)

  const hers = from(newNetwork())
  for (const method of ['GET', 'HEAD', 'GET'])
    t.equal((await hers.fetch(link, { method })).status, 200, 'a scanner opens it')
  t.equal(await page(person.email, PASSWORD, newNetwork()), 'account', 'which spends nothing')
  const shown = await hers.get(link)
  t.equal(titleOf(shown), 'Let yourself in again')
  t.equal(
    (await hers.post(new URL('/u/unblock', app.issuer), { ticket: link.searchParams.get('ticket') ?? '' })).status,
    403,
  )
  t.equal(titleOf(await hers.submit(shown, {})), 'You can sign in again')
  t.ok((await eventsOf(app, person.email)).includes('ublkdu'))
  t.equal((await hers.submit(shown, {})).status, 400, 'the link works once')
  t.equal((await from(newNetwork()).get(link)).status, 400)

  for (let i = 0; i < 3; i++) await grant('password')(person.email, 'x', newNetwork())
  t.equal(await page(person.email, PASSWORD, newNetwork()), 'account', 'others have gone on')
  const { page: again } = await visit(app, client, {}, hers)
  t.ok(codeIn(await hers.submit(again, { username: person.email, password: PASSWORD })), 'she gets in')
})

t.test('a link lifts the blocks of its own account and address alone', async t => {
  const [person, other] = [await createPerson(app), await createPerson(app)]
  const ip = newNetwork()
  for (const { email } of [person, other]) for (let i = 0; i < 11; i++) await grant('password')(email, 'x', ip)
  const spend = async (link: URL) => {
    const visitor = from(ip)
    return (await visitor.submit(await visitor.get(link), {})).status
  }
  t.equal(await spend(await ticketFor(app, person, { purpose: 'unblock', email: 'old@example.com' })), 400)
  t.equal(await grant('password')(person.email, PASSWORD, ip), 'account')
  const reset = await ticketFor(app, person, { purpose: 'reset_password' })
  reset.pathname = '/u/unblock'
  t.equal((await from(ip).get(reset)).status, 400, 'a link for something else is none')
  t.equal(await spend(await ticketFor(app, person, { purpose: 'unblock' })), 200)
  t.equal(await grant('password')(person.email, PASSWORD, ip), 'in')
  t.equal(await grant('password')(other.email, PASSWORD, ip), 'account')
})

t.test('reaching the limit costs the same for a known and an unknown name', async t => {
  await protect('brute-force-protection', { max_attempts: 1 })
  t.teardown(() => protect('brute-force-protection', BRUTE))
  const reached = async (username: string) => {
    const ip = newNetwork()
    await grant('password')(username, 'x', ip)
    const { statements, jobs, hashes } = await costOf(() => grant('password')(username, 'x', ip))
    return { statements: statements.filter(sql => !sql.includes('log_events')).length, jobs, hashes }
  }
  await reached('warm@example.com')
  const unknown = await reached('unknown@example.com')
  t.match(unknown, { jobs: 1, hashes: 0 })
  t.same(await reached((await createPerson(app)).email), unknown)
})

t.test(
  'blocked:false of a user does not lift the blocks of her account, and lifting those does not unblock her',
  async t => {
    const person = await createPerson(app, { blocked: true })
    const ip = newNetwork()
    const id = encodeURIComponent(person.user_id)
    for (let i = 0; i < 11; i++) await page(person.email, 'x', ip)
    t.equal((await app.api('PATCH', `/users/${id}`, { blocked: false })).status, 200)
    t.equal(await page(person.email, PASSWORD, ip), 'account')
    t.equal((await app.api('PATCH', `/users/${id}`, { blocked: true })).status, 200)
    t.equal((await app.api('DELETE', `/user-blocks/${id}`)).status, 204)
    t.equal((await app.api('GET', `/users/${id}`)).body.blocked, true)
    t.equal((await app.api('PATCH', `/users/${id}`, { blocked: false })).status, 200)
    t.equal(await page(person.email, PASSWORD, ip), 'in')
  },
)

t.test('sign-ups are throttled as they are set, by page and by program', async t => {
  await protect('suspicious-ip-throttling', {
    stage: { 'pre-user-registration': { max_attempts: 2, rate: 86_400_000 } },
  })
  t.teardown(() => protect('suspicious-ip-throttling', THROTTLING))
  const ip = newNetwork()
  let count = 0
  const signUp = async (network: string) => {
    const response = await app.fetch('/dbconnections/signup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
      body: JSON.stringify({
        client_id: client.client_id,
        connection: CONNECTION,
        email: `new-${++count}@example.com`,
        password: PASSWORD,
      }),
    })
    return response.status
  }
  t.same([await signUp(ip), await signUp(ip), await signUp(ip), await signUp(ip)], [200, 200, 429, 429])
  t.same(await eventsOf(app, 'new-3@example.com'), ['limit_mu'])
  t.same(await eventsOf(app, 'new-4@example.com'), [])
  t.equal(await signUp(newNetwork()), 200)
  t.ok((await signIn(app, client, { email: 'new-1@example.com' }, from(ip))).code, 'they may sign in from there')
  t.equal((await app.api('GET', `/anomaly/blocks/ips/${ip}`)).status, 200)
  t.equal((await app.api('DELETE', `/anomaly/blocks/ips/${ip}`)).status, 204)
  t.equal((await app.api('GET', `/anomaly/blocks/ips/${ip}`)).status, 404)
  t.equal(await signUp(ip), 200)
})

t.test('who is new by a code signs up too', async t => {
  await protect('suspicious-ip-throttling', {
    stage: { 'pre-user-registration': { max_attempts: 1, rate: 86_400_000 } },
  })
  t.teardown(() => protect('suspicious-ip-throttling', THROTTLING))
  const by_code = await createClient(app, { grant_types: [PASSWORDLESS_OTP] })
  await createPasswordless(app, 'email', [by_code])
  const ip = newNetwork()
  const comeIn = async (email: string, mails: number) => {
    const ask = (path: string, body: object) =>
      app.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
        body: JSON.stringify({ client_id: by_code.client_id, ...body }),
      })
    await ask('/passwordless/start', { connection: 'email', email, send: 'code' })
    const otp = await mailedCode(app, email, mails)
    const redeem = async () =>
      (await ask('/oauth/token', { grant_type: PASSWORDLESS_OTP, username: email, otp, realm: 'email' })).status
    return { status: await redeem(), redeem }
  }
  t.match(await comeIn('new-by-code@example.com', 1), { status: 200 })
  const { redeem, status } = await comeIn('one-too-many@example.com', 1)
  t.equal(status, 429)
  t.same(await eventsOf(app, 'one-too-many@example.com'), ['cs', 'limit_mu'])
  t.match(await comeIn('new-by-code@example.com', 2), { status: 200 }, 'who is here already does not')
  t.equal((await app.api('DELETE', `/anomaly/blocks/ips/${ip}`)).status, 204)
  t.equal(await redeem(), 200, 'the code stayed good')
})

t.test('fifty guesses at once, at two replicas', async t => {
  const replica = await createTestApp(t, { database: app.database, trusted_proxies: ['127.0.0.1'] })
  await t.test('on one account: as many are looked at as may be', async t => {
    for (const mode of ['count_per_identifier_and_ip', 'count_per_identifier']) {
      await protect('brute-force-protection', { mode })
      const person = await createPerson(app)
      const ip = newNetwork()
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => grant('password', i % 2 ? app : replica)(person.email, 'x', ip)),
      )
      t.same(
        [answers.filter(answer => answer === 'wrong').length, answers.filter(answer => answer === 'account').length],
        [10, 40],
      )
      t.equal((await eventsOf(app, person.email)).filter(type => type === 'limit_wc').length, 1, 'told once')
      const { blocked_for } = (await app.api('GET', `/user-blocks/${encodeURIComponent(person.user_id)}`)).body
      t.same(blocked_for, [
        { identifier: person.email, connection: CONNECTION, ...(mode === 'count_per_identifier' ? {} : { ip }) },
      ])
    }
    await protect('brute-force-protection', BRUTE)
  })

  await t.test('at fifty accounts from one network: as many are looked at as may be', async t => {
    await protect('suspicious-ip-throttling', { stage: { 'pre-login': { max_attempts: 20 } } })
    t.teardown(() => protect('suspicious-ip-throttling', THROTTLING))
    const ip = newNetwork()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        grant('password', i % 2 ? app : replica)(`sprayed-${i}@example.com`, 'x', ip),
      ),
    )
    t.equal(answers.filter(answer => answer === 'wrong').length, 20)
  })
})
