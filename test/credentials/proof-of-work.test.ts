import { createHash, randomBytes } from 'node:crypto'
import t from 'tap'
import { isSolved, newWork, readWork } from '../../src/credentials/proof-of-work.ts'

const secret = randomBytes(32)
const NOW = new Date('2027-03-04T09:26:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

t.test('a number that begins with enough zero bits is a solution, and no other', async t => {
  const { challenge, bits } = newWork(secret, 'a form', NOW)
  let solution = 0
  const head = (n: number) => createHash('sha256').update(`${challenge}:${n}`).digest().readUInt32BE(0)
  while (head(solution) >>> (32 - bits) !== 0) solution++
  t.ok(isSolved(challenge, String(solution)))
  t.notOk(isSolved(challenge, String(solution + 1)))
  t.notOk(isSolved(`${challenge}x`, String(solution)))
  for (const typed of ['', '-1', '1e3', '0x10', ' 1', '9'.repeat(16)]) t.notOk(isSolved(challenge, typed), typed)
})

t.test('a challenge is this server’s, for one form, for ten minutes', async t => {
  const { challenge } = newWork(secret, 'a form', NOW)
  t.match(readWork(secret, 'a form', challenge, later(599_999)), { issued_at: NOW })
  t.equal(readWork(secret, 'a form', challenge, later(600_000)), undefined)
  t.equal(readWork(secret, 'a form', challenge, later(-1)), undefined)
  t.equal(readWork(secret, 'another form', challenge, NOW), undefined)
  t.equal(readWork(randomBytes(32), 'a form', challenge, NOW), undefined)
  const easier = challenge.replace(/^\d+/, '1')
  t.equal(readWork(secret, 'a form', easier, NOW), undefined)
  for (const bad of ['', '.', '...', `${challenge}.x`, challenge.slice(0, -1)])
    t.equal(readWork(secret, 'a form', bad, NOW), undefined, bad)
})
