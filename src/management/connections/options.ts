// The options of a connection, by its strategy: shapes, what is enforced of them, what is refused by its name.
import { type Static, type TSchema, Type } from 'typebox'
import { invalidProperty } from '../../errors.ts'
import { ATTRIBUTES, type Attribute, attributesOf, type GivenAttributes } from '../../store/attributes.ts'
import { isPasswordless, readDatabaseOptions, readPasswordlessOptions } from '../../store/connections.ts'
import type { JsonObject } from '../../store/schema.ts'
import { acceptedProperties, answeredProperties, enforcedOnly, hidden, shownValues } from '../unenforced.ts'
import { checkMigration, GivenUpstream, Upstream, upstreamOf } from './upstream.ts'

export const UNENFORCED_DATABASE_OPTIONS = {
  configuration: hidden({}),
  customScripts: hidden({}),
  enable_script_context: hidden(false),
  enabledDatabaseCustomization: hidden(false),
  federated_connections_access_tokens: hidden({ active: false }),
  gateway_authentication: hidden(),
  mfa: hidden({ active: true, return_enroll_settings: true }),
  non_persistent_attrs: hidden([]),
  password_history: hidden({ enable: false }, { enable: false, size: 0 }, { enable: false, size: 5 }),
  password_options: hidden(),
  precedence: hidden(['email', 'phone_number', 'username']),
  set_user_root_attributes: hidden('on_each_login'),
  strategy_version: hidden(2),
  upstream_params: hidden({}),
}

/** How a message looks is the tenant's (its mail templates, its phone provider), not a connection's. */
export const UNENFORCED_PASSWORDLESS_OPTIONS = {
  authParams: hidden(''),
  // Auth0's tool says it of every one.
  email: hidden({ body: '' }),
  forward_req_info: hidden(),
  from: hidden(),
  gateway_authentication: hidden(),
  gateway_url: hidden(),
  messaging_service_sid: hidden(),
  non_persistent_attrs: hidden([]),
  provider: hidden(),
  set_user_root_attributes: hidden('on_each_login'),
  syntax: hidden('liquid'),
  template: hidden(),
  twilio_sid: hidden(),
  twilio_token: hidden(),
  upstream_params: hidden({}),
}

/** Auth0 takes null for what is to be as if it had not been said. */
export const unsettable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]))
const strict = { additionalProperties: false }

const maybe = Type.Optional(Type.Boolean())
const ProfileRequired = Type.Optional(
  Type.Boolean({ description: 'Not enforced. Accepted as true only where `signup.status` is `required`' }),
)
const Length = Type.Optional(Type.Integer({ minimum: 1, maximum: 128 }))
const status = Type.Optional(Type.Enum(['required', 'optional', 'inactive']))
const Verified = Type.Optional(
  Type.Object({ status, verification: Type.Optional(Type.Object({ active: maybe }, strict)) }, strict),
)
const identifier = (...methods: string[]) =>
  Type.Optional(
    Type.Object(
      { active: maybe, ...(methods.length > 0 ? { default_method: Type.Optional(Type.Enum(methods)) } : {}) },
      strict,
    ),
  )

const Attributes = Type.Object(
  {
    email: Type.Optional(
      Type.Object(
        {
          identifier: identifier('password', 'email_otp'),
          unique: Type.Optional(Type.Literal(true)),
          profile_required: ProfileRequired,
          signup: Verified,
          verification_method: Type.Optional(Type.Enum(['link', 'otp'])),
        },
        strict,
      ),
    ),
    username: Type.Optional(
      Type.Object(
        {
          identifier: identifier(),
          profile_required: ProfileRequired,
          signup: Type.Optional(Type.Object({ status }, strict)),
          validation: Type.Optional(
            Type.Object(
              {
                min_length: Length,
                max_length: Length,
                allowed_types: Type.Optional(
                  Type.Object(
                    { email: Type.Optional(Type.Literal(false)), phone_number: Type.Optional(Type.Literal(false)) },
                    strict,
                  ),
                ),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
    phone_number: Type.Optional(
      Type.Object(
        { identifier: identifier('password', 'phone_otp'), profile_required: ProfileRequired, signup: Verified },
        strict,
      ),
    ),
  },
  { ...strict, minProperties: 1 },
)

const enabled = Type.Optional(Type.Object({ enabled: Type.Boolean() }, strict))
const AuthenticationMethods = Type.Object(
  {
    password: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean()),
          api_behavior: Type.Optional(Type.Literal('required')),
          signup_behavior: Type.Optional(
            Type.Enum(['allow', 'block'], { description: '`block`: one signs up by a passkey or a code alone' }),
          ),
        },
        strict,
      ),
    ),
    passkey: enabled,
    email_otp: enabled,
    phone_otp: enabled,
  },
  strict,
)

const PasskeyOptions = Type.Object({
  challenge_ui: Type.Enum(['both', 'autofill', 'button']),
  local_enrollment_enabled: Type.Boolean(),
  progressive_enrollment_enabled: Type.Boolean(),
})

const database = {
  passwordPolicy: unsettable(Type.Enum(['none', 'low', 'fair', 'good', 'excellent'])),
  password_complexity_options: unsettable(
    // NIST SP 800-63B-4 §3.1.1.2: no password is shorter than eight.
    Type.Object({ min_length: Type.Optional(Type.Integer({ minimum: 8, maximum: 128 })) }, strict),
  ),
  password_no_personal_info: unsettable(Type.Object({ enable: Type.Boolean() }, strict)),
  password_dictionary: unsettable(
    Type.Object(
      {
        enable: Type.Boolean(),
        dictionary: Type.Optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 200 })),
      },
      strict,
    ),
  ),
  requires_username: unsettable(Type.Boolean()),
  validation: unsettable(
    Type.Object(
      {
        username: unsettable(
          Type.Object(
            { min: Type.Integer({ minimum: 1, maximum: 128 }), max: Type.Integer({ minimum: 1, maximum: 128 }) },
            strict,
          ),
        ),
      },
      strict,
    ),
  ),
  disable_signup: unsettable(Type.Boolean()),
  disable_self_service_change_password: unsettable(Type.Boolean()),
  brute_force_protection: unsettable(Type.Boolean()),
  require_verified_email: unsettable(Type.Boolean()),
  import_mode: unsettable(Type.Boolean({ description: 'Whether who is unknown here is looked for at `upstream`' })),
  upstream: unsettable(GivenUpstream),
  attributes: unsettable(Attributes),
  authentication_methods: unsettable(AuthenticationMethods),
  passkey_options: unsettable(Type.Partial(PasskeyOptions, strict)),
}

