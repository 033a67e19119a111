// What the pages of a sign-up share: which names they ask for, and what comes of an account that is asked for.
import type { FastifyReply } from 'fastify'
import { LintelError } from '../errors.ts'
import type { Fields, SignupPage } from '../http/pages.ts'
import type { Variables } from '../http/words.ts'
import { attributesOf, usernameLength } from '../store/attributes.ts'
import { isEmail } from '../store/email-addresses.ts'
import { readPhoneNumber } from '../store/phone-numbers.ts'
import { USERNAME_CHARACTERS } from '../store/usernames.ts'
import { admitForm, noteFailedForm } from './bot-detection.ts'
import { type DatabaseConnection, identifierOf } from './connection.ts'
import { sendAndShow } from './email-verification.ts'
import { readForm } from './form.ts'
import { askToConfirm } from './identifier-challenge.ts'
import { nameSaid } from './login-id.ts'
import { type AccountFlaw, makeAccount, type NewAccount } from './new-account.ts'
import { flawError } from './password.ts'
import { typedNumber } from './phone-field.ts'
import { signIn } from './sign-in.ts'
import type { SignInVisit } from './visit.ts'

type Errors = NonNullable<SignupPage['errors']>
export type TypedNames = { email: string; username: string; phone_number: string }

export function fieldsOf({ options }: DatabaseConnection): Fields {
  const { email, username, phone_number } = attributesOf(options)
  return { email: email.signup, username: username.signup, phone_number: phone_number.signup }
}

/** What is known of them before she types them: from these pages, or where she said who she is. */
export function namesSaid(visit: SignInVisit): TypedNames {
  const { connection, interaction } = visit
  if (interaction.claim?.of === 'signup') return interaction.claim
  const said = nameSaid(visit) ?? ''
  const [[kind, name]] = Object.entries(identifierOf(connection, said)) as [[keyof TypedNames, string]]
  const none = { email: '', username: '', phone_number: '' }
  return kind === 'email' && !isEmail(name) ? none : { ...none, [kind]: name }
}

/** As they were typed, a number with its country; nothing for what is not asked for. */
export function readNames({ connection, request }: SignInVisit): TypedNames {
  const fields = fieldsOf(connection)
  const typed = readForm(request, ['email', 'username', 'phone_number'])
  const name = (field: keyof Fields) => (fields[field] === 'inactive' ? '' : typed[field].trim())
  const phone_number = typedNumber(request, name('phone_number'))
  return { email: name('email'), username: name('username'), phone_number }
}

/** As they are kept. */
export function namesOfAccount(connection: DatabaseConnection, { email, username, phone_number }: TypedNames) {
  const fields = fieldsOf(connection)
  return {
    email: fields.email === 'inactive' ? null : email.toLowerCase(),
    username: fields.username === 'inactive' ? null : username.toLowerCase(),
    phone_number: fields.phone_number === 'inactive' ? null : readPhoneNumber(phone_number),
  }
}

/** In the words of the pages. */
export function errorsOf(flaws: readonly AccountFlaw[], { options }: DatabaseConnection): Errors {
  return flaws.map(flaw => {
    if (flaw.code === 'bad-password') return { ...flawError(flaw.flaw), field: flaw.field }
    if (flaw.code !== 'invalid-username') return flaw
    const variables: Variables = { ...usernameLength(options), characters: USERNAME_CHARACTERS }
    return { ...flaw, variables }
  })
}

type Refusal =
  | 'invalid-signup'
  | 'password-breached'
  | 'ip-blocked'
  | 'server-busy'
  | 'upstream-unavailable'
  | 'too-many-codes'
  | 'challenge-required'

/** @param account without flaws @param again shows the page with what is wrong */
export async function signUp(
  visit: SignInVisit,
  account: NewAccount,
  again: (error: { code: Refusal; field?: 'password' }, status: number) => FastifyReply,
  now: Date,
): Promise<FastifyReply> {
  const { connection, room } = visit
  if (!(await admitForm(visit, 'password', now))) return again({ code: 'challenge-required' }, 400)
  const answer = await makeAccount(room, { ...account, confirms: true }, now)
  if ('refused' in answer) {
    switch (answer.refused) {
      case 'disabled':
        throw new LintelError('operation_not_supported', 'Public signup is disabled')
      case 'taken':
        await noteFailedForm(visit, 'password', now)
        return again({ code: 'invalid-signup' }, 400)
      case 'password-breached':
        return again({ code: answer.refused, field: 'password' }, 400)
      case 'upstream-unavailable':
        return again({ code: answer.refused }, 503)
      default:
        return again({ code: answer.refused }, 429)
    }
  }
  if ('job' in answer) return sendAndShow(visit, { kind: 'signup_requested', data: answer.job }, false, now)
  if ('pending' in answer)
    return (await askToConfirm(visit, answer.pending, now)) ?? again({ code: 'too-many-codes' }, 429)
  const { user_id } = answer
  const identifier = account.email || account.phone_number || account.username || ''
  const connection_id = connection.id
  const { claim } = visit.interaction
  // She was offered one on the way here.
  const passkey = claim?.of === 'signup' && claim.passkey ? { passkey: 'answered' as const } : {}
  return signIn(visit, { user_id, connection_id, user_name: identifier, identifier, amr: ['pwd'], ...passkey }, now)
}
