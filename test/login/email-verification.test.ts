import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { createClient, createPerson, eventsOf, storeOf, ticketFor } from '../support/scene.ts'
import { formOf, linkOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app, { initiate_login_uri: 'https://app.example/start' })
const store = await storeOf(app)
const purpose = 'verify_email' as const
const isVerified = async (user_id: string) => (await store.users.find(user_id))?.email_verified

t.test('the button verifies, and leads back to the app that the link was made for', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(await ticketFor(app, person, { purpose, client_id: client.client_id }))
  t.equal(await isVerified(person.user_id), false)
  const done = await visitor.submit(page)
  t.equal(titleOf(done), 'Email confirmed')
  t.equal(linkOf(done, 'Continue to Shop').href, 'https://app.example/start')
  t.equal(await isVerified(person.user_id), true)
  t.same(await eventsOf(app, person.email), ['sv'])
})

t.test('an address that was changed meanwhile is not verified by the old one’s link', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(await ticketFor(app, person, { purpose }))
  await store.transaction(tx => tx.users.update(person.user_id, { email: `moved-${person.email}` }, new Date()))
  const refused = await visitor.submit(page)
  t.equal(titleOf(refused), 'Email not confirmed')
  t.equal(await isVerified(person.user_id), false)
  t.same(await eventsOf(app, person.email), ['fv'])
})

t.test('an expired, mistyped or other link verifies nothing', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer)
  const reset = (await ticketFor(app, person)).searchParams.get('ticket') ?? ''
  const expired = await ticketFor(app, person, { purpose, expires_at: new Date(Date.now() - 1) })
  for (const url of [
    expired,
    '/u/email-verification',
    '/u/email-verification?ticket=x',
    '/u/email-verification?ticket=a&ticket=b',
    `/u/email-verification?ticket=${reset}`,
  ]) {
    const refused = await visitor.get(url)
    t.equal(refused.status, 400)
    t.equal(titleOf(refused), 'Email not confirmed')
  }
  const page = await visitor.get(await ticketFor(app, person, { purpose }))
  const forged = await visitor.submit(page, { _csrf: 'x' })
  t.same([forged.status, titleOf(forged)], [403, 'Confirm your email'], 'a forged form asks again')
  t.equal((await visitor.submit(page, { ticket: reset })).status, 400)
  t.equal((await visitor.post('/u/email-verification', {})).status, 400)
  t.equal(await isVerified(person.user_id), false)
  t.ok(formOf(forged).fields.ticket)
})

t.test('one of several clicks at once verifies', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer)
  const page = await visitor.get(await ticketFor(app, person, { purpose }))
  const answers = await Promise.all([1, 2, 3, 4].map(() => visitor.submit(page)))
  t.ok(
    answers.every(({ status }) => status === 200),
    'and the others say that it is done',
  )
  t.same(await eventsOf(app, person.email), ['sv'])
})

t.test('a result_url is told what came of it', async t => {
  const person = await createPerson(app, { email_verified: false })
  const visitor = new Visitor(app.issuer)
  const link = await ticketFor(app, person, { purpose, result_url: 'https://app.example/verified' })
  const done = await visitor.submit(await visitor.get(link))
  const target = new URL(done.headers.get('location') ?? '')
  t.equal(target.searchParams.get('success'), 'true')
  t.equal(target.searchParams.has('email'), false, 'an address is no part of a URL unless the ticket says so')
})
