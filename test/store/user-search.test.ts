import { sql } from 'kysely'
import t from 'tap'
import { LintelError } from '../../src/errors.ts'
import { compileUserSearch, compileUserSort } from '../../src/store/user-search/compile.ts'
import { type Identity, openPeople, type Person, seeded } from '../support/people.ts'

const { db, createTenant, createPeople, usersOf, search } = await openPeople(t)

/** The message of the refusal. */
function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof LintelError && error.code === 'invalid_query_string' && error.statusCode === 400)
      return error.message
    throw error
  }
  return 'not refused'
}

const local = (user_id: string): Identity => ({
  connection: 'Username-Password-Authentication',
  provider: 'auth0',
  user_id: user_id.replace('auth0|', ''),
  isSocial: false,
})

const person = (id: string, values: Partial<Person> = {}): Person => ({
  user_id: `auth0|${id}`,
  created_at: '2020-06-15T12:00:00.000Z',
  updated_at: '2020-06-15T12:00:00.000Z',
  identities: [local(id)],
  ...values,
})

const PEOPLE: Person[] = [
  person('jane', {
    email: 'jane@exampleco.com',
    email_verified: true,
    username: 'jane',
    name: 'Jane Smith',
    given_name: 'Jane',
    family_name: 'Smith',
    nickname: 'janie',
    app_metadata: { subscription: { plan: 'gold', seats: 5 }, roles: ['admin', 'writer'], beta: true },
    user_metadata: { addresses: [{ city: 'Paris' }, { city: 'London' }], theme: 'dark', age: 30 },
    stats: { logins_count: 120, last_login: '2018-01-15T23:59:59.999Z', last_ip: '10.0.0.1' },
    created_at: '2018-01-15T00:00:00.000Z',
    last_password_reset: '2019-05-01T00:00:00.000Z',
  }),
  person('JANE', {
    email: 'JANE@Other.example',
    username: 'JANE',
    name: 'JANE DOE',
    given_name: 'jane',
    family_name: 'Doe',
    phone_number: '+15550001',
    phone_verified: true,
    app_metadata: { subscription: { plan: 'Gold', seats: '5' }, roles: 'admin', beta: 'true' },
    user_metadata: { addresses: { city: 'paris' }, theme: 'Dark' },
    stats: { logins_count: 100, last_login: '2018-01-16T00:00:00.000Z', last_ip: '10.0.0.12' },
    created_at: '2018-01-15T23:59:59.999Z',
  }),
  person('john', {
    email: 'john.usa@exampleco.com',
    email_verified: true,
    name: 'john usa',
    nickname: 'Johnny',
    phone_number: '+15550002',
    phone_verified: false,
    blocked: true,
    picture: 'https://example.com/john.png',
    app_metadata: { subscription: { plan: 'silver', seats: 12 }, empty: {}, none: null, list: [], until: '2024-03-01' },
    stats: { logins_count: 0 },
    created_at: '2018-02-01T00:00:00.000Z',
  }),
  person('jo', {
    email: 'jo@x.test',
    name: 'Jo',
    app_metadata: {
      'a.b': 'dotted',
      'with space': 'yes',
      'quo"te': "it's",
      nested: [{ deep: [{ er: 1 }, { er: 2.5 }] }],
    },
    created_at: '2019-12-31T23:59:59.999Z',
  }),
  person('linked', {
    email: 'linked@gmail.example',
    name: 'Linda Linked',
    identities: [
      local('linked'),
      {
        connection: 'google',
        provider: 'google-oauth2',
        user_id: '1122',
        isSocial: true,
        profileData: { email: 'second@gmail.example', tags: ['x', 'y'] },
      },
    ],
    created_at: '2020-01-01T00:00:00.000Z',
  }),
  person('irish', {
    name: "Conan O'Brien",
    identities: [{ connection: "o'connor", provider: 'ad', user_id: 'c|1', isSocial: false }],
  }),
  person('percent', { name: '100% wool', nickname: 'a%b' }),
  person('underscore', { name: '100_ wool', nickname: 'a_b' }),
  person('backslash', { name: 'back\\slash', nickname: 'a\\b' }),
  person('star', { name: 'star*', nickname: 'a*b' }),
  person('quote', { name: 'say "hi"', nickname: 'AND' }),
  person('emoji', { name: '🦊 fox', nickname: '🦊🦊' }),
  person('slash', { name: '/home/me', nickname: '<b>' }),
]
const ids = (...names: string[]) => names.map(name => `auth0|${name}`).sort()
const everyone = PEOPLE.map(each => each.user_id).sort()
const without = (...names: string[]) => everyone.filter(id => !ids(...names).includes(id))

