import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { mailsTo, untilJobsAreDone } from '../support/mail.ts'
import {
  configure,
  createClient,
  createPerson,
  eventsOf,
  PASSWORD,
  storeOf,
  ticketFor,
  visit,
} from '../support/scene.ts'
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

t.test('who confirms her address is welcomed, once, if the tenant wants that', async t => {
  const welcomes = async (to: string) => {
    await untilJobsAreDone(app)
    return (await mailsTo(app, to, 0)).filter(({ subject }) => subject.startsWith('Welcome')).length
  }
  const confirm = async (person: Awaited<ReturnType<typeof createPerson>>) => {
    const visitor = new Visitor(app.issuer)
    await visitor.submit(await visitor.get(await ticketFor(app, person, { purpose, client_id: client.client_id })))
  }
  const signUp = async () => {
    const email = `${Math.random().toString(36).slice(2)}@example.com`
    const { visitor, page } = await visit(app, client, { screen_hint: 'signup' })
    await visitor.submit(page, { email, password: PASSWORD })
    return email
  }
  const early = await createPerson(app, { email_verified: false })
  await confirm(early)
  t.equal(await welcomes(early.email), 0, 'nobody, unless the tenant says so')

  const enable = (template: string, enabled: boolean, result_url: string | null = null) =>
    configure(app, ({ email_templates }) =>
      email_templates.create(
        {
          template,
          enabled,
          body: null,
          from: null,
          subject: null,
          result_url,
          url_lifetime_in_seconds: null,
          include_email_in_redirect: null,
        },
        new Date(),
      ),
    )
  await enable('welcome_email', true, 'https://shop.example/start?from=mail')
  const person = await createPerson(app, { email_verified: false })
  await confirm(person)
  t.equal(await welcomes(person.email), 1)
  const [mail] = (await mailsTo(app, person.email)).filter(({ subject }) => subject.startsWith('Welcome'))
  t.match(mail?.html, 'href="https://shop.example/start?from=mail"')
  t.match(mail?.text, /^https:\/\/shop\.example\/start\?from=mail$/m)
  await confirm(person)
  t.equal(await welcomes(person.email), 1)
  t.equal(await welcomes(await signUp()), 0, 'not before')
  await enable('verify_email', false)
  t.equal(await welcomes(await signUp()), 1, 'at once where nobody is asked to confirm')
})
