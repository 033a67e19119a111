import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { linkIn, mailsTo } from '../support/mail.ts'
import { createClient, createPerson, visit } from '../support/scene.ts'
import { linkOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)

t.test('the front door of development mode leads to the try-it page', async t => {
  const page = await new Visitor(app.issuer).get('/')
  t.equal(page.url.pathname, '/try')
  t.match(page.body, `data-issuer="${app.issuer}"`)
  t.match(page.body, 'data-client-id="lintel-try-it"')
  t.match(page.body, `data-redirect-uri="${app.issuer}try"`)
  t.match(page.body, 'data-audience="urn:lintel:try-it"')
  t.equal(linkOf(page, 'Mailbox').pathname, '/dev/mail')
  t.match(page.headers.get('content-security-policy'), "connect-src 'self'")
})

t.test('the mailbox shows each message, and its HTML in a frame that can do nothing', async t => {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  t.match((await visitor.get('/dev/mail')).body, 'No message yet')
  const { page } = await visit(app, await createClient(app), {}, visitor)
  const request = await visitor.submit(page, {}, 'forgot')
  await visitor.submit(request, { email: person.email })
  const link = linkIn((await mailsTo(app, person.email))[0])

  const mailbox = await visitor.get('/dev/mail')
  t.match(mailbox.body, person.email)
  const [, url = ''] = mailbox.body.match(/<a href="(\/dev\/mail\/\d+)"/) ?? []
  const message = await visitor.get(url)
  t.equal(titleOf(message), 'Mailbox')
  t.match(message.body, `<a href="${link.href.replaceAll('&', '&amp;')}">`)
  const html = await visitor.get(`${url}/html`)
  t.match(html.body, link.href.replaceAll('&', '&amp;'))
  t.match(html.headers.get('content-security-policy'), /default-src 'none';.*frame-ancestors 'self'; sandbox/)
  t.notMatch(html.headers.get('content-security-policy'), 'script')
  t.equal(html.headers.get('x-frame-options'), 'SAMEORIGIN')
  t.equal((await visitor.get('/dev/mail/999')).status, 404)
})

t.test('production has none of it', async t => {
  const production = await createTestApp(t, { production: true, database: app.database })
  for (const path of ['/', '/try', '/dev/mail', '/dev/mail/1', '/dev/mail/1/html'])
    t.equal((await production.fetch(path)).status, 404, path)
  const { body } = await production.api('GET', '/clients?fields=client_id')
  t.notMatch(JSON.stringify(body), 'lintel-try-it')
  const apis = await production.api('GET', '/resource-servers')
  t.notMatch(JSON.stringify(apis.body), 'urn:lintel:try-it')
})
