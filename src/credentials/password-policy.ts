// What a password must be, by its connection's options. Pure: whoever sets a password asks here first, then hashes.

/** The options of a database connection that concern passwords, each in its place. */
export type PasswordPolicy = {
  passwordPolicy: 'none' | 'low' | 'fair' | 'good' | 'excellent'
  password_complexity_options: { min_length: number }
  password_no_personal_info: { enable: boolean }
  password_dictionary: { enable: boolean; dictionary: string[] }
}

/** What is known of the person whose password it will be. */
export type Person = {
  email?: string | null | undefined
  username?: string | null | undefined
  name?: string | null | undefined
  nickname?: string | null | undefined
  user_metadata?: { [key: string]: unknown } | null | undefined
}

type Kind = 'lower-case' | 'upper-case' | 'numbers' | 'special-characters'

/** One thing a policy asks for, as the pages name it. `failed`: the password does not have it. */
export type PasswordRule = {
  code: `password-policy-${'length-at-least' | 'contains-at-least' | 'identical-chars' | Kind}`
  variables?: { [name: string]: number }
  failed: boolean
  items?: PasswordRule[]
}

/** Why a password is refused; names and messages are Auth0's. */
export type PasswordFlaw =
  | { name: 'PasswordStrengthError'; message: 'Password is too weak'; rules: PasswordRule[] }
  | { name: 'PasswordTooLongError'; message: 'Password is too long'; max: number }
  | { name: 'PasswordDictionaryError'; message: 'Password is too common' }
  | { name: 'PasswordNoUserInfoError'; message: 'Password contains user information' }

/** In characters. Far beyond any passphrase; argon2id has no limit of its own that comes near. */
export const MAX_PASSWORD_LENGTH = 512

