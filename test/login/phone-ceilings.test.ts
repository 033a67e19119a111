// What all messages to phones cost together has an end, whoever asks for them and from wherever (SMS pumping).
import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import { createPasswordless } from '../support/passwordless.ts'
import { configure, createClient, createPerson, storeOf, visit } from '../support/scene.ts'
import { provePassword, screenOf, setMultiFactor } from '../support/second-factor.ts'
import { errorsOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t, { trusted_proxies: ['127.0.0.1'] })
const store = await storeOf(app)
const grant_types = ['authorization_code', 'http://auth0.com/oauth/grant-type/passwordless/otp']
const client = await createClient(app, { grant_types })
await createPasswordless(app, 'sms', [client])
let networks = 0
const limit = (phone_messages: { per_hour?: number; per_day?: number } | null) =>
  configure(app, async () => {
    const { status, body } = await app.api('PATCH', '/tenants/settings', { phone_messages })
    if (status !== 200) throw new Error(JSON.stringify(body))
  })
const sentNow = async () => {
  await untilJobsAreDone(app)
  return (await app.database.query("select 1 from log_events where type = 'cs'")).rows.length
}
const told = async () =>
  (await app.database.query("select description from log_events where type = 'gd_send_sms_failure'")).rows

/** From a network of its own, unless told. */
async function ask(number: string, network = `198.51.100.${++networks}`) {
  const visitor = new Visitor(app.issuer, { 'x-forwarded-for': network })
  const { page } = await visit(app, client, { connection: 'sms' }, visitor)
  return { visitor, page: await visitor.submit(page, { username: number }) }
}

t.test(
  'an hour’s and a day’s messages: the next is refused where it is asked for, and the log says so once',
  async t => {
    t.match((await app.api('GET', '/tenants/settings')).body.phone_messages, { per_hour: 500, per_day: 2_000 })
    await limit({ per_hour: 3 })
    const pages = await Promise.all([0, 1, 2, 3, 4].map(n => ask(`+44770090001${n}`)))
    t.same(
      pages.map(({ page }) => page.status),
      [200, 200, 200, 200, 200],
      'of many at once nobody knows yet',
    )
    t.equal(await sentNow(), 5)
    const reached = await Promise.all([0, 1, 2, 3, 4].map(n => mailsTo(app, `+44770090001${n}`, 0)))
    t.equal(reached.flat().length, 3, 'three of them are sent')
    t.match(await told(), [{ description: /^No more than 3 messages are sent to phones in one hour/ }])
    const { page, visitor } = await ask('+447700900020')
    t.same([page.status, errorsOf(page)], [429, ['too-many-codes']])
    t.same(errorsOf(await visitor.submit(page, { username: '+447700900020' })), ['too-many-codes'])
    const start = await app.fetch('/passwordless/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: client.client_id, connection: 'sms', phone_number: '+447700900021' }),
    })
    t.equal(start.status, 429)
    t.equal((await told()).length, 1)

    await t.test('nor is one sent to who has given her password; she is told, and finds another way', async t => {
      await setMultiFactor(app, { factors: { sms: true, otp: true }, policies: ['all-applications'] })
      const person = await createPerson(app)
      const now = new Date()
      await store.authentication_methods.create(
        {
          user_id: person.user_id,
          type: 'phone',
          phone_number: '+447700900030',
          preferred_authentication_method: 'sms',
        },
        now,
      )
      const { visitor, page } = await provePassword(app, client, person)
      t.same([page.status, errorsOf(page)], [429, ['too-many-codes']])
      await limit({ per_hour: 10, per_day: 10 })
      const again = await visitor.submit(page, {}, 'resend')
      t.same([screenOf(again), errorsOf(again)], ['mfa-sms-challenge', []])
      t.equal((await mailsTo(app, '+447700900030')).length, 1)
      await setMultiFactor(app, { factors: {}, policies: [] })
    })

    await limit({ per_hour: 1_000, per_day: 3 })
    t.same(errorsOf((await ask('+447700900040')).page), ['too-many-codes'], 'the day has an end too')
    await limit({ per_hour: 0 })
    t.same(errorsOf((await ask('+447700900041')).page), ['too-many-codes'], 'none at all')
    for (const phone_messages of [{ per_hour: -1 }, { per_day: 1.5 }, { per_week: 1 }, 5])
      t.equal(
        (await app.api('PATCH', '/tenants/settings', { phone_messages })).status,
        400,
        JSON.stringify(phone_messages),
      )
    await limit(null)
    t.same(errorsOf((await ask('+447700900042')).page), [])
  },
)

t.test('one network has fewer than all', async t => {
  await configure(app, () =>
    app.api('PATCH', '/attack-protection/bot-detection', { challenge_passwordless_policy: 'never' }),
  )
  const network = '203.0.113.1'
  for (let i = 0; i < 50; i++) await store.throttles.hit(['phone message asked for', network], 3_600, new Date())
  t.same(errorsOf((await ask('+447700900050', network)).page), ['too-many-codes'])
  t.same(errorsOf((await ask('+447700900050')).page), [])
})

t.test('strangers use up no more than their share: a phone that is a second factor is sent its code', async t => {
  await limit({ per_hour: 1_000, per_day: 2_000 })
  for (let i = 0; i < 800; i++)
    await store.throttles.hit(['messages to phones', 'hour', 'to strangers'], 3_600, new Date())
  t.same(errorsOf((await ask('+447700900060')).page), ['too-many-codes'])
  await setMultiFactor(app, { factors: { sms: true }, policies: ['all-applications'] })
  const person = await createPerson(app)
  await store.authentication_methods.create(
    { user_id: person.user_id, type: 'phone', phone_number: '+447700900061', preferred_authentication_method: 'sms' },
    new Date(),
  )
  const { page } = await provePassword(app, client, person)
  t.same([screenOf(page), errorsOf(page)], ['mfa-sms-challenge', []])
  t.equal((await mailsTo(app, '+447700900061')).length, 1)
  await setMultiFactor(app, { factors: {}, policies: [] })
})

t.test('one network has a tenth of a small share too', async t => {
  await limit({ per_hour: 10_000, per_day: 10 })
  t.same(errorsOf((await ask('+447700900070', '203.0.113.9')).page), [])
  t.same(errorsOf((await ask('+447700900071', '203.0.113.9')).page), ['too-many-codes'])
  await limit(null)
})
