import t from 'tap'
import { isEmail } from '../../src/store/email-addresses.ts'
import { isUsername } from '../../src/store/usernames.ts'

t.test('addresses as people have them', async t => {
  for (const good of ['a@example.com', 'a.b+c@sub.example.co', 'ö@exämple.de', `${'x'.repeat(64)}@example.com`])
    t.equal(isEmail(good), true, good)
  for (const bad of [
    '',
    'a',
    'a@b',
    '@example.com',
    'a@',
    'a@@example.com',
    'a b@example.com',
    'a@exa mple.com',
    'a@example.com\r\nbcc:x@example.com',
    'a@example.com,b@example.com',
    'A <a@example.com>',
    '"a"@example.com',
    'a@[127.0.0.1]',
    'a@-example.com',
    'a@example..com',
    `${'x'.repeat(65)}@example.com`,
    `a@${'x.'.repeat(130)}com`,
  ])
    t.equal(isEmail(bad), false, bad)
})

t.test('usernames', async t => {
  const length = { min: 1, max: 15 }
  for (const good of ['a', 'ada_99', "o'neil", 'x.y-z+1!#$^`~']) t.equal(isUsername(good, length), true, good)
  for (const bad of ['', 'a b', 'a@b', 'ä', 'x'.repeat(16), 'a<b', 'a"b']) t.equal(isUsername(bad, length), false, bad)
})