await createTenant('people')
await createPeople('people', PEOPLE)

t.test('a query finds the users that it names', async t => {
  const table: [string, string[]][] = [
    // exact
    ['email:"jane@exampleco.com"', ids('jane')],
    ['email:jane@exampleco.com', ids('jane')],
    ['email : "jane@exampleco.com"', ids('jane')],
    ['name:"jane smith"', ids('jane')],
    ['name:jane\\ smith', ids('jane')],
    ['name:jane', []],
    ['user_id:auth0', []],
    ['user_id:auth0|jane', ids('jane')],
    ['user_id:"auth0|jane"', ids('jane')],
    ['user_id:("auth0|jane" OR "auth0|jo")', ids('jane', 'jo')],
    ['user_id:("auth0|jane","auth0|jo")', ids('jane', 'jo')],
    ['email_verified:true', ids('jane', 'john')],
    ['email_verified:"false"', without('jane', 'john')],
    ['blocked:true', ids('john')],
    ['phone_verified:false', ids('john')],
    ['phone_number:\\+15550001', ids('JANE')],
    ['phone_number:"+15550001"', ids('JANE')],
    ['picture:"https://example.com/john.png"', ids('john')],
    ['picture:https\\://example.com/john.png', ids('john')],
    ['email.domain:EXAMPLECO.com', ids('jane', 'john')],
    ['email.domain:"example"', []],
    // case
    ['name:"JANE SMITH"', ids('jane')],
    ['given_name:JANE', ids('jane', 'JANE')],
    ['family_name:SMITH', ids('jane')],
    ['nickname:johnny', ids('john')],
    ['username:jane', ids('jane')],
    ['username:JANE', ids('JANE')],
    ['app_metadata.subscription.plan:gold', ids('jane')],
    ['user_metadata.theme:dark', ids('jane')],
    // wildcards
    ['name:j*', ids('jane', 'JANE', 'john', 'jo')],
    ['name:john*', ids('john')],
    ['name:*usa', ids('john')],
    ['name:*ANE*', ids('jane', 'JANE')],
    ['name:j?', ids('jo')],
    ['name:j??n*', ids('john')],
    ['name:j*h', ids('jane')],
    ['name:j\\*', []],
    ['name:"j*"', []],
    ['name:star\\*', ids('star')],
    ['name:"star*"', ids('star')],
    ['email:*', ids('jane', 'JANE', 'john', 'jo', 'linked')],
    ['user_id:auth0*', everyone],
    ['user_id:*5d7c*', []],
    ['last_ip:10.0.0.*', ids('jane', 'JANE')],
    ['app_metadata.subscription.plan:g*', ids('jane')],
    ['app_metadata.subscription.plan:*old', ids('jane', 'JANE')],
    ['app_metadata.roles:wri?er', ids('jane')],
    ['app_metadata.subscription.seats:1*', []],
    // LIKE's own characters stand for themselves
    ['name:100%*', ids('percent')],
    ['name:100_*', ids('underscore')],
    ['nickname:a?b', ids('percent', 'underscore', 'backslash', 'star')],
    ['nickname:a%b', ids('percent')],
    ['nickname:a\\\\*', ids('backslash')],
    ['name:"back\\\\slash"', ids('backslash')],
    ['nickname:🦊?', ids('emoji')],
    ['name:\\ud83e\\udd8a\\u0020fox', ids('emoji')],
    ['name:"say \\"hi\\""', ids('quote')],
    ['nickname:"AND"', ids('quote')],
    ['nickname:\\AND', ids('quote')],
    ['nickname:AN*', ids('quote')],
    ['name:\\/home/me', ids('slash')],
    ['nickname:\\<b>', ids('slash')],
    // ranges
    ['logins_count:[100 TO 120]', ids('jane', 'JANE')],
    ['logins_count:[100 TO 120}', ids('JANE')],
    ['logins_count:{100 TO *]', ids('jane')],
    ['logins_count:[* TO 100}', ids('john')],
    ['logins_count:[* TO *]', ids('jane', 'JANE', 'john')],
    ['logins_count:>100', ids('jane')],
    ['logins_count:>=100', ids('jane', 'JANE')],
    ['logins_count:(>=50 AND <120)', ids('JANE')],
    ['logins_count:(+>=50 +<120)', ids('JANE')],
    ['logins_count:<= 0', ids('john')],
    ['logins_count:100', ids('JANE')],
    ['logins_count:100.0', ids('JANE')],
    ['logins_count:100.5', []],
    ['logins_count:{99.5 TO 100.5}', ids('JANE')],
    ['logins_count:[-5 TO "0"]', ids('john')],
    ['logins_count:> -1', ids('jane', 'JANE', 'john')],
    ['logins_count:>-1', ids('jane', 'JANE', 'john')],
    ['logins_count:<99999999999999999999', ids('jane', 'JANE', 'john')],
    ['logins_count:[* TO -99999999999999999999]', []],
    ['created_at:2018-01-15', ids('jane', 'JANE')],
    ['created_at:2018', ids('jane', 'JANE', 'john')],
    ['created_at:[2018-01-15 TO 2018-01-15]', ids('jane', 'JANE')],
    ['created_at:[2018-01-15T00:00:00.000Z TO 2018-01-15T00:00:00.000Z]', ids('jane')],
    ['created_at:{2018-01-15 TO 2018]', ids('john')],
    ['created_at:[2018-01 TO 2018-02}', ids('jane', 'JANE')],
    ['created_at:"2018-01-15T00:00:00.000+00:00"', ids('jane')],
    ['created_at:[2018-01-15T01:00+01:00 TO 2018-01-15T00:59:59.999+01:00]', ids()],
    ['created_at:[2018-01-15T01:00+01:00 TO 2018-01-15T01:00+01:00]', ids('jane')],
    ['created_at:>="2018-02-01T00:00:00Z"', without('jane', 'JANE')],
    ['created_at:{9999 TO *]', []],
    ['created_at:[* TO 0001}', []],
    ['last_login:[* TO 2018-01-15]', ids('jane')],
    ['last_login:{2018-01-15 TO *}', ids('JANE')],
    ['name:[jane TO jo]', ids('jane', 'JANE', 'jo')],
    ['name:["Jane Smith" TO JO}', ids('jane')],
    ['username:[a TO z]', ids('jane')],
    ['app_metadata.subscription.seats:[5 TO 10]', ids('jane')],
    ['app_metadata.subscription.seats:>5', ids('john')],
    ['app_metadata.subscription.seats:["5" TO "6"]', ids('JANE')],
    ['app_metadata.until:[* TO 2024-03-05]', ids('john')],
    ['app_metadata.nested.deep.er:{2 TO 3}', ids('jo')],
    // metadata: arrays are transparent, types are not asked for
    ['app_metadata.roles:"admin"', ids('jane', 'JANE')],
    ['app_metadata.subscription.seats:5', ids('jane', 'JANE')],
    ['app_metadata.subscription.seats:5.0', ids('jane')],
    ['app_metadata.beta:true', ids('jane', 'JANE')],
    ['app_metadata.nested.deep.er:2.5', ids('jo')],
    ['app_metadata.nested.deep.er:\\-2.5', []],
    ['user_metadata.addresses.city:"Paris"', ids('jane')],
    ['user_metadata.age:30', ids('jane')],
    ['app_metadata.a\\.b:dotted', ids('jo')],
    ['app_metadata.a.b:dotted', []],
    ['app_metadata.with\\ space:yes', ids('jo')],
    ['app_metadata.quo\\"te:"it\'s"', ids('jo')],
    ['app_metadata.__proto__.x:1', []],
    // existence
    ['_exists_:logins_count', ids('jane', 'JANE', 'john')],
    ['NOT _exists_:logins_count OR logins_count:0', without('jane', 'JANE')],
    ['(NOT _exists_:last_login OR last_login:[* TO 2018-01-15]) AND email:*', ids('jane', 'john', 'jo', 'linked')],
    ['_exists_:app_metadata', ids('jane', 'JANE', 'john', 'jo')],
    ['_exists_:app_metadata.subscription', ids('jane', 'JANE', 'john')],
    ['_exists_:app_metadata.empty', []],
    ['_exists_:app_metadata.none', []],
    ['_exists_:app_metadata.list', []],
    ['_exists_:app_metadata.roles', ids('jane', 'JANE')],
    ['_exists_:"app_metadata.nested.deep.er"', ids('jo')],
    ['_exists_:app_metadata.a\\.b', ids('jo')],
    ['app_metadata.roles:*', ids('jane', 'JANE')],
    ['_exists_:(username phone_number)', ids('jane', 'JANE', 'john')],
    ['_exists_:email.domain', ids('jane', 'JANE', 'john', 'jo', 'linked')],
    ['_exists_:last_password_reset', ids('jane')],
    ['_exists_:blocked', everyone],
    // identities
    ['identities.connection:"google"', ids('linked')],
    ['identities.connection:Username*', without('irish')],
    ['identities.connection:"o\'connor"', ids('irish')],
    ['identities.provider:"google-oauth2"', ids('linked')],
    ['identities.provider:auth0 AND identities.user_id:1122', ids('linked')],
    ['identities.user_id:"c|1"', ids('irish')],
    ['identities.isSocial:true', ids('linked')],
    ['identities.profileData.email:"second@gmail.example"', ids('linked')],
    ['identities.profileData.email:second*', ids('linked')],
    ['identities.profileData.tags:y', ids('linked')],
    ['_exists_:identities.profileData', ids('linked')],
    ['_exists_:identities.connection', everyone],
    ['NOT identities.provider:auth0', ids('irish')],
    // bare terms: whole values, never user_metadata
    ['jane', ids('jane', 'JANE')],
    ['JANE', ids('jane', 'JANE')],
    ['"jane smith"', ids('jane')],
    ['smith', ids('jane')],
    ['john*', ids('john')],
    ['+15550001', []],
    ['\\+15550001', ids('JANE')],
    ['Paris', []],
    ['dark', []],
    ['gold', []],
    ['*', everyone],
    ['*:*', everyone],
    ['NOT *', []],
    // Auth0: name:jane, or anything that is "smith"
    ['name:jane smith', ids('jane')],
  ]
  for (const [q, expected] of table) t.same(await search('people', q), expected, q)
})

