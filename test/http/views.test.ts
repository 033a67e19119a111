// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Auth0 writes the variables of a text as ${clientName}
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import fastify from 'fastify'
import t, { type Test } from 'tap'
import type { Mails } from '../../src/http/mails.ts'
import type { Pages } from '../../src/http/pages.ts'
import { registerViews, type Views } from '../../src/http/views.ts'
import { english, text } from '../../src/http/words.ts'
import { full, mails, minimal } from '../support/sample-pages.ts'

const root = join(import.meta.dirname, '../../views')
const HOSTILE = `"'><script>alert(1)</script>\${x}<%= 1 %>&lt;`

async function server(t: Test, production = false) {
  const app = fastify()
  t.teardown(() => app.close())
  return { app, views: await registerViews(app, { root, production }) }
}

type Render = (name: keyof Pages, data: Pages[keyof Pages]) => string
const renderer = (views: Views) => views.html as Render

/** Every page twice: with as little data as its type allows, and with all. */
function* everyPage(views: Views) {
  for (const [kind, pages] of Object.entries({ minimal, full: full() }))
    for (const name of Object.keys(pages) as (keyof Pages)[])
      yield { name, title: `${name}, ${kind}`, html: renderer(views)(name, pages[name]) }
}

const everyMail = (views: Views, mark = '') => {
  const data = mails(mark)
  return (Object.keys(data) as (keyof Mails)[]).map(name => ({
    name,
    ...(views.mail as (name: string, data: unknown) => ReturnType<Views['mail']>)(name, data[name]),
  }))
}

const tags = (html: string) => html.match(/<\/?[a-z][a-z0-9]*/gi) ?? []
const elements = (html: string, name: string) => html.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? []
const attribute = (tag: string, name: string) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]

