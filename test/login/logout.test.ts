import t from 'tap'
import { createTestApp } from '../support/app.ts'
import { configure, createClient, createPerson, signIn, trade, visit } from '../support/scene.ts'
import { formOf, linkOf, titleOf, Visitor } from '../support/visitor.ts'

const app = await createTestApp(t)
const client = await createClient(app, { initiate_login_uri: 'https://app.example/start' })
const HOME = 'https://app.example/'

async function signedIn() {
  const person = await createPerson(app)
  const { visitor, code, asked } = await signIn(app, client, person)
  const { body } = await trade(app, client, code, asked)
  const isSignedIn = async () => {
    const { page } = await visit(app, client, { prompt: 'none' }, visitor)
    return new URL(page.headers.get('location') ?? '').searchParams.has('code')
  }
  return { person, visitor, id_token: body.id_token, isSignedIn }
}

t.test('a logout that does not say whose session it means asks', async t => {
  const { person, visitor, isSignedIn } = await signedIn()
  const query = new URLSearchParams({ client_id: client.client_id, post_logout_redirect_uri: HOME, state: 'x<y' })
  const question = await visitor.get(`/oidc/logout?${query}`)
  t.equal(titleOf(question), 'Sign out?')
  t.match(question.body, person.email)
  t.match(question.headers.get('content-security-policy'), "default-src 'none'")

  const stayed = await visitor.submit(question, {}, 'deny')
  t.equal(stayed.headers.get('location'), `${HOME}?state=x%3Cy`)
  t.equal(await isSignedIn(), true)

  const left = await visitor.submit(question, {}, 'accept')
  t.equal(left.headers.get('location'), `${HOME}?state=x%3Cy`)
  t.equal(await isSignedIn(), false)
})

t.test('with nowhere to go there is a page that says so', async t => {
  const { visitor, isSignedIn } = await signedIn()
  const question = await visitor.get('/oidc/logout')
  t.equal(titleOf(await visitor.submit(question, {}, 'deny')), 'Sign out?')
  const left = await visitor.submit(question, {}, 'accept')
  t.equal(titleOf(left), 'You are signed out')
  t.equal(await isSignedIn(), false)
  t.equal(titleOf(await visitor.submit(question, {}, 'accept')), 'You are signed out', 'a second click does no harm')
  t.equal(titleOf(await visitor.get('/oidc/logout')), 'You are signed out')
})

t.test('a forged or empty form signs nobody out', async t => {
  const { visitor, isSignedIn } = await signedIn()
  const question = await visitor.get('/oidc/logout')
  const { action } = formOf(question)
  for (const body of [{}, { action: 'accept' }, { action: 'accept', _csrf: 'x' }]) {
    t.equal(titleOf(await visitor.post(action, body)), 'Sign out?')
    t.equal(await isSignedIn(), true)
  }
})

t.test('what the form brings back is checked again', async t => {
  const { visitor, isSignedIn } = await signedIn()
  const question = await visitor.get(`/oidc/logout?client_id=${client.client_id}`)
  const forged = await visitor.submit(question, { post_logout_redirect_uri: 'https://evil.example/' }, 'accept')
  t.equal(forged.status, 400)
  t.equal(titleOf(forged), 'This request cannot be answered')
  t.equal(await isSignedIn(), true)
})

t.test('with the ID token nobody is asked, and the page leads back to the app', async t => {
  const { visitor, id_token, isSignedIn } = await signedIn()
  const left = await visitor.get(`/oidc/logout?${new URLSearchParams({ id_token_hint: id_token })}`)
  t.equal(titleOf(left), 'You are signed out')
  t.equal(linkOf(left, 'Continue to Shop').href, 'https://app.example/start')
  t.equal(await isSignedIn(), false)
})

t.test('a logout URL that is not registered is an error page, and nobody is signed out', async t => {
  const { visitor, isSignedIn } = await signedIn()
  for (const url of [
    `/oidc/logout?client_id=${client.client_id}&post_logout_redirect_uri=https://evil.example/`,
    `/v2/logout?client_id=${client.client_id}&returnTo=https://evil.example/`,
  ]) {
    const refused = await visitor.get(url)
    t.equal(refused.status, 400)
    t.match(refused.headers.get('content-type'), 'text/html')
    t.equal(titleOf(refused), 'This request cannot be answered')
  }
  t.equal(await isSignedIn(), true)
})

t.test('an error of the protocol is a page with words for people and details for developers', async t => {
  const visitor = new Visitor(app.issuer)
  const refused = await visitor.get('/authorize?client_id=nobody&response_type=code&redirect_uri=https://evil.example/')
  t.equal(refused.status, 400)
  t.match(refused.body, 'This request cannot be answered')
  t.match(refused.body, 'invalid_client')
  t.match(refused.headers.get('content-security-policy'), "default-src 'none'")
  const hostile = await visitor.get(
    `/authorize?${new URLSearchParams({ client_id: client.client_id, response_type: 'code', redirect_uri: '"><script>alert(1)</script>' })}`,
  )
  t.equal(hostile.status, 400)
  t.notMatch(hostile.body, '<script>alert')
})

t.test('the tenant’s name, picture and support are on its pages', async t => {
  const settings = {
    friendly_name: 'Acme & Sons',
    picture_url: 'https://cdn.example/acme.png',
    support_url: 'https://acme.example/help',
  }
  await configure(app, store => store.settings.update(settings, new Date()))
  const page = await new Visitor(app.issuer).get('/oidc/logout?post_logout_redirect_uri=x')
  t.match(page.body, 'Acme &amp; Sons')
  t.match(page.body, 'https://cdn.example/acme.png')
  t.equal(linkOf(page, 'Get help').href, 'https://acme.example/help')
})