t.test('operators group as in Lucene’s precedence parser', async t => {
  const [jane, JANE, john, jo] = ['username:jane', 'username:JANE', 'blocked:true', 'name:jo']
  const table: [string, string[]][] = [
    [`${jane} ${john}`, ids('jane', 'john')],
    [`${jane} OR ${john}`, ids('jane', 'john')],
    [`${jane} || ${john}`, ids('jane', 'john')],
    [`${jane} AND ${john}`, []],
    [`${jane} && given_name:jane`, ids('jane')],
    [`${jane} OR ${JANE} AND ${john}`, ids('jane')],
    [`${JANE} AND ${john} OR ${jane}`, ids('jane')],
    [`${jo} ${JANE} AND ${john}`, ids('jo')],
    [`(${jane} OR ${JANE}) AND given_name:jane`, ids('jane', 'JANE')],
    [`NOT ${jane}`, without('jane')],
    [`!${jane}`, without('jane')],
    [`-${jane}`, without('jane')],
    [`NOT ${jane} AND given_name:jane`, ids('JANE')],
    [`given_name:jane AND NOT ${jane}`, ids('JANE')],
    [`given_name:jane AND -${jane}`, ids('JANE')],
    [`given_name:jane NOT ${jane}`, ids('JANE')],
    [`given_name:jane -${jane}`, ids('JANE')],
    [`-${jane} given_name:jane`, ids('JANE')],
    [`${john} OR NOT ${jane}`, without('jane')],
    [`+given_name:jane ${john}`, ids('jane', 'JANE')],
    [`+given_name:jane +${jane}`, ids('jane')],
    [`+given_name:jane -${jane} ${john}`, ids('JANE')],
    [`-${jane} -${JANE}`, without('jane', 'JANE')],
    [`-${jane} OR ${JANE}`, without('jane')],
    [`NOT (${jane} OR ${JANE})`, without('jane', 'JANE')],
    // "is not" of an absent value is true
    ['NOT name:jo', without('jo')],
    ['NOT NOT* OR NOT (NOT username:jane)', everyone],
    ['given_name:(jane -joan)', ids('jane', 'JANE')],
    ['name:("jane smith" OR (jo OR "100% wool"))', ids('jane', 'jo', 'percent')],
    ['name:(jo username:jane)', ids('jo', 'jane')],
    ['name:jo\tusername:jane\n', ids('jo', 'jane')],
    ['name:(jo)OR(username:jane)', ids('jo', 'jane')],
  ]
  for (const [q, expected] of table) t.same(await search('people', q), expected, q)
})