t.test('every page renders with as little data as its type allows, and with all', async t => {
  const { views } = await server(t)
  for (const { title, html } of everyPage(views)) {
    // The try-it page hands its script texts that are yet to be filled.
    const filled = html.replace(/ data-words="[^"]*"/, '')
    t.notMatch(filled, /undefined|null|NaN|\[object|\$\{/, `${title}: nothing is missing`)
    t.match(html, /^<!doctype html>\n<html lang="en" dir="ltr">/, `${title}: says its language`)
    t.match(html, /<title>[^<]+ \| [^<]+<\/title>/, `${title}: has a title of its own`)
    t.ok(elements(html, 'h1').length >= 1, `${title}: has a heading`)
  }
})

t.test('titles differ from screen to screen, and say when there is an error', async t => {
  const { views } = await server(t)
  const titles = Object.entries(minimal).map(
    ([name, data]) => renderer(views)(name as keyof Pages, data).match(/<title>(.*)<\/title>/)?.[1],
  )
  const perScreen = titles.filter(title => title !== 'Check your email | Acme')
  t.equal(new Set(perScreen).size, perScreen.length)
  t.match(views.html('login/login', full()['login/login']), '<title>Error: Sign in | Weather Station</title>')
})

t.test('a datum that is missing is an error, not the word "undefined"', async t => {
  const { views } = await server(t)
  const { csrf: _, ...incomplete } = minimal['login/login']
  t.throws(() => views.html('login/login', incomplete as Pages['login/login']), { name: 'TypeError' })
})

t.test('hostile strings stay text', async t => {
  const { views } = await server(t)
  const benign = full()
  const hostile = full(HOSTILE)
  for (const name of Object.keys(hostile) as (keyof Pages)[]) {
    const html = renderer(views)(name, hostile[name])
    t.same(tags(html), tags(renderer(views)(name, benign[name])), `${name}: adds no element`)
    t.notMatch(html, HOSTILE, `${name}: nothing is raw`)
    t.match(html, '&lt;script&gt;alert(1)&lt;/script&gt;', `${name}: it was there`)
  }
  const friendly = everyMail(views)
  for (const [i, mail] of everyMail(views, HOSTILE).entries()) {
    t.same(tags(mail.html), tags(friendly[i]?.html ?? ''), `${mail.name}: adds no element`)
    t.match(mail.text, HOSTILE, `${mail.name}: plain text needs no escape`)
  }
})

t.test('a text that a variable puts in is not read for variables again', async t => {
  t.equal(
    text(english, 'login', 'login', 'pageTitle', { clientName: '${clientName} $& $1' }),
    'Sign in | ${clientName} $& $1',
  )
  t.throws(() => text(english, 'login', 'login', 'pageTitle'), /no clientName/)
  t.throws(() => text(english, 'login', 'login', 'constructor'), /no words/)
})

t.test('pages keep to the Content-Security-Policy that they are sent with', async t => {
  const { app, views } = await server(t)
  app.get('/login', (_request, reply) => views.page(reply, 'login/login', full()['login/login']))
  app.get('/try', (_request, reply) => views.page(reply, 'dev/try', full()['dev/try']))

  const login = await app.inject('/login')
  t.equal(login.statusCode, 200)
  t.equal(login.headers['content-type'], 'text/html; charset=utf-8')
  t.equal(
    login.headers['content-security-policy'],
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:; base-uri 'none'; frame-ancestors 'none'",
  )
  t.match((await app.inject('/try')).headers['content-security-policy'], "; connect-src 'self'; frame-src 'self'")

  for (const { title, html } of everyPage(views)) {
    t.notMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:/i, `${title}: no inline style or handler`)
    for (const tag of elements(html, 'script'))
      t.match(attribute(tag, 'src'), /^\/assets\//, `${title}: scripts are files`)
    t.equal(elements(html, 'script').length, html.match(/<\/script>/g)?.length, `${title}: and hold nothing`)
    for (const tag of elements(html, 'link'))
      t.match(attribute(tag, 'href'), /^\/assets\//, `${title}: nothing is fetched elsewhere`)
  }
})

t.test('every form posts a CSRF token and names its button', async t => {
  const { views } = await server(t)
  for (const { title, html } of everyPage(views)) {
    for (const form of html.match(/<form\b[\s\S]*?<\/form>/g) ?? []) {
      t.match(form, /^<form (?:class="\w+" )?method="post" action="\/u\/abc\/here/, `${title}: posts`)
      t.match(form, '<input type="hidden" name="_csrf" value="csrf', `${title}: with the token`)
      // A list of what somebody has may be empty, and then there is nothing to press.
      for (const button of elements(form, 'button').filter(tag => !tag.includes('type="button"')))
        t.match(button, /type="submit" name="(action|remove)" value="[^"]+"/, `${title}: by a named button`)
      t.notMatch(form, /type="password" value="[^"]/, `${title}: never gives a password back`)
    }
  }
})

t.test('fields are where password managers and test suites look for them', async t => {
  const { views } = await server(t)
  const login = views.html('login/login', minimal['login/login'])
  t.match(login, /<input id="username" name="username" type="text" value="" autocomplete="username"/)
  t.match(login, /<input id="password" name="password" type="password" value="" autocomplete="current-password"/)
  t.match(login, '<button type="submit" name="action" value="default">Continue</button>')

  const signup = views.html('signup/signup', full()['signup/signup'])
  t.match(signup, /<input id="email" name="email" type="email" value="ada.lovelace@example.com" autocomplete="email"/)
  t.match(signup, /<input id="username" name="username"/)
  t.match(signup, /name="password" type="password" value="" autocomplete="new-password"/)
  t.match(signup, '<li data-error-code="password-policy-length-at-least">At least 8 characters</li>')
  t.match(signup, /<li data-error-code="password-policy-contains-at-least" class="failed">At least 3 of these 4:<ul>/)
  t.match(signup, /id="error-element-email" data-error-code="invalid-email-format"/)

  const reset = views.html('reset-password/reset-password', full()['reset-password/reset-password'])
  t.match(reset, /name="password-reset" type="password" value="" autocomplete="new-password"/)
  t.match(reset, /name="re-enter-password" type="password" value="" autocomplete="new-password"/)
  t.match(reset, /value="ada.lovelace@example.com" autocomplete="username" readonly hidden/)
})

t.test('errors are announced, tied to their fields, and every reference inside a page leads somewhere', async t => {
  const { views } = await server(t)
  for (const { name, title, html } of everyPage(views)) {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(match => match[1])
    t.equal(new Set(ids).size, ids.length, `${title}: ids are unique`)
    const references = [...html.matchAll(/\s(?:for|aria-describedby)="([^"]+)"|href="#([^"]+)"/g)].flatMap(match =>
      (match[1] ?? match[2] ?? '').split(' '),
    )
    t.same(
      references.filter(id => !ids.includes(id)),
      [],
      `${title}: no loose end`,
    )
    for (const tag of elements(html, 'input').filter(tag => !/type="hidden"|\shidden/.test(tag)))
      t.ok(references.includes(attribute(tag, 'id') ?? ''), `${title}: ${attribute(tag, 'name')} has a label`)

    const page = full()[name]
    if (!title.endsWith('full') || !('errors' in page)) continue
    const alone = page.errors?.length === 1 && page.errors[0]?.field
    if (!alone) t.match(html, /<div class="alert" id="prompt-alert" role="alert">/, `${title}: a summary`)
    for (const { field } of page.errors ?? []) {
      if (!field) continue
      const input = elements(html, 'input').find(tag => attribute(tag, 'name') === field) ?? ''
      t.equal(attribute(input, 'aria-invalid'), 'true', `${title}: ${field} is marked`)
      t.match(attribute(input, 'aria-describedby'), `error-element-${field}`, `${title}: ${field} says why`)
    }
  }
})

t.test('who makes a passkey on a device that has one already is told so, on every page that makes them', async t => {
  const { views } = await server(t)
  for (const { title, html } of everyPage(views)) {
    const [, failed, taken] = html.match(/data-failed="([^"]*)" data-taken="([^"]*)"/) ?? []
    if (/passkey was created/.test(failed ?? '')) t.match(taken, 'already', title)
  }
  t.match(
    renderer(views)('account/account-security', full()['account/account-security']),
    'data-taken="This device has',
  )
})

t.test('mails say the same in HTML and in plain text', async t => {
  const { views } = await server(t)
  for (const { name, subject, html, text } of everyMail(views)) {
    t.match(html, `<title>${subject}</title>`)
    t.notMatch(html + text, /undefined|null|\[object|\$\{/)
    t.match(text, 'Acme Cooperative')
    t.notMatch(text, /<[a-z]|&[a-z#0-9]+;/, `${name}: plain text is plain`)
    const [link] = text.match(/https:\S+/) ?? []
    t.match(html, `href="${link?.replaceAll('&', '&amp;')}"`, `${name}: the same link`)
  }
  const mailOf = (name: string) => everyMail(views).find(mail => mail.name === name)?.text
  t.match(mailOf('verify-email'), 'until March 4, 2027 at 9:26 AM UTC')
  t.match(mailOf('password-changed'), 'was changed on March 4, 2027 at 9:26 AM UTC')
  t.match(mailOf('email-changed'), 'from old@example.com to new@example.com')
  const bare = views.mail('password-changed', { tenant: { friendly_name: 'Acme' }, time: new Date(0) })
  t.notMatch(bare.html, '<a ', 'without a place to get help there is no button')
})

t.test('the words: every key that a page uses exists, and every key is used', async t => {
  const partials = new Map<string, string>()
  for (const file of await readdir(join(root, 'partials')))
    partials.set(file.replace('.eta', ''), await readFile(join(root, 'partials', file), 'utf8'))

  /** A template with the partials that it includes. */
  const whole = (source: string): string =>
    source +
    [...source.matchAll(/include\('\/partials\/([a-z-]+)'/g)]
      .map(([, name]) => whole(partials.get(name ?? '') ?? ''))
      .join('')

  /** The first argument of each call, as patterns: `${it.kind}Title` may be any …Title. */
  const used = (source: string, call: string) =>
    [...source.matchAll(new RegExp(`${call}\\((\`[^\`]*\`|[^,()]*)`, 'g'))]
      .flatMap(([, argument]) => argument?.match(/'[^']+'|`[^`]+`/g) ?? [])
      .map(literal => new RegExp(`^${literal.slice(1, -1).replace(/\$\{[^}]*\}/g, '\\w+')}$`))

  const read = (name: string) => readFile(join(root, `${name}.eta`), 'utf8').then(whole)
  // What any page may say: a part of it need not be on all.
  const layout = `${await read('layout')}${[...partials.values()].join('')}`
  const mail = `${await read('mail/html')}${await read('mail/text')}`
  const script = await readFile(join(root, 'assets/dev/try.js'), 'utf8')

  for (const [prompt, screens] of Object.entries(english.prompts)) {
    // Messages to phones are their words.
    if (prompt === 'phone') continue
    for (const [screen, texts] of Object.entries(screens)) {
      const where = `${prompt} / ${screen}`
      const keys = Object.keys(texts)
      // Shown whole: consent's scopes, the claims of the try-it page.
      if (['consent / scopes', 'dev / claims'].includes(where)) {
        t.match(await read(prompt === 'dev' ? 'dev/try' : 'consent/consent'), `it.texts('${prompt}', '${screen}')`)
        continue
      }
      const source = where === 'common / layout' ? layout : prompt === 'mail' ? mail : await read(`${prompt}/${screen}`)
      const patterns = used(source, screen === 'layout' ? 'it\\.shared' : 'it\\.t')
      if (where === 'dev / try')
        patterns.push(...[...script.matchAll(/words\.(\w+)/g)].map(([, key]) => new RegExp(`^${key}$`)))
      const hasErrors = source.includes('it.t(code, variables)')
      const unused = keys.filter(
        key => !patterns.some(pattern => pattern.test(key)) && !(hasErrors && key.includes('-')),
      )
      t.same(unused, [], `${where}: every key is used`)
      const missing = patterns.filter(pattern => !keys.some(key => pattern.test(key)))
      t.same(missing.map(String), [], `${where}: every key exists`)
    }
  }
})

t.test('templates hold no sentence, and print nothing raw but each other', async t => {
  const files = (await readdir(root, { recursive: true })).filter(file => file.endsWith('.eta'))
  t.ok(files.length > 20)
  for (const file of files) {
    const source = await readFile(join(root, file), 'utf8')
    for (const [tag] of source.matchAll(/<%~[\s\S]*?%>/g))
      t.match(
        tag,
        /^<%~ (include\('\/partials\/|it\.place\('|(it\.body|it\.more|head|widget|framed) %>)/,
        `${file}: ${tag}`,
      )
    const words = source
      .replace(/<%[\s\S]*?%>/g, '')
      .replace(/<[^>]*>/g, '')
      .replace('-- ', '')
    t.match(words.trim(), /^$/, `${file}: no words of its own`)
  }
})

t.test('assets are served from memory, for ever, under a name that changes with them', async t => {
  const { app, views } = await server(t)
  const html = views.html('login/login', minimal['login/login'])
  const css = html.match(/\/assets\/lintel\.[0-9a-f]{16}\.css/)?.[0] ?? ''
  const plain = await app.inject(css)
  t.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  t.equal(plain.headers['content-type'], 'text/css; charset=utf-8')
  t.equal(plain.headers.vary, 'accept-encoding')
  t.equal(plain.body, await readFile(join(root, 'assets/lintel.css'), 'utf8'))

  const brotli = await app.inject({ url: css, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
  t.equal(brotli.headers['content-encoding'], 'br')
  t.equal(brotliDecompressSync(brotli.rawPayload).toString(), plain.body)

  for (const url of ['/assets/lintel.css', css.replace(/[0-9a-f]{16}/, '0'.repeat(16)), '/assets/..%2Flayout.eta'])
    t.equal((await app.inject(url)).statusCode, 404, url)
})

t.test('the name of an asset follows its content', async t => {
  const names: (string | undefined)[] = []
  for (const content of ['a', 'b']) {
    const other = await mkdtemp(join(tmpdir(), 'views-'))
    t.teardown(() => rm(other, { recursive: true }))
    await cp(root, other, { recursive: true })
    await writeFile(join(other, 'assets/lintel.css'), content)
    const app = fastify()
    t.teardown(() => app.close())
    const views = await registerViews(app, { root: other, production: true })
    names.push(views.html('login/login', minimal['login/login']).match(/lintel\.[0-9a-f]+\.css/)?.[0])
  }
  t.not(names[0], names[1])
})

t.test('production has no page of development mode and no asset of one', async t => {
  const { views } = await server(t, true)
  t.throws(() => views.html('dev/try', minimal['dev/try']), /no asset/)
  t.throws(() => views.html('dev/mail', minimal['dev/mail']), /no asset/)
  t.match(views.html('login/login', minimal['login/login']), 'Continue')
})

t.test('each page reaches a browser in one round trip: 14 KB with its stylesheets and scripts', async t => {
  const { app, views } = await server(t)
  const sizes = new Map<string, number>()
  for (const { title, html } of everyPage(views)) {
    let size = brotliCompressSync(html).length
    for (const [url] of html.matchAll(/\/assets\/[\w.-]+/g)) {
      if (!sizes.has(url)) {
        const { rawPayload } = await app.inject({ url, headers: { 'accept-encoding': 'br' } })
        sizes.set(url, rawPayload.length)
      }
      size += sizes.get(url) ?? 0
    }
    t.ok(size <= 14_000, `${title}: ${size}`)
  }
})
