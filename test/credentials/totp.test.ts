import t from 'tap'
import { isTotpSecret, newTotpSecret, totpStep, totpUri } from '../../src/credentials/totp.ts'

/** RFC 6238, appendix B: '12345678901234567890' in base32, and the last six of the eight digits there. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

t.test('a code is that of its time (RFC 6238, appendix B)', async t => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const)
    t.equal(totpStep(SECRET, code, at(seconds)), Math.floor(seconds / 30), code)
})

t.test('a clock may be one step off and no more (RFC 6238 §5.2), and the step is told', async t => {
  const code = '005924'
  const step = 41_152_263
  for (const off of [-1, 0, 1]) t.equal(totpStep(SECRET, code, at((step + off) * 30)), step, `${off} steps`)
  for (const off of [-2, 2]) t.equal(totpStep(SECRET, code, at((step + off) * 30)), undefined, `${off} steps`)
})

t.test('a code is six digits, in whatever groups they are typed', async t => {
  const now = at(1_234_567_890)
  t.ok(totpStep(SECRET, ' 005 924 ', now))
  for (const code of ['', '5924', '0005924', '89005924', '00592x', '００５９２４', '-05924', '5.924'])
    t.equal(totpStep(SECRET, code, now), undefined, code)
})

t.test('a secret has 160 bits; of others’ making 80 do', async t => {
  const secrets = new Set(Array.from({ length: 100 }, newTotpSecret))
  t.equal(secrets.size, 100)
  for (const secret of secrets) t.match(secret, /^[A-Z2-7]{32}$/)
  t.ok(isTotpSecret('JBSWY3DPEHPK3PXP'))
  for (const secret of ['JBSWY3DPEHPK3PX', 'jbswy3dpehpk3pxp', 'JBSWY3DPEHPK3PX1', '']) t.notOk(isTotpSecret(secret))
})

t.test('what is scanned names who and where', async t => {
  const { protocol, host, pathname, searchParams } = new URL(totpUri(SECRET, { issuer: 'A & B', account: 'a+b@x.io' }))
  t.equal(protocol, 'otpauth:')
  t.equal(host, 'totp')
  t.equal(decodeURIComponent(pathname), '/A & B:a+b@x.io')
  t.match(Object.fromEntries(searchParams), { secret: SECRET, issuer: 'A & B', digits: '6', period: '30' })
})