const passwordless = {
  name: Type.Optional(Type.String({ maxLength: 255, description: 'The connection’s own name' })),
  totp: unsettable(
    Type.Object(
      {
        length: Type.Optional(
          Type.Integer({ minimum: 6, maximum: 40, description: 'Digits of a code. Fewer than six can be guessed' }),
        ),
        time_step: Type.Optional(
          Type.Integer({ minimum: 60, maximum: 900, description: 'Seconds for which a code is good' }),
        ),
      },
      strict,
    ),
  ),
  disable_signup: database.disable_signup,
  brute_force_protection: database.brute_force_protection,
}

/** Of every strategy: which one's they may be, `optionsOf` says. */
export const GivenOptions = Type.Object(
  {
    ...acceptedProperties(UNENFORCED_PASSWORDLESS_OPTIONS),
    ...acceptedProperties(UNENFORCED_DATABASE_OPTIONS),
    ...passwordless,
    ...database,
  },
  strict,
)
type Given = Static<typeof GivenOptions> | null | undefined

/** As they are answered. */
export const Options = Type.Partial(
  Type.Object({
    passwordPolicy: Type.String(),
    password_complexity_options: Type.Object({ min_length: Type.Integer() }),
    password_no_personal_info: Type.Object({ enable: Type.Boolean() }),
    password_dictionary: Type.Object({ enable: Type.Boolean(), dictionary: Type.Array(Type.String()) }),
    requires_username: Type.Boolean(),
    validation: Type.Object({ username: Type.Object({ min: Type.Integer(), max: Type.Integer() }) }),
    disable_signup: Type.Boolean(),
    disable_self_service_change_password: Type.Boolean(),
    brute_force_protection: Type.Boolean(),
    require_verified_email: Type.Boolean(),
    import_mode: Type.Boolean(),
    upstream: Upstream,
    attributes: Type.Unsafe<GivenAttributes>(Attributes),
    authentication_methods: Type.Object({
      password: Type.Object({ enabled: Type.Boolean(), api_behavior: Type.String(), signup_behavior: Type.String() }),
      passkey: Type.Object({ enabled: Type.Boolean() }),
      email_otp: Type.Object({ enabled: Type.Boolean() }),
      phone_otp: Type.Object({ enabled: Type.Boolean() }),
    }),
    passkey_options: PasskeyOptions,
    totp: Type.Object({ length: Type.Integer(), time_step: Type.Integer() }),
    ...answeredProperties(UNENFORCED_DATABASE_OPTIONS),
  }),
)

export function shownOptions(strategy: string, options: JsonObject): Static<typeof Options> {
  if (isPasswordless(strategy)) return readPasswordlessOptions(options)
  const { authentication_methods, ...rest } = readDatabaseOptions(options)
  const password = { api_behavior: 'required', ...authentication_methods.password }
  return {
    ...shownValues(UNENFORCED_DATABASE_OPTIONS),
    ...rest,
    authentication_methods: { ...authentication_methods, password },
  }
}

const said = (options: object): JsonObject =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null && value !== undefined))

/** What it says must be so that people can sign in and sign up by it. */
function checkAttributes({ email, username, phone_number }: GivenAttributes): void {
  for (const [name, attribute] of Object.entries({ email, username, phone_number })) {
    const at = `options.attributes.${name}`
    const status = attribute?.signup?.status ?? 'inactive'
    if (attribute?.profile_required && status !== 'required')
      throw invalidProperty('is enforced at sign-up alone: signup.status must be "required"', `${at}.profile_required`)
  }
  if (!email?.identifier?.active && !username?.identifier?.active && !phone_number?.identifier?.active)
    throw invalidProperty('one of them must be an active identifier', 'options.attributes')
  const { min_length = 1, max_length = 15 } = username?.validation ?? {}
  if (min_length > max_length)
    throw invalidProperty('min_length must not exceed max_length', 'options.attributes.username.validation')
}

