// Proofs of who one is, together: what one of them cannot open, none of the others opens by a way around.
import { randomInt } from 'node:crypto'
import t from 'tap'
import { admitFirstCode } from '../../src/login/throttles.ts'
import { createTestApp } from '../support/app.ts'
import { linkIn, mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { createPasswordless } from '../support/passwordless.ts'
import { askFor, codeIn, createClient, createPerson, PASSWORD, storeOf, ticketFor } from '../support/scene.ts'
import { screenOf, setMultiFactor } from '../support/second-factor.ts'
import { errorsOf, Visitor } from '../support/visitor.ts'

const PASSWORDLESS = 'http://auth0.com/oauth/grant-type/passwordless/otp'
const MFA = 'http://auth0.com/oauth/grant-type/mfa-'

const app = await createTestApp(t)
const store = await storeOf(app)
const grant_types = ['authorization_code', 'password', PASSWORDLESS, `${MFA}otp`, `${MFA}oob`]
const client = await createClient(app, { grant_types })
const newNumber = () => `+4477009${randomInt(10_000, 99_999)}0`

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
async function post(path: string, parameters: object, headers = {}): Promise<{ status: number; body: any }> {
  const response = await app.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ client_id: client.client_id, ...parameters }),
  })
  return { status: response.status, body: await response.json() }
}

/** The code in the newest of so many mails or messages. */
const codeSent = async (to: string, count: number) =>
  (await mailsTo(app, to, count)).at(-1)?.text.match(/\b\d{6,8}\b/)?.[0] ?? ''

/** Signed in, on a page of her account. */
async function atAccount(person: { email: string }, path = '/account', visitor = new Visitor(app.issuer)) {
  const page = await visitor.submit(await visitor.get(path), { username: person.email, password: PASSWORD })
  return { visitor, page }
}

t.test('another address that waits to be confirmed ends with what ended the session that asked for it', async t => {
  const ends = {
    'a reset password': async (person: Awaited<ReturnType<typeof createPerson>>) => {
      const visitor = new Visitor(app.issuer)
      const password = 'a new one, of hers alone'
      const form = await visitor.get(await ticketFor(app, person))
      return visitor.submit(form, { 'password-reset': password, 're-enter-password': password })
    },
    'signing out everywhere': async (person: { email: string }) => {
      const { visitor, page } = await atAccount(person, '/account/sessions')
      return visitor.submit(page, {}, 'all')
    },
    'signing out that device': async (person: { email: string; user_id: string }) => {
      const { visitor, page } = await atAccount(person, '/account/sessions')
      const [id] = [...page.body.matchAll(/name="action" value="([^"]+)"/g)]
        .map(([, value]) => value as string)
        .filter(value => value !== 'all')
      return visitor.submit(page, {}, id)
    },
  }
  for (const [what, end] of Object.entries(ends)) {
    const person = await createPerson(app)
    const { visitor: thief, page } = await atAccount(person, '/account/email')
    const email = `thief-of-${person.email}`
    await thief.submit(page, { email })
    const link = linkIn((await mailsTo(app, email))[0])
    t.ok((await end(person)).status < 400, what)
    const confirm = await thief.get(link)
    if (confirm.status === 200) await thief.submit(confirm)
    t.equal((await store.users.find(person.user_id))?.email, person.email, what)
  }
})

t.test('a form of one person’s account does nothing to who has signed in at that browser since', async t => {
  const [ada, bob] = [await createPerson(app), await createPerson(app)]
  const { visitor } = await atAccount(ada)
  const forms = { password: await visitor.get('/account/password'), profile: await visitor.get('/account') }
  await visitor.get(`/v2/logout?client_id=${client.client_id}`)
  const { page } = await atAccount(bob, '/account', visitor)
  t.match(page.body, bob.email)
  await visitor.submit(forms.password, { password: 'the new one of Ada’s, whom Bob is not' })
  await visitor.submit(forms.profile, { name: 'Ada' })
  t.notMatch(await store.users.find(bob.user_id), { name: 'Ada' })
  t.equal((await atAccount(bob)).page.url.pathname, '/account', 'his password is what it was')
})

t.test('who has a mailbox for a second factor changes nothing of her proofs without it', async t => {
  await setMultiFactor(app, { factors: { email: true, otp: true } })
  const person = await createPerson(app)
  const { page } = await atAccount(person, '/account/security')
  t.equal(screenOf(page), 'mfa-email-challenge', 'a password alone would add an app, and be two factors')
})

