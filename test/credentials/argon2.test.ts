// The argon2 that Lintel uses beside the reference implementation (the package argon2): each must read what the other wrote.
import { randomBytes } from 'node:crypto'
import * as reference from 'argon2'
import t from 'tap'
import { checkForeignHash, verifyForeignHash } from '../../src/credentials/foreign-hash.ts'
import { createPasswordHasher } from '../../src/credentials/password.ts'

const PASSWORDS = ['', 'a', 'correct horse battery staple', 'pässwörd \u{1f511} 密码', 'x'.repeat(4_096)]
const COSTS = [
  { memory: 19_456, iterations: 2, parallelism: 1 },
  { memory: 64, iterations: 1, parallelism: 1 },
  { memory: 71, iterations: 3, parallelism: 2 },
  { memory: 1_024, iterations: 2, parallelism: 4 },
]

t.test('the reference implementation verifies what is hashed here, and nothing else', async t => {
  for (const cost of COSTS) {
    const hasher = createPasswordHasher(cost, 2)
    for (const password of PASSWORDS) {
      const hash = await hasher.hash(password)
      t.ok(await reference.verify(hash, password), `${JSON.stringify(cost)}, ${password.length} characters`)
      t.notOk(await reference.verify(hash, `${password}.`))
    }
  }
})

t.test('what the reference implementation hashed is verified here, and nothing else', async t => {
  for (const { memory, iterations, parallelism } of COSTS) {
    const hasher = createPasswordHasher({ memory, iterations, parallelism }, 2)
    for (const password of PASSWORDS) {
      const hash = await reference.hash(password, { memoryCost: memory, timeCost: iterations, parallelism })
      t.same(await hasher.verify(hash, password), { ok: true, stale: false }, `${hash}, ${password.length} characters`)
      t.same(await hasher.verify(hash, `${password}.`), { ok: false, stale: false })
    }
  }
})

t.test('two hashes of one password have nothing in common', async t => {
  const hasher = createPasswordHasher(COSTS[1]!, 2)
  const [one, other] = await Promise.all([hasher.hash('same'), hasher.hash('same')])
  t.match(one, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.not(one.split('$')[4], other.split('$')[4], '16 bytes of salt of its own')
  t.not(one.split('$')[5], other.split('$')[5])
})

t.test('every kind and version that others may have used is computed as the reference does', async t => {
  for (const [kind, type] of [
    ['i', reference.argon2i],
    ['d', reference.argon2d],
    ['id', reference.argon2id],
  ] as const)
    for (const version of [16, 19])
      for (const parallelism of [1, 3]) {
        const hash = await reference.hash('theirs', {
          type,
          version,
          memoryCost: 256,
          timeCost: 2,
          parallelism,
          salt: randomBytes(24),
          hashLength: 48,
        })
        const foreign = { algorithm: 'argon2', hash: { value: hash } } as const
        checkForeignHash(foreign)
        t.ok(await verifyForeignHash(foreign, 'theirs'), `argon2${kind}, version ${version}, ${parallelism} lanes`)
        t.notOk(await verifyForeignHash(foreign, 'other'))
      }
})