/** How one makes an account where not by a password. */
function checkSignup(
  { attributes, require_verified_email }: Static<typeof GivenOptions>,
  { passkey, email_otp, phone_otp }: Static<typeof AuthenticationMethods>,
  without: 'enabled' | 'signup_behavior',
): void {
  const at = `options.authentication_methods.password.${without}`
  // Whoever follows a link has left the page on which she would make it.
  const given = attributesOf({ attributes: (attributes ?? {}) as GivenAttributes, requires_username: false })
  const opens = ({ identifier, signup, verified_by_code }: Attribute) =>
    identifier && signup === 'required' && verified_by_code
  const by_code = (email_otp?.enabled && opens(given.email)) || (phone_otp?.enabled && opens(given.phone_number))
  if (!passkey?.enabled && !by_code) {
    const code = 'email_otp or phone_otp and a name of its kind that sign-up requires and verifies by a code'
    throw invalidProperty(
      `one signs up by a password, a passkey or a code: needs authentication_methods.passkey, or ${code}`,
      at,
    )
  }
  if (without === 'enabled' && !passkey?.enabled) {
    const opened = { email: email_otp?.enabled, username: false, phone_number: phone_otp?.enabled }
    for (const name of ATTRIBUTES)
      if (given[name].identifier && !opened[name])
        throw invalidProperty(
          'nothing would let in who signs in by it: without passwords and passkeys it needs email_otp or phone_otp of its kind, and a username has none',
          `options.attributes.${name}.identifier`,
        )
  }
  if (require_verified_email && !given.email.verified_by_code)
    throw invalidProperty('with require_verified_email it needs addresses that are verified by a code', at)
}

function databaseOptions(given: NonNullable<Given>): JsonObject {
  const {
    validation,
    upstream: elsewhere,
    authentication_methods,
    ...asked
  } = enforcedOnly(given, UNENFORCED_DATABASE_OPTIONS, 'options.') as Static<typeof GivenOptions>
  const upstream = elsewhere ? upstreamOf(elsewhere) : undefined
  checkMigration(asked, upstream)
  const username = validation?.username
  if (username && username.min > username.max)
    throw invalidProperty('min must not exceed max', 'options.validation.username')
  const { attributes } = asked as { attributes?: GivenAttributes | null }
  if (attributes) {
    // Auth0: the one or the other.
    if (asked.requires_username) throw invalidProperty('cannot be with attributes', 'options.requires_username')
    checkAttributes(attributes)
    if (asked.require_verified_email && attributes.email?.signup?.status !== 'required')
      throw invalidProperty('needs attributes.email.signup.status "required"', 'options.require_verified_email')
  }
  const { password, ...others } = authentication_methods ?? {}
  const { api_behavior: _, ...said_of_password } = password ?? {}
  const methods = { ...(Object.keys(said_of_password).length > 0 ? { password: said_of_password } : {}), ...others }
  if (password?.enabled === false) checkSignup(asked, methods, 'enabled')
  else if (password?.signup_behavior === 'block') checkSignup(asked, methods, 'signup_behavior')
  if (attributes?.email?.identifier?.default_method === 'email_otp' && !methods.email_otp?.enabled)
    throw invalidProperty(
      'needs authentication_methods.email_otp',
      'options.attributes.email.identifier.default_method',
    )
  if (attributes?.phone_number?.identifier?.default_method === 'phone_otp' && !methods.phone_otp?.enabled)
    throw invalidProperty(
      'needs authentication_methods.phone_otp',
      'options.attributes.phone_number.identifier.default_method',
    )
  return said({
    ...asked,
    ...(username ? { validation: { username } } : {}),
    ...(upstream ? { upstream } : {}),
    ...(Object.keys(methods).length > 0 ? { authentication_methods: methods } : {}),
  })
}

/** What is stored of the options: those that were said. */
export function optionsOf({ strategy, name }: { strategy: string; name: string }, given: Given): JsonObject {
  const options = given ?? {}
  const [own, unenforced] = isPasswordless(strategy)
    ? [passwordless, UNENFORCED_PASSWORDLESS_OPTIONS]
    : [database, UNENFORCED_DATABASE_OPTIONS]
  for (const property of Object.keys(options))
    if (!Object.hasOwn(own, property) && !Object.hasOwn(unenforced, property))
      throw invalidProperty(`no connection of the strategy ${strategy} has it`, `options.${property}`)
  if (!isPasswordless(strategy)) return databaseOptions(options)
  const { name: repeated = name, ...asked } = enforcedOnly(options, UNENFORCED_PASSWORDLESS_OPTIONS, 'options.')
  if (repeated !== name) throw invalidProperty('is not the name of the connection', 'options.name')
  return said(asked)
}
