import t from 'tap'
import { CALLING_CODES, numberIn } from '../../src/store/calling-codes.ts'

t.test('a number as it is dialled in a country is written in full', async t => {
  for (const [country, typed, full] of [
    ['GB', '07700 900123', '+447700900123'],
    ['GB', '7700 900123', '+447700900123'],
    ['DE', '(030) 901820', '+4930901820'],
    ['FR', '06 12 34 56 78', '+33612345678'],
    ['US', '(202) 555-0123', '+12025550123'],
    ['CA', '1 416 555 0123', '+14165550123'],
    ['BR', '(11) 96123-4567', '+5511961234567'],
    ['IT', '06 1234 5678', '+390612345678'],
    ['CI', '01 23 45 67 89', '+2250123456789'],
    ['RU', '8 (912) 345-67-89', '+79123456789'],
    ['KZ', '8 701 234 5678', '+77012345678'],
    ['HU', '06 20 123 4567', '+36201234567'],
    ['LT', '8 612 34567', '+37061234567'],
    ['BY', '8 029 123 45 67', '+375291234567'],
    ['JP', '090-1234-5678', '+819012345678'],
    ['CN', '131 2345 6789', '+8613123456789'],
    ['SG', '8123 4567', '+6581234567'],
    ['AE', '050 123 4567', '+971501234567'],
  ] as const)
    t.equal(numberIn(country, typed), full, `${country} ${typed}`)
})

t.test('a number that says its country, and what is none, stays as it was typed', async t => {
  for (const typed of [
    '+49 30 901820',
    '0049 30 901820',
    'ada@example.com',
    '12',
    '',
    '0770 0900123 ext 5',
    '1'.repeat(20),
  ])
    t.equal(numberIn('GB', typed), typed)
  t.equal(numberIn('XX', '07700 900123'), '07700 900123')
})

t.test('every country has a name, and one code', async t => {
  const names = new Intl.DisplayNames('en', { type: 'region' })
  for (const [country, code] of CALLING_CODES) {
    t.match(code, /^[1-9]\d{0,2}$/, country)
    t.not(names.of(country), country, `${country} is one`)
  }
  t.ok(CALLING_CODES.size > 230)
})