const KINDS: readonly [Kind, RegExp][] = [
  ['lower-case', /[a-z]/],
  ['upper-case', /[A-Z]/],
  ['numbers', /[0-9]/],
  // OWASP: the printable ASCII characters that are neither letters nor digits.
  ['special-characters', /[ -/:-@[-`{-~]/],
]

/** Auth0's levels. `kinds`: so many of so many of KINDS. */
const LEVELS: {
  [Level in PasswordPolicy['passwordPolicy']]: { length: number; kinds?: [number, number]; identical?: number }
} = {
  none: { length: 1 },
  low: { length: 6 },
  fair: { length: 8, kinds: [3, 3] },
  good: { length: 8, kinds: [3, 4] },
  excellent: { length: 10, kinds: [3, 4], identical: 2 },
}

/** Everything a policy asks for, in the order in which it is shown. Without a password nothing has failed yet. */
export function passwordRules(policy: PasswordPolicy, password?: string): PasswordRule[] {
  const { length, kinds, identical } = LEVELS[policy.passwordPolicy]
  const min_length = Math.max(length, policy.password_complexity_options.min_length)
  const lacks = (test: (password: string) => boolean) => password !== undefined && !test(password)
  const rules: PasswordRule[] = [
    {
      code: 'password-policy-length-at-least',
      variables: { count: min_length },
      failed: lacks(given => [...given].length >= min_length),
    },
  ]
  if (kinds) {
    const [count, total] = kinds
    const items = KINDS.slice(0, total).map(
      ([kind, pattern]): PasswordRule => ({
        code: `password-policy-${kind}`,
        failed: lacks(given => pattern.test(given)),
      }),
    )
    const failed = items.filter(item => item.failed).length > total - count
    rules.push({ code: 'password-policy-contains-at-least', variables: { count, total }, failed, items })
  }
  if (identical !== undefined) {
    const run = new RegExp(`(.)\\1{${identical}}`, 'su')
    rules.push({
      code: 'password-policy-identical-chars',
      variables: { count: identical },
      failed: lacks(given => !run.test(given)),
    })
  }
  return rules
}

/** The first thing that stands against this password, or undefined. */
export function passwordFlaw(policy: PasswordPolicy, password: string, person: Person): PasswordFlaw | undefined {
  if ([...password].length > MAX_PASSWORD_LENGTH)
    return { name: 'PasswordTooLongError', message: 'Password is too long', max: MAX_PASSWORD_LENGTH }
  const rules = passwordRules(policy, password)
  if (rules.some(rule => rule.failed)) return { name: 'PasswordStrengthError', message: 'Password is too weak', rules }
  if (policy.password_dictionary.enable && isCommon(password, policy.password_dictionary.dictionary))
    return { name: 'PasswordDictionaryError', message: 'Password is too common' }
  if (policy.password_no_personal_info.enable && containsPersonalInfo(password, person))
    return { name: 'PasswordNoUserInfoError', message: 'Password contains user information' }
  return undefined
}

function isCommon(password: string, dictionary: readonly string[]): boolean {
  const folded = password.toLowerCase()
  return COMMON.has(folded) || dictionary.some(entry => entry.toLowerCase() === folded)
}

/** Auth0 looks at name, username, nickname, the e-mail's local part and three keys of user_metadata; here each word of them. */
function containsPersonalInfo(password: string, { email, username, name, nickname, user_metadata }: Person): boolean {
  const folded = password.toLowerCase()
  const known = [email, username, name, nickname, user_metadata?.name, user_metadata?.first, user_metadata?.last]
  return known
    .filter(value => typeof value === 'string')
    .flatMap(value => value.replace(/@.*$/s, '').split(/\s+/))
    .some(word => [...word].length >= 3 && folded.includes(word.toLowerCase()))
}

// The head of every published list of breached passwords.
const COMMON: ReadonlySet<string> = new Set(
  `
000000 0000000 00000000 000000000 0123456789 01234567 102030 1029384756 111111 1111111 11111111 111111111 1111111111 112233 11223344
1122334455 121212 12121212 123123 123123123 12312312 123321 1234 12341234 12344321 12345 123456 1234567 12345678 123456789 1234567890
1234567891 123456789a 12345678910 12345679 123456a 123456q 1234qwer 123654 123654789 123abc 123qwe 123qweasd 131313 135792468 147147
147258 147258369 159357 159753 159753456 1a2b3c4d 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20202020
222222 22222222 232323 252525 333333 33333333 369258147 444444 44444444 456789 55555 555555 55555555 654321 666666 66666666 696969 7654321
777777 7777777 77777777 789456 789456123 87654321 888888 88888888 987654 98765432 987654321 9876543210 999999 99999999 999999999
a123456 a1234567 a12345678 a123456789 a1b2c3 a1b2c3d4 aa123456 aaaaaa aaaaaaaa abc123 abc12345 abc123456 abcd1234 abcdef abcdefg abcdefgh
access admin admin123 admin1234 administrator alexander amanda andrea andrew angel angela anthony apple arsenal asdasd asdasdasd asdf1234
asdfasdf asdfgh asdfghjk asdfghjkl ashley austin azerty azertyuiop babygirl bailey baseball basketball batman beautiful biteme blink182
bonjour brandon buster butterfly changeme charlie cheese chelsea chester chicken chocolate computer cookie corvette cowboys daniel
danielle default diamond dolphin dragon dragon123 eminem estrella ferrari flower football football1 forever freedom friends fuckyou
fuckyou1 gabriel gateway george ginger google google123 guest guitar hannah harley hello hello123 hello1234 hellokitty helloworld
hockey hunter hunter2 iloveyou iloveyou1 iloveyou2 internet jasmine jennifer jessica jesus jordan jordan23 joshua juventus killer
killer123 letmein letmein1 letmein123 liverpool liverpool1 london login lovely loveme loveyou manchester master matrix matthew melissa
merlin michael michelle mickey monkey monkey123 monster mustang myspace1 naruto nicole ninja nothing notebook p@ssw0rd p@ssword
pa$$word pa55word pass pass123 pass1234 passw0rd passw0rd1 password password! password01 password1 password1! password11 password12
password123 password123! password1234 password2 password2024 password2025 password2026 peanut pepper phoenix pokemon pokemon1
princess princess1 purple q1w2e3 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx qazwsx123 qazwsxedc qq123456 qwe123 qweasd qweasdzxc qweqwe
qweqweqwe qwer1234 qwerasdf qwert qwerty qwerty1 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyu qwertyui qwertyuiop
qwertz qwertzuiop rainbow ranger rockyou root root1234 samantha samsung sayang secret secret123 september shadow shadow1 soccer
sophie spiderman spring2025 spring2026 starwars starwars1 steelers summer summer2025 summer2026 sunflower sunshine sunshine1 superman
superman1 superstar supreme sweety target123 taylor tennis test test123 test1234 testtest thomas thunder tigger tinkerbell trustno1
trustnoone twitter united vanessa victoria warcraft welcome welcome! welcome1 welcome1! welcome123 whatever william winter2025
winter2026 winston xbox360 yankees yellow zaq12wsx zaq1zaq1 zxcvbn zxcvbnm zxcvbnm1 zxcvbnm123
`
    .trim()
    .split(/\s+/),
)