t.test('a malformed or unsupported query is refused with a sentence that says where', async t => {
  const table: [string, RegExp][] = [
    ['', /term is missing \(character 1 /],
    ['   ', /term is missing \(character 4 /],
    ['()', /term is missing \(character 2 /],
    ['a AND', /term is missing \(character 6 /],
    ['AND a', /missing before "AND" \(character 1 /],
    ['a OR OR b', /missing before "OR" \(character 6 /],
    ['NOT NOT a', /missing before "NOT" \(character 5 /],
    ['--a', /missing before "-"/],
    ['a -', /term is missing \(character 4 /],
    ['jane - smith', /"-" must touch what it applies to \(character 6 /],
    ['+a OR b', /"\+" next to OR contradicts it \(character 1 /],
    ['(a', /parenthesis is never closed \(character 1 /],
    ['a)', /parenthesis was never opened \(character 2 /],
    ['name:(a OR (b)', /never closed \(character 6 /],
    ['"a', /double quote is never closed \(character 1 /],
    ['name:"a\\"', /double quote is never closed \(character 6 /],
    ['a\\', /backslash escapes nothing \(character 2 /],
    ['a\\u00zz', /four hexadecimal digits \(character 2 /],
    ['a^2', /Boosts .*not supported.*\(character 2 /],
    ['(a b)^2', /Boosts .*not supported/],
    ['a~', /Fuzzy .*not supported.*\(character 2 /],
    ['"a b"~5', /proximity .*not supported/],
    ['/re/', /Regular expressions are not supported.*\(character 1 /],
    ['name:/re/', /Regular expressions are not supported.*\(character 6 /],
    ['name:', /term is missing \(character 6 /],
    [':a', /missing before ":"/],
    ['created_at:2018-01-15T10:00', /missing before ":"; write \\: .*double quotes \(character 25 /],
    ['bogus:a', /"bogus" is not a field.*\(character 1 /],
    ['+name:a bogus:a', /"bogus" is not a field.*\(character 9 /],
    ['name.raw:a', /"name.raw" is not a field/],
    ['connection:a', /"connection" is not a field/],
    ['constructor:a', /"constructor" is not a field/],
    ['_exists_:bogus', /"bogus" is not a field.*\(character 10 /],
    ['_exists_:na*', /takes the name of a field/],
    ['_missing_:name', /is not a field/],
    ['na*:x', /field name has no wildcards/],
    ['*:(a)', /field name has no wildcards/],
    ['app_metadata:x', /needs a path/],
    ['app_metadata..x:y', /empty step/],
    ['app_metadata.:y', /empty step/],
    ['name:*sa', /begins with a wildcard needs 3 characters in a row \(character 6 /],
    ['name:?', /begins with a wildcard/],
    ['*a*b*c*', /begins with a wildcard/],
    ['app_metadata.x:*sa', /begins with a wildcard/],
    ['user_metadata.x:a*', /Wildcards are not available on user_metadata \(character 17 /],
    ['user_metadata.x:*', /Wildcards are not available on user_metadata/],
    ['user_metadata.x:[1 TO 2]', /Ranges are not available on user_metadata/],
    ['user_metadata.x:>1', /Ranges are not available on user_metadata/],
    ['blocked:yes', /true or false/],
    ['blocked:[false TO true]', /true or false/],
    ['blocked:t*', /true or false/],
    ['logins_count:many', /not a number \(character 14 /],
    ['logins_count:1e999', /not a number/],
    ['logins_count:[1 TO two]', /not a number \(character 20 /],
    ['logins_count:1*', /takes no wildcards/],
    ['logins_count:>1*', /takes no wildcards/],
    ['created_at:yesterday', /not a date/],
    ['created_at:2018-02-30', /not a date/],
    ['created_at:2018-13', /not a date/],
    ['created_at:0000', /not a date/],
    ['created_at:"2018-01-01T24:00"', /not a date/],
    ['created_at:"9999-12-31T23:00-02:00"', /not a date/],
    ['created_at:[now-1d TO now]', /not a date/],
    ['created_at:2018*', /takes no wildcards/],
    ['[a TO b]', /range needs a field \(character 1 /],
    ['>5', /comparison needs a field/],
    ['name:[a b]', /TO is missing/],
    ['name:[a TO b', /range is never closed/],
    ['name:[ TO b]', /TO is missing/],
    ['name:[a TO ]', /end of the range is missing/],
    ['name:[]', /end of the range is missing/],
    ['name:a]', /missing before "]"/],
    ['a\0b', /NUL .*\(character 2 /],
    ['a\\u0000b', /well-formed/],
    ['a\ud83e', /well-formed/],
    ['"\\ud83e"', /well-formed/],
    ['app_metadata.\\ud800.x:a', /well-formed/],
    ['a'.repeat(4_097), /4097 characters; 4096 are allowed/],
    ['x'.repeat(100_000), /100000 characters/],
    [`${'('.repeat(21)}a${')'.repeat(21)}`, /deeper than 20 \(character 21 /],
    ['('.repeat(4_000), /deeper than 20/],
    [Array(101).fill('a').join(' '), /more than 100 search terms \(character 201 /],
    [`name:(${Array(101).fill('a').join(' OR ')})`, /more than 100 search terms/],
  ]
  for (const [q, expected] of table)
    t.match(
      refusal(() => compileUserSearch(q)),
      expected,
      q.slice(0, 40),
    )
})

t.test('the bounds themselves are allowed', async t => {
  t.same(await search('people', `${'('.repeat(20)}username:jane${')'.repeat(20)}`), ids('jane'))
  t.same(await search('people', [...Array(99).fill('nobody'), 'username:jane'].join(' ')), ids('jane'))
  t.same(await search('people', `username:jane ${'x'.repeat(4_096 - 14)}`), ids('jane'))
  t.same(await search('people', `app_metadata${'.x'.repeat(2_000)}:1`), [])
})

t.test('users sort by one field; absent values come last, user_id decides between equals', async t => {
  const sorted = async (sort: string) => {
    let query = usersOf('people').where(compileUserSearch('email:*'))
    for (const { expression, direction } of compileUserSort(sort))
      query = query.orderBy(expression, by => by[direction]().nullsLast())
    return (await query.execute()).map(row => row.user_id.replace('auth0|', ''))
  }
  t.same(await sorted('created_at:1'), ['jane', 'JANE', 'john', 'jo', 'linked'])
  t.same(await sorted('created_at:-1'), ['linked', 'jo', 'john', 'JANE', 'jane'])
  t.same(await sorted('email:1'), ['jane', 'JANE', 'jo', 'john', 'linked'], 'case does not part them')
  t.same(await sorted('user_id:-1'), ['linked', 'john', 'jo', 'jane', 'JANE'])
  t.same(await sorted('logins_count:-1'), ['jane', 'JANE', 'john', 'linked', 'jo'], 'absent values last')
  t.same(await sorted('logins_count:1'), ['john', 'JANE', 'jane', 'jo', 'linked'], 'absent values last')
  t.same(await sorted('email_verified:1'), ['JANE', 'jo', 'linked', 'jane', 'john'], 'user_id decides')
  for (const sort of ['', 'email', 'email:2', 'email:', '"email":1', 'email:1,name:1', ' email:1']) {
    t.match(
      refusal(() => compileUserSort(sort)),
      /^sort /,
      sort,
    )
  }
  for (const sort of ['app_metadata.x:1', 'user_metadata:1'])
    t.match(
      refusal(() => compileUserSort(sort)),
      /not available on metadata/,
    )
  for (const sort of ['bogus:1', 'identities.connection:1', 'constructor:1']) {
    t.match(
      refusal(() => compileUserSort(sort)),
      /names no field/,
      sort,
    )
  }
})

t.test('hostile input is a clear refusal or a literal', async t => {
  const WORDS = [
    "'; drop table users; --",
    "' or '1'='1",
    '1; select pg_sleep(10)',
    '$1',
    '$$',
    '?',
    '{{constructor}}',
    '%',
    '%%%',
    '_',
    '\\',
    '\\\\',
    '"',
    '""',
    "''",
    '\u0001\u001f\u007f',
    '\u2028',
    '\u202e',
    '" || true || "',
    '") == 1 || (1 == "1',
    '@ == 1',
    '$.**',
    'like_regex',
    '(a+)+$',
    'é',
    '👩‍👩‍👧',
    'AND',
    'TO',
    '*',
    'x'.repeat(4_000),
  ]
  await createTenant('hostile')
  await createPeople(
    'hostile',
    WORDS.map((word, i) =>
      person(`h${i}`, { name: word, username: word, app_metadata: { [word]: word, list: [word] } }),
    ),
  )
  for (const [i, word] of WORDS.entries()) {
    const quoted = `"${word.replace(/["\\]/g, '\\$&')}"`
    const escaped = word.replace(/[^\p{L}\p{N}\p{M}]/gu, '\\$&')
    for (const field of ['name', 'username', 'app_metadata.list']) {
      if (`${field}:${quoted}`.length > 4_096) continue
      t.same(await search('hostile', `${field}:${quoted}`), ids(`h${i}`), `${i} in ${field}`)
      if (word.length > 100) continue
      t.same(
        await search('hostile', `${field}:[${quoted} TO ${quoted}]`),
        ids(`h${i}`),
        `${i} as both ends of a range in ${field}`,
      )
    }
    if (word.length > 100 || /^(AND|TO)$/.test(word)) continue
    t.same(await search('hostile', `name:${escaped}`), ids(`h${i}`), `${i} without quotes`)
    t.same(await search('hostile', `name:${escaped}* AND username:${quoted}`), ids(`h${i}`), `${i} as a prefix`)
    t.same(await search('hostile', `app_metadata.${escaped}:${quoted}`), ids(`h${i}`), `${i} as a key`)
    t.same(await search('hostile', `_exists_:app_metadata.${escaped}`), ids(`h${i}`), `${i} as a key that exists`)
  }

  const random = seeded(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const BITS = [
    ...' \t\'"\\()[]{}^~*?:+-!/<>=&|.,;%_$@#0a',
    '\u0000',
    '\ud800',
    '\u3000',
    ' AND ',
    ' OR ',
    'NOT ',
    ' TO ',
    'name:',
    'email:',
    'user_id:',
    'logins_count:',
    'created_at:',
    'blocked:',
    'app_metadata.',
    'user_metadata.a:',
    'identities.',
    'profileData.',
    '_exists_:',
    '2018',
    'true',
    'abc',
    '\\u0041',
    '1e9',
  ]
  let refused = 0
  let ran = 0
  for (let i = 0; i < 4_000; i++) {
    const q = Array.from({ length: 1 + Math.floor(random() * 10) }, () => pick(BITS)).join('')
    let predicate: ReturnType<typeof compileUserSearch>
    try {
      predicate = compileUserSearch(q)
    } catch (error) {
      if (!(error instanceof LintelError) || error.statusCode !== 400) t.fail(`${JSON.stringify(q)}: ${error}`)
      refused++
      continue
    }
    await usersOf('hostile')
      .where(predicate)
      .execute()
      .catch(error => t.fail(`${JSON.stringify(q)}: ${error.message}`))
    ran++
  }
  t.ok(refused > 500 && ran > 500, `${refused} were refused, ${ran} ran`)
})

t.test('an index answers what is asked most, among 20,000 users', async t => {
  await createTenant('crowd')
  await sql`
    insert into connections (tenant_id, id, name, strategy, options, realms, metadata, created_at, updated_at)
    select 'crowd', 'crowd_' || i, 'tenant-' || i, 'auth0', '{}', '{}', '{}', now(), now() from generate_series(0, 199) as i`.execute(
    db,
  )
  await sql`
    insert into users (tenant_id, user_id, connection_id, email, username, name, given_name, family_name, nickname, phone_number, app_metadata, user_metadata, created_at, updated_at)
    select 'crowd', 'auth0|' || i, 'con_0', 'person' || i || '@domain' || i % 5000 || '.test', 'user' || i, 'Name ' || i, 'Given ' || i % 3000, 'Family ' || i % 5000,
      'nick' || i, '+1555' || i, jsonb_build_object('plan', 'plan' || i % 4000, 'seats', i, 'nested', jsonb_build_array(jsonb_build_object('id', i))),
      jsonb_build_object('colour', 'colour' || i % 4000), timestamptz '2020-01-01T00:00:00Z' + i * interval '1 hour', timestamptz '2020-01-01T00:00:00Z' + i * interval '1 hour'
    from generate_series(1, 20000) as i`.execute(db)
  await sql`analyze`.execute(db)
  await sql`
    insert into user_stats (tenant_id, user_id, logins_count, last_login, last_ip)
    select 'crowd', 'auth0|' || i, i, timestamptz '2020-01-01T00:00:00Z' + i * interval '1 hour', '10.0.' || i / 250 || '.' || i % 250 from generate_series(1, 20000) as i`.execute(
    db,
  )
  await sql`
    insert into identities (tenant_id, user_id, connection_id, identity_user_id, provider, is_social, profile_data, created_at)
    select 'crowd', 'auth0|' || i, 'crowd_' || i % 200, i::text, 'auth0', false,
      case when i % 100 = 0 then jsonb_build_object('email', 'second' || i || '@x.test') end, now() from generate_series(1, 20000) as i`.execute(
    db,
  )
  await sql`analyze`.execute(db)

  const table: [q: string, index: string, found: number][] = [
    ['email:"person7@domain7.test"', 'users_by_email', 1],
    ['email:person77*', 'users_by_email', 111],
    ['email.domain:domain7.test', 'users_by_email_domain', 4],
    ['name:"name 1999*"', 'users_by_name', 0],
    ['name:name\\ 1999*', 'users_by_name', 11],
    ['given_name:"given 7"', 'users_by_given_name', 7],
    ['family_name:"family 7"', 'users_by_family_name', 4],
    ['nickname:nick777', 'users_by_nickname', 1],
    ['username:user777', 'users_by_username', 1],
    ['username:user777*', 'users_by_username', 11],
    ['phone_number:"+1555777"', 'users_by_phone_number', 1],
    ['user_id:"auth0|777"', 'users_pkey', 1],
    ['user_id:auth0|1999*', 'users_pkey', 11],
    ['app_metadata.plan:plan7', 'users_by_app_metadata', 5],
    ['app_metadata.nested.id:777', 'users_by_app_metadata', 1],
    ['user_metadata.colour:"colour7"', 'users_by_user_metadata', 5],
    ['created_at:[2020-03-01 TO 2020-03-02]', 'users_by_age', 48],
    ['updated_at:2020-03-01', 'users_by_update', 24],
    ['last_login:[2020-03-01 TO 2020-03-02]', 'user_stats_by_last_login', 48],
    ['logins_count:{19990 TO *]', 'user_stats_by_logins_count', 10],
    ['last_ip:10.0.7.7*', 'user_stats_by_last_ip', 11],
    ['blocked:true', 'users_blocked', 0],
    ['identities.connection:tenant-7', 'identities_\\w+', 100],
    ['identities.user_id:777', 'identities_by_identity_user_id', 1],
    ['identities.profileData.email:"second700@x.test"', 'identities_by_profile_data', 1],
    ['email:"person7@domain7.test" OR username:user8', 'users_by_username', 2],
    ['user777', 'users_by_family_name', 1],
  ]
  for (const [q, index, found] of table) {
    const query = usersOf('crowd').where(compileUserSearch(q))
    const plan = (await query.explain()).map(row => Object.values(row)[0]).join('\n')
    t.equal((await query.execute()).length, found, q)
    t.match(plan, new RegExp(`${index}\\b`), `${q} uses ${index}`)
    t.notMatch(plan, /Seq Scan on (users|user_stats|identities)/, `${q} reads no whole table`)
  }
})
