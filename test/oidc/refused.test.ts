import t from 'tap'
import { REFUSED } from '../../src/oidc/refused.ts'
import { createTestApp } from '../support/app.ts'

const app = await createTestApp(t)

t.test('what Auth0 has left behind is refused, and says where to go instead', async t => {
  for (const [path, instead] of Object.entries(REFUSED)) {
    for (const method of ['GET', 'POST']) {
      const response = await app.fetch(path.replace(':user_id', 'auth0|1'), { method })
      t.equal(response.status, 410, `${method} ${path}`)
      const { error, error_description } = (await response.json()) as { error: string; error_description: string }
      t.equal(error, 'unsupported_endpoint')
      t.ok(error_description.endsWith(instead))
    }
  }
})
