// What a stranger sends must not keep the process busy: refused early, by its size and its shape.
import t from 'tap'
import { createTestApp } from '../support/app.ts'

const app = await createTestApp(t)

const post = (path: string, body: string) =>
  app.fetch(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body })

t.test('a form of very many parameters is refused before it is taken apart', async t => {
  // Sixty kilobytes: below every limit of size. Taken apart by copying, one such body took half a minute.
  const many = 'a&'.repeat(30_000)
  for (const path of ['/oauth/token', '/oauth/revoke', '/userinfo', '/authorize', '/oidc/logout', '/u/reset-verify']) {
    const response = await post(path, many)
    t.equal(response.status, 400, path)
  }
  t.match(await (await post('/oauth/token', many)).json(), {
    error: 'invalid_request',
    error_description: 'The form has more than 1000 parameters.',
  })
  t.equal((await post('/nothing/here', 'a&'.repeat(30_000))).status, 400, 'where nobody will read it, too')
})

t.test('as many as anybody needs are read', async t => {
  const body = `${Array.from({ length: 990 }, (_, i) => `x${i}=1`).join('&')}&grant_type=client_credentials`
  t.match(await (await post('/oauth/token', body)).json(), {
    error: 'invalid_request',
    error_description: 'no client authentication mechanism provided',
  })
})
