import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Management } from 'auth0'
import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { eventually } from '../support/eventually.ts'

const { app, v7, v4 } = await withSdks(t)
const { body: found } = await app.api('GET', '/connections?name=Username-Password-Authentication')
const connection_id: string = found[0].id
const folder = await mkdtemp(path.join(tmpdir(), 'lintel-imports-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

async function fileOf(users: object[]): Promise<string> {
  const name = path.join(folder, `${users.length}.json`)
  await writeFile(name, JSON.stringify(users, null, 2))
  return name
}
const people = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.com` }))

t.test('version 7 imports a file, follows the job and reads its errors', async t => {
  const file = await fileOf([...people(1_200), { email: 'no address' }])
  const job = await v7.jobs.usersImports.create({
    users: createReadStream(file),
    connection_id,
    external_id: 'mine',
    send_completion_email: false,
  })
  t.match(job, { type: 'users_import', status: 'pending', connection_id, external_id: 'mine', upsert: false })
  await eventually(async () => (await v7.jobs.get(must(job.id))).status === 'completed')
  t.match(await v7.jobs.get(must(job.id)), {
    percentage_done: 100,
    summary: { inserted: 1_200, updated: 0, failed: 1, total: 1_201 },
  })
  t.match(await v7.jobs.errors.get(must(job.id)), [
    { user: { email: 'no address' }, errors: [{ code: 'FORMAT', path: 'email', message: String }] },
  ])
  t.ok(
    (await refusal(
      v7.jobs.usersImports.create({ users: createReadStream(await fileOf([])), connection_id: 'con_0000000000000000' }),
    )) instanceof Management.BadRequestError,
  )
})

t.test('version 4 imports with upsert', async t => {
  const { data } = await v4.jobs.importUsers({
    users: new Blob([JSON.stringify([{ email: 'person1@example.com', name: 'Person One' }])]),
    connection_id,
    upsert: true,
    send_completion_email: false,
  })
  await eventually(async () => (await v4.jobs.get({ id: data.id })).data.status === 'completed')
  t.match((await v4.jobs.get({ id: data.id })).data, { summary: { updated: 1, inserted: 0, failed: 0 } })
  const [person] = await v7.users.listUsersByEmail({ email: 'person1@example.com' })
  t.equal(person?.name, 'Person One')
})
