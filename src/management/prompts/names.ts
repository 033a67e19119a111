// Auth0's names of prompts and languages. Of those that Lintel has not, nothing is set, and nothing can be.
import { Type } from 'typebox'
import { LANGUAGES } from '../../http/languages.ts'
import { english } from '../../http/words.ts'

const AUTH0_PROMPTS = `
login login-id login-password login-passwordless login-email-verification signup signup-id signup-password phone-identifier-enrollment
phone-identifier-challenge email-identifier-challenge reset-password custom-form consent customized-consent logout mfa-push mfa-otp mfa-voice
mfa-phone mfa-webauthn mfa-sms mfa-email mfa-recovery-code mfa status device-flow email-verification email-otp-challenge organizations invitation
common passkeys captcha brute-force-protection async-approval-flow confirmation`

const AUTH0_LANGUAGES = `
am ar ar-EG ar-SA az bg bn bs ca-ES cnr cs cy da de el en en-CA es es-419 es-AR es-MX et eu-ES fa fi fr fr-CA fr-FR gl-ES gu he hi hr hu hy id is it
ja ka kk kn ko lt lv mk ml mn mr ms my nb nl nn no pa pl pt pt-BR pt-PT ro ru sk sl so sq sr sv sw ta te th tl tr uk ur vi zgh zh-CN zh-HK zh-MO
zh-TW`

const namesOf = (list: string) => list.split(/\s+/).filter(Boolean)

/** Screens that nobody's words are for: those who develop read English, mails have templates. */
const NOT_FOR_PEOPLE = ['dev', 'mail', 'phone']

type Texts = { readonly [key: string]: string }
/** What can be said otherwise, in English: by prompt, screen and key. */
export const CATALOGUE: { readonly [prompt: string]: { readonly [screen: string]: Texts } } = Object.fromEntries(
  Object.entries(english.prompts).filter(([prompt]) => !NOT_FOR_PEOPLE.includes(prompt)),
)

/** Auth0's prompts with markup of a tenant's own within, and the screens of theirs that have places for it. */
export const SCREENS_WITH_PARTIALS: { readonly [prompt: string]: readonly string[] } = {
  login: ['login'],
  'login-id': ['login-id'],
  'login-password': ['login-password'],
  'login-passwordless': ['login-passwordless-email-code', 'login-passwordless-sms-otp'],
  signup: ['signup'],
  'signup-id': ['signup-id'],
  'signup-password': ['signup-password'],
  'customized-consent': ['customized-consent'],
  passkeys: ['passkey-enrollment', 'passkey-enrollment-local'],
}

const NAMED = [...new Set([...Object.keys(CATALOGUE), ...namesOf(AUTH0_PROMPTS)])]
const SPOKEN = [...new Set([...LANGUAGES, ...namesOf(AUTH0_LANGUAGES)])]

export const PromptName = Type.Enum(NAMED, { description: 'Name of the prompt.' })
export const PartialPromptName = Type.Enum(Object.keys(SCREENS_WITH_PARTIALS), { description: 'Name of the prompt.' })
export const LanguageName = Type.Enum(SPOKEN, { description: 'Language to update.' })
