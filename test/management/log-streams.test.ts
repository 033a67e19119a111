import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { categoryOf } from '../../src/management/log-streams/categories.ts'
import type { LogStream } from '../../src/management/log-streams.ts'
import { apiAs, apiWith, managementToken } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetLogStreamResponseContent = {} as Static<typeof LogStream>
const _list: Management.LogStreamResponseSchema = {} as Static<typeof LogStream>

const app = await createTestApp(t)
const PATH = '/log-streams'
// Nobody is there; what is delivered is another test's.
const httpEndpoint = 'https://127.0.0.1:9/logs'
const stream = (patch: object = {}, sink: object = {}) => ({
  name: 'A stream',
  type: 'http',
  sink: { httpEndpoint, ...sink },
  ...patch,
})
const made = (patch?: object, sink?: object) => app.api('POST', PATH, stream(patch, sink))
const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

async function removeAll(): Promise<void> {
  for (const { id } of (await app.api('GET', PATH)).body) await app.api('DELETE', `${PATH}/${id}`)
}

t.test('a stream is made, read, changed and deleted', async t => {
  t.teardown(removeAll)
  const { status, body: created } = await made()
  t.equal(status, 200)
  const { id, sink, ...rest } = created
  t.match(id, /^lst_[A-Za-z0-9]{16}$/)
  t.same(rest, { name: 'A stream', type: 'http', status: 'active', isPriority: false })
  const { httpSigningSecret, ...shown } = sink
  t.same(shown, { httpEndpoint, httpContentType: 'application/json', httpContentFormat: 'JSONLINES' })
  t.equal(Buffer.from(httpSigningSecret.replace(/^whsec_/, ''), 'base64').length, 32)
  t.same((await app.api('GET', `${PATH}/${id}`)).body, created)
  t.same((await app.api('GET', PATH)).body, [created])

  const filters = [{ type: 'category', name: 'auth.login.fail' }]
  const changed = await app.api('PATCH', `${PATH}/${id}`, { name: 'Another', filters, status: 'paused' })
  t.same(changed.body, { ...created, name: 'Another', filters, status: 'paused' })
  // The body that Auth0's deployment tool sends back.
  const { id: _, type: __, ...read } = changed.body
  t.same((await app.api('PATCH', `${PATH}/${id}`, read)).body, changed.body)
  t.notOk('filters' in (await app.api('PATCH', `${PATH}/${id}`, { filters: [] })).body)

  t.equal((await app.api('DELETE', `${PATH}/${id}`)).status, 204)
  const gone = { status: 404, body: { message: 'The log stream does not exist.', errorCode: 'inexistent_log_stream' } }
  t.match(await app.api('DELETE', `${PATH}/${id}`), gone)
  t.match(await app.api('GET', `${PATH}/${id}`), gone)
  t.match(await app.api('PATCH', `${PATH}/${id}`, { name: 'Gone' }), gone)
  t.same((await app.api('GET', PATH)).body, [])
})

t.test('a sink is replaced whole, but for the secret that signs', async t => {
  t.teardown(removeAll)
  const secrets = {
    httpAuthorization: 'Bearer token',
    httpCustomHeaders: [{ header: 'X-Key', value: 'key' }],
    httpSigningSecret: SIGNING,
  }
  const { body: created } = await made({}, { ...secrets, httpContentFormat: 'JSONARRAY' })
  t.match(created.sink, secrets)
  const { body: changed } = await app.api('PATCH', `${PATH}/${created.id}`, { sink: { httpEndpoint } })
  t.same(changed.sink, {
    httpEndpoint,
    httpContentType: 'application/json',
    httpContentFormat: 'JSONLINES',
    httpSigningSecret: SIGNING,
  })
  const rotated = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  const { body } = await app.api('PATCH', `${PATH}/${created.id}`, {
    sink: { httpEndpoint, httpSigningSecret: rotated },
  })
  t.equal(body.sink.httpSigningSecret, rotated)
})

t.test('who may only read sees masks, and a mask is not taken for a value', async t => {
  t.teardown(removeAll)
  const { body: created } = await made(
    {},
    { httpAuthorization: 'Bearer token', httpCustomHeaders: [{ header: 'X-Key', value: 'key' }] },
  )
  const { body: read } = await apiAs(app, ['read:log_streams'], 'GET', `${PATH}/${created.id}`)
  t.match(read.sink, {
    httpEndpoint,
    httpAuthorization: '********',
    httpCustomHeaders: [{ header: 'X-Key', value: '********' }],
    httpSigningSecret: '********',
  })
  t.same((await apiAs(app, ['read:log_streams'], 'GET', PATH)).body, [read])
  t.same((await apiAs(app, ['read:log_streams', 'update:log_streams'], 'GET', `${PATH}/${created.id}`)).body, created)
  const mayCreate = ['read:log_streams', 'create:log_streams']
  t.same((await apiAs(app, mayCreate, 'GET', `${PATH}/${created.id}`)).body, read, 'whose own it need not be')
  const own = await apiAs(app, mayCreate, 'POST', PATH, { type: 'http', sink: { httpEndpoint } })
  t.match(own.body.sink.httpSigningSecret, /^whsec_/, 'what has just been made up is told')
  for (const property of ['httpAuthorization', 'httpCustomHeaders', 'httpSigningSecret'])
    t.match(
      await app.api('PATCH', `${PATH}/${created.id}`, { sink: { httpEndpoint, [property]: read.sink[property] } }),
      { status: 400, body: { errorCode: 'invalid_body', message: /A mask is not a value/ } },
      property,
    )
})

