// The file of an import is never in memory: it may be larger than that.
import { once } from 'node:events'
import { request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { createTestApp } from '../support/app.ts'

setFlagsFromString('--expose_gc')
const collect = runInNewContext('gc') as () => void

function inUse(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const ENTRIES = 6_000
const SIZE = 20_000
const MAY_GROW = 64 * 1024 * 1024

t.test('a file of 120 megabytes passes through half of them', async t => {
  const app = await createTestApp(t)
  const token = await app.adminToken()
  const upload = request(new URL('/api/v2/jobs/users-imports', app.issuer), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=xyz' },
  })
  const answered = once(upload, 'response')
  upload.write('--xyz\r\nContent-Disposition: form-data; name="users"; filename="users.json"\r\n\r\n[')
  const before = inUse()
  let most = 0
  for (let n = 0; n < ENTRIES; n++) {
    const entry = JSON.stringify({ email: `u${n}@example.com`, user_metadata: { text: 'x'.repeat(SIZE) } })
    if (!upload.write(`${n === 0 ? '' : ','}${entry}`)) await once(upload, 'drain')
    if (n % 100 === 99) most = Math.max(most, inUse() - before)
  }
  // Nobody says which connection: all of it came in, and nothing of it is left to work on.
  upload.end(']\r\n--xyz--\r\n')
  const [response] = await answered
  let text = ''
  for await (const read of response) text += read
  t.match(JSON.parse(text), { statusCode: 400, message: "Must provide 'connection_id' as multipart part." })
  t.ok(most < MAY_GROW, `${Math.round(most / 1024 / 1024)} MiB at most, of a file of ${(ENTRIES * SIZE) / 1e6} MB`)
  t.same(await app.store.db.selectFrom('user_import_chunks').select('position').execute(), [])
})