t.test('one mailbox, or one phone, is one factor, however often it is asked', async t => {
  await createPasswordless(app, 'email', [client])
  await createPasswordless(app, 'sms', [client])
  await setMultiFactor(app, { factors: { email: true, sms: true, otp: true }, policies: ['all-applications'] })
  const cases = [
    { connection: 'email', address: 'email', to: 'one-mailbox@example.com', type: 'email', channel: 'email' },
    { connection: 'sms', address: 'phone_number', to: newNumber(), type: 'phone', channel: 'sms' },
  ] as const

  /** By a code, as an app asks for it. */
  async function firstProof({ connection, address, to }: (typeof cases)[number], count: number) {
    await post('/passwordless/start', { connection, [address]: to, send: 'code' })
    const otp = await codeSent(to, count)
    return post('/oauth/token', { grant_type: PASSWORDLESS, username: to, realm: connection, otp })
  }
  /** By a code, on the pages. */
  async function onPages({ to, connection }: (typeof cases)[number], count: number) {
    const asked = askFor(client, { connection })
    const visitor = new Visitor(app.issuer)
    const sent = await visitor.submit(await visitor.get(asked.url), { username: to })
    return visitor.submit(sent, { code: await codeSent(to, count) })
  }

  for (const one of cases) {
    const { to, type, address, channel } = one
    const { status, body } = await firstProof(one, 1)
    t.equal(status, 403)
    t.notOk(body.mfa_requirements.challenge, 'she has none yet')

    t.test(`${type}: it is not added either`, async t => {
      const asked = { authenticator_types: ['oob'], oob_channels: [channel], [address]: to }
      const bearer = { authorization: `Bearer ${body.mfa_token}` }
      const added = await post('/mfa/associate', asked, bearer)
      t.equal(added.status, 400, JSON.stringify(added.body))
      await untilJobsAreDone(app)
      t.equal((await mailsTo(app, to)).length, 1)
    })

    t.test(`${type}: nor asked for, if it was`, async t => {
      const found = await store.users.findAddressee(
        (await store.connections.findByName(one.connection))?.id ?? '',
        address === 'email' ? { email: to } : { phone_number: to },
      )
      const user_id = found?.user_id ?? ''
      const reached = type === 'email' ? { email: to } : { phone_number: to }
      await store.authentication_methods.create({ user_id, type, ...reached }, new Date())
      const { body } = await firstProof(one, 2)
      t.notOk(body.mfa_requirements?.challenge, JSON.stringify(body))
      const challenge = await post('/mfa/challenge', { mfa_token: body.mfa_token, challenge_type: 'oob' })
      t.equal(challenge.status, 403, JSON.stringify(challenge.body))
      const page = await onPages(one, 3)
      t.notMatch(screenOf(page), /email-challenge|sms-challenge/)
    })

    t.test(`${type}: another is, and then nobody adds one without it`, async t => {
      const found = await store.users.findAddressee(
        (await store.connections.findByName(one.connection))?.id ?? '',
        address === 'email' ? { email: to } : { phone_number: to },
      )
      const user_id = found?.user_id ?? ''
      const reached = type === 'email' ? { email: 'another@example.com' } : { phone_number: newNumber() }
      await store.authentication_methods.create({ user_id, type, ...reached }, new Date())
      t.match(screenOf(await onPages(one, 4)), type === 'email' ? 'mfa-email-challenge' : 'mfa-sms-challenge')
    })
  }
})

t.test('nor is a mailbox flooded by many accounts, each of which would have its address', async t => {
  await setMultiFactor(app, {})
  const victim = `nobody-asked-her-${randomInt(1_000_000)}@example.com`
  const pages = []
  for (let account = 0; account < 2; account++) {
    const { visitor } = await atAccount(await createPerson(app, { email_verified: false }))
    const page = await visitor.get('/account/email')
    for (let i = 0; i < 6; i++) pages.push(await visitor.submit(page, { email: victim }))
  }
  t.strictSame(
    pages.map(page => errorsOf(page)),
    [...Array.from({ length: 10 }, () => []), ['too-many-email'], ['too-many-email']],
  )
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, victim, 0)).length, 10)
})

t.test('a phone is not flooded by many accounts, each of which adds it', async t => {
  await setMultiFactor(app, { factors: { sms: true }, policies: ['all-applications'] })
  const number = newNumber()
  for (let i = 0; i < 12; i++) {
    const { body } = await post('/oauth/token', {
      grant_type: 'password',
      username: (await createPerson(app)).email,
      password: PASSWORD,
    })
    const asked = { authenticator_types: ['oob'], oob_channels: ['sms'], phone_number: number }
    t.equal((await post('/mfa/associate', asked, { authorization: `Bearer ${body.mfa_token}` })).status, 200)
  }
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, number)).length, 10)

  const owner = await createPerson(app)
  await store.authentication_methods.create({ user_id: owner.user_id, type: 'phone', phone_number: number }, new Date())
  const { body } = await post('/oauth/token', { grant_type: 'password', username: owner.email, password: PASSWORD })
  await post('/mfa/challenge', { mfa_token: body.mfa_token, challenge_type: 'oob' })
  await untilJobsAreDone(app)
  t.equal((await mailsTo(app, number)).length, 11, 'and whose it is goes on signing in by it')
})

t.test(
  'who asks for codes to somebody’s address again and again does not keep her from hers, where she is known',
  async t => {
    await setMultiFactor(app, {})
    const to = 'asked-for-by-many@example.com'
    const connection_id = (await store.connections.findByName('email'))?.id ?? ''
    const asks = async (visitor: Visitor) =>
      visitor.submit(await visitor.get(askFor(client, { connection: 'email', prompt: 'login' }).url), { username: to })
    const hers = new Visitor(app.issuer)
    t.ok(codeIn(await hers.submit(await asks(hers), { code: await codeSent(to, 1) })))
    for (let i = 0; i < 10; i++) await admitFirstCode(store, { connection_id, to }, new Date())
    await asks(new Visitor(app.issuer))
    await untilJobsAreDone(app)
    t.equal((await mailsTo(app, to)).length, 1, 'nobody floods her mailbox')
    t.ok(codeIn(await hers.submit(await asks(hers), { code: await codeSent(to, 2) })))
  },
)
