import t from 'tap'
import { createTestApp } from '../support/app.ts'

t.test('each client has its bucket, and the headers say what is left in it', async t => {
  const app = await createTestApp(t, { management_rate_limit: 1 })
  const first = await app.api('GET', '/roles')
  t.equal(first.headers.get('x-ratelimit-limit'), '10')
  t.equal(first.headers.get('x-ratelimit-remaining'), '9')
  const reset = Number(first.headers.get('x-ratelimit-reset'))
  t.ok(Math.abs(reset - Date.now() / 1000) < 15, 'unix seconds')

  // The bucket fills again while it is emptied, one a second at most.
  let answer = first
  for (let i = 0; i < 40 && answer.status === 200; i++) answer = await app.api('GET', '/roles')
  t.equal(answer.status, 429)
  t.match(answer.body, { statusCode: 429, error: 'Too Many Requests', errorCode: 'too_many_requests' })
  t.equal(answer.headers.get('x-ratelimit-remaining'), '0')
  t.ok(Number(answer.headers.get('retry-after')) >= 1)
  t.equal((await app.fetch('/.well-known/jwks.json')).status, 200, 'the protocol is not held up')
})

t.test('a request without a good token spends nothing of anybody’s', async t => {
  const app = await createTestApp(t, { management_rate_limit: 1 })
  for (let i = 0; i < 12; i++) {
    const response = await app.fetch('/api/v2/roles', { headers: { authorization: 'Bearer x' } })
    t.equal(response.status, 401)
    t.notOk(response.headers.has('x-ratelimit-limit'))
  }
  t.equal((await app.api('GET', '/roles')).headers.get('x-ratelimit-remaining'), '9')
})