t.test('what is not built is refused by its name', async t => {
  const refused = { status: 400, body: { errorCode: 'operation_not_supported' } }
  for (const [type, sink] of Object.entries({
    datadog: { datadogApiKey: 'key', datadogRegion: 'us' },
    eventbridge: { awsAccountId: '123456789012', awsRegion: 'us-east-2' },
    eventgrid: {},
    mixpanel: {},
    segment: {},
    splunk: {},
    sumo: {},
  })) {
    const answer = await app.api('POST', PATH, { name: 'Other', type, sink })
    t.match(answer, refused, type)
    t.match(answer.body.message, type)
  }
  t.match(await made({ isPriority: true }), refused)
  t.match(await made({ pii_config: { log_fields: ['email'], method: 'mask' } }), refused)
  t.match((await made({ isPriority: true })).body, { message: /isPriority/ })
  t.same((await app.api('GET', PATH)).body, [])
})

t.test('input that makes no sense', async t => {
  t.teardown(removeAll)
  const cases: [string, object, object?][] = [
    ['no sink', { sink: undefined }],
    ['another scheme', {}, { httpEndpoint: 'ftp://logs.example/' }],
    ['a password in the URL', {}, { httpEndpoint: 'https://user:pass@logs.example/' }],
    ['no URL', {}, { httpEndpoint: 'logs' }],
    ['an unknown format', {}, { httpContentFormat: 'XML' }],
    ['a header within a header', {}, { httpAuthorization: 'Bearer x\r\nx-evil: 1' }],
    ['the same in a type', {}, { httpContentType: 'text/plain\nx-evil: 1' }],
    ['the same in a value', {}, { httpCustomHeaders: [{ header: 'X-A', value: 'a\nb' }] }],
    ['no name of a header', {}, { httpCustomHeaders: [{ header: 'X A', value: 'a' }] }],
    [
      'a header twice',
      {},
      {
        httpCustomHeaders: [
          { header: 'X-A', value: 'a' },
          { header: 'x-a', value: 'b' },
        ],
      },
    ],
    ['another signing secret', {}, { httpSigningSecret: 'secret' }],
    ['a short one', {}, { httpSigningSecret: `whsec_${Buffer.alloc(23).toString('base64')}` }],
    ['a long one', {}, { httpSigningSecret: `whsec_${Buffer.alloc(65).toString('base64')}` }],
    ['an unknown category', { filters: [{ type: 'category', name: 'auth' }] }],
    ['a filter of another kind', { filters: [{ type: 'event', name: 'auth.login.fail' }] }],
    ['a start that is no time', { startFrom: 'yesterday' }],
    ['a status of its own', { status: 'paused' }],
  ]
  for (const header of [
    'Authorization',
    'content-length',
    'Host',
    'Transfer-Encoding',
    'webhook-signature',
    'Connection',
  ])
    cases.push([header, {}, { httpCustomHeaders: [{ header, value: 'x' }] }])
  for (const [what, patch, sink] of cases)
    t.match(await made(patch, sink), { status: 400, body: { errorCode: 'invalid_body' } }, what)
  const { body } = await made()
  for (const patch of [{}, { type: 'http' }, { startFrom: new Date() }, { status: 'resumed' }, { sink: {} }])
    t.equal((await app.api('PATCH', `${PATH}/${body.id}`, patch)).status, 400, JSON.stringify(patch))
})

t.test('there is an end to them', async t => {
  t.teardown(removeAll)
  for (let i = 0; i < 20; i++) t.equal((await made()).status, 200)
  t.match(await made(), { status: 409, body: { errorCode: 'log_stream_limit' } })
})

t.test('another tenant’s streams are nobody’s business', async t => {
  t.teardown(removeAll)
  const { body } = await made()
  await createTenant(app.store, { tenant_id: 'acme', domain: 'acme.test' }, newAdministrationClient(), new Date())
  const acme = app.store.forTenant({ tenant_id: 'acme', issuer: 'http://acme.test/' })
  t.same(await acme.log_streams.list(), [])
  t.equal(await acme.log_streams.find(body.id), undefined)
  const token = await managementToken(app, { scopes: ['read:log_streams'] })
  t.equal((await apiWith(app, token, 'DELETE', `${PATH}/${body.id}`)).status, 403)
})

t.test('every type of event that Lintel writes has its category', async t => {
  for (const [type, category] of Object.entries({
    s: 'auth.login.success',
    fp: 'auth.login.fail',
    ss: 'auth.signup.success',
    ssa: 'auth.silent_auth.success',
    seccft: 'auth.token_exchange.success',
    fecte: 'auth.token_exchange.fail',
    sapi: 'management.success',
    slo: 'auth.logout.success',
    scpr: 'user.success',
    fdecc: 'user.fail',
    fpar: 'other',
    toString: 'other',
  }))
    t.equal(categoryOf(type), category, type)
})
