import t from 'tap'
import {
  MAX_PASSWORD_LENGTH,
  type PasswordPolicy,
  type PasswordRule,
  passwordFlaw,
  passwordRules,
} from '../../src/credentials/password-policy.ts'

const policy = (passwordPolicy: PasswordPolicy['passwordPolicy'], min_length = 1): PasswordPolicy => ({
  passwordPolicy,
  password_complexity_options: { min_length },
  password_no_personal_info: { enable: false },
  password_dictionary: { enable: false, dictionary: [] },
})

/** What stands against a password, by its codes; the choices of a rule that is met do not count. */
const failed = (rules: readonly PasswordRule[]): string[] =>
  rules
    .filter(rule => rule.failed)
    .flatMap(rule => [rule.code.slice('password-policy-'.length), ...failed(rule.items ?? [])])

t.test('each level asks for what Auth0 asks', async t => {
  for (const [level, password, flaws] of [
    ['none', 'x', []],
    ['none', '', ['length-at-least']],
    ['low', 'abcde', ['length-at-least']],
    ['low', 'abcdef', []],
    ['fair', 'Abcdefg1', []],
    ['fair', 'abcdefg1', ['contains-at-least', 'upper-case']],
    ['fair', 'Abcdefg!', ['contains-at-least', 'numbers']],
    ['fair', 'Abcde1', ['length-at-least']],
    ['good', 'abcdefg1!', []],
    ['good', 'abcdefgh1', ['contains-at-least', 'upper-case', 'special-characters']],
    ['excellent', 'Abcdefghi1', []],
    ['excellent', 'Abcdefgh1', ['length-at-least']],
    ['excellent', 'Aabbcc1122', []],
    ['excellent', 'Abbbcdefg1', ['identical-chars']],
  ] as const) {
    t.strictSame(failed(passwordRules(policy(level), password)), flaws, `${level}: ${password}`)
    t.equal(
      passwordFlaw(policy(level), password, {})?.name,
      flaws.length > 0 ? 'PasswordStrengthError' : undefined,
      `${level}: ${password}`,
    )
  }
})

t.test('the connection’s length and the level’s both count', async t => {
  t.strictSame(failed(passwordRules(policy('none', 12), 'elevenchars')), ['length-at-least'])
  t.match(passwordRules(policy('excellent', 8)), [{ variables: { count: 10 } }])
  t.match(passwordRules(policy('none', 12)), [{ variables: { count: 12 } }])
})

t.test('without a password nothing has failed', async t => {
  t.strictSame(failed(passwordRules(policy('excellent', 20))), [])
})

t.test('length is counted in characters, whatever they are', async t => {
  t.equal(passwordFlaw(policy('none', 8), '🐎🔋🖇️correct', {}), undefined)
  t.match(passwordFlaw(policy('none', 8), '🐎🔋🐎🔋', {}), { name: 'PasswordStrengthError' })
  t.equal(passwordFlaw(policy('none', 8), '🐎'.repeat(MAX_PASSWORD_LENGTH), {}), undefined)
  t.match(passwordFlaw(policy('none', 8), 'x'.repeat(MAX_PASSWORD_LENGTH + 1), {}), {
    name: 'PasswordTooLongError',
    max: MAX_PASSWORD_LENGTH,
  })
})

t.test('a common password, and what the connection forbids, in any case', async t => {
  const forbids = { ...policy('none', 8), password_dictionary: { enable: true, dictionary: ['Our Company'] } }
  for (const password of ['password', 'PASSWORD', 'Qwerty123', '12345678', 'our company'])
    t.match(passwordFlaw(forbids, password, {}), { name: 'PasswordDictionaryError' }, password)
  t.equal(passwordFlaw(forbids, 'our company is fine', {}), undefined, 'only as a whole')
  t.equal(passwordFlaw(policy('none', 8), 'password', {}), undefined, 'only where it is switched on')
})

t.test('what is known of a person stays out of her password', async t => {
  const forbids = { ...policy('none', 8), password_no_personal_info: { enable: true } }
  const person = {
    email: 'countess@example.com',
    username: 'ada1815',
    name: 'Augusta King',
    nickname: 'al',
    user_metadata: { first: 'Byron', last: 4, note: 'engine' },
  }
  for (const password of ['my-COUNTESS-1', 'xxada1815xx', 'augusta-1234', 'vikings-1234', 'lordbyron1'])
    t.match(passwordFlaw(forbids, password, person), { name: 'PasswordNoUserInfoError' }, password)
  for (const password of ['analytical engine', 'normal and safe', 'example.com'])
    t.equal(passwordFlaw(forbids, password, person), undefined, password)
  t.equal(passwordFlaw(policy('none', 8), 'countess1', person), undefined, 'only where it is switched on')
  t.equal(passwordFlaw(forbids, 'analytical engine', {}), undefined)
})
