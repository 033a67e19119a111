import t from 'tap'
import { createSeal } from '../../src/store/seal.ts'

const place = { tenant_id: 'a', table: 'clients', row: 'c1', column: 'client_secret' }
const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) })

t.test('a sealed value opens where it was sealed', async t => {
  const seal = createSeal([key('k1', 1)])
  const sealed = seal.seal('secret ☂', place)
  t.notMatch(sealed, /secret/)
  t.equal(seal.open(sealed, place), 'secret ☂')
  t.not(seal.seal('secret ☂', place), sealed, 'never twice the same')
})

t.test('a sealed value does not open in another tenant, table, row or column', async t => {
  const seal = createSeal([key('k1', 1)])
  const sealed = seal.seal('secret', place)
  for (const field of ['tenant_id', 'table', 'row', 'column'] as const)
    t.throws(() => seal.open(sealed, { ...place, [field]: 'x' }), field)
})

t.test('an altered value does not open', async t => {
  const seal = createSeal([key('k1', 1)])
  const [version, id, iv, body = ''] = seal.seal('secret', place).split('.')
  const bytes = Buffer.from(body, 'base64url')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  t.throws(() => seal.open([version, id, iv, bytes.toString('base64url')].join('.'), place))
  t.throws(() => seal.open('plain text', place), /not a sealed value/)
})

t.test('after the ring changed, old values open and new ones are sealed with the first key', async t => {
  const before = createSeal([key('k1', 1)])
  const after = createSeal([key('k2', 2), key('k1', 1)])
  const old = before.seal('secret', place)
  t.equal(after.open(old, place), 'secret')
  t.notOk(after.isCurrent(old))
  t.ok(after.isCurrent(after.seal('secret', place)))
})

t.test('a key that has left the ring is named', async t => {
  const sealed = createSeal([key('k1', 1)]).seal('secret', place)
  t.throws(() => createSeal([key('k2', 2)]).open(sealed, place), /key "k1"/)
})

t.test('rings that cannot be right are refused', async t => {
  t.throws(() => createSeal([]))
  t.throws(() => createSeal([key('k1', 1), key('k1', 2)]))
  t.throws(() => createSeal([{ id: 'k1', key: Buffer.alloc(16) }]))
})

t.test('a secret is of one tenant and for one purpose, the same whenever it is asked for', async t => {
  const secret = (purpose: string, tenant_id: string, keys = [key('k1', 1)]) =>
    createSeal(keys).secret(purpose, tenant_id).toString('hex')
  const one = secret('nonces', 'a')
  t.equal(one.length, 64)
  t.equal(secret('nonces', 'a'), one, 'on another replica')
  t.equal(secret('nonces', 'a', [key('k1', 1), key('k2', 2)]), one, 'while its key is the first')
  const others = [secret('nonces', 'b'), secret('other', 'a'), secret('nonces', 'a', [key('k2', 2), key('k1', 1)])]
  t.equal(new Set([one, ...others]).size, 4)
})
