// The conformance suite of the Model Context Protocol, those of its scenarios that judge an authorization server. The others judge MCP clients
// (`conformance client`) and MCP servers (`conformance server`): Lintel is neither.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { hostDocuments } from '../support/agents.ts'
import { createTestApp, freePort } from '../support/app.ts'
import { configure, createPerson, databaseConnection, PASSWORD } from '../support/scene.ts'
import { Visitor } from '../support/visitor.ts'

const SUITE = path.join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance/dist/index.js')
const RESOURCE = 'https://mcp.example/weather'

const app = await createTestApp(t)
await configure(app, async () => {
  await app.api('PATCH', '/tenants/settings', {
    dynamic_client_registration: 'open',
    client_id_metadata_document_supported: true,
  })
  const { id } = await databaseConnection(app)
  await app.api('PATCH', `/connections/${id}`, { is_domain_connection: true })
  await app.api('POST', '/resource-servers', { name: 'Weather', identifier: RESOURCE })
  await app.api('POST', '/client-grants', {
    audience: RESOURCE,
    default_for: 'third_party_clients',
    subject_type: 'user',
    scope: [],
  })
})

/** A person follows the link that the suite prints, signs in, allows, and is sent to the suite's callback. */
async function follow(link: string): Promise<void> {
  const person = await createPerson(app)
  const visitor = new Visitor(app.issuer)
  const consent = await visitor.submit(await visitor.get(link), { username: person.email, password: PASSWORD })
  const done = await visitor.submit(consent, {}, 'accept')
  await fetch(done.headers.get('location') ?? '')
}

type Check = { id: string; status: string; errorMessage?: string }

async function judged(t: Test, client_id: string, port: number): Promise<{ [check: string]: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-conformance-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const args = ['authorization', '--url', app.issuer, '--client-id', client_id, '--resource', RESOURCE]
  const suite = spawn(process.execPath, [SUITE, ...args, '--port', String(port), '--output-dir', folder])
  let said = ''
  let followed: Promise<void> | undefined
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
    const link = /^https?:\S+\/authorize\?\S+$/m.exec(said)?.[0]
    if (link !== undefined && said.includes('Waiting')) followed ??= follow(link)
  }
  suite.stdout.on('data', listen)
  suite.stderr.on('data', listen)
  const code = await new Promise(resolve => suite.on('close', resolve))
  await followed
  t.equal(code, 0, said)
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('checks.json'))
  const checks = (
    await Promise.all(files.map(async file => JSON.parse(await readFile(path.join(folder, file), 'utf8')) as Check[]))
  ).flat()
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]))
}

const PASSES = {
  'authorization-server-metadata': 'SUCCESS',
  'authorization-server-metadata-cimd': 'SUCCESS',
  'authorization-code-grant': 'SUCCESS',
}
const metadataAt = (port: number) => ({
  client_name: 'Conformance',
  redirect_uris: [`http://127.0.0.1:${port}/callback`],
  token_endpoint_auth_method: 'none',
})

t.test('every scenario for an authorization server passes, by a client that registered', async t => {
  const port = await freePort()
  const response = await app.fetch('/oidc/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadataAt(port)),
  })
  const { client_id } = (await response.json()) as { client_id: string }
  t.same(await judged(t, client_id, port), PASSES)
})

t.test('and by a client that its document describes', async t => {
  const port = await freePort()
  const host = await hostDocuments(t)
  host.documents['/conformance.json'] = metadataAt(port)
  t.same(await judged(t, host.url('/conformance.json'), port), PASSES)
})
