import t from 'tap'
import { type Recorded, replay } from '../../tools/compat/replay.ts'
import { judge, report } from '../../tools/compat/report.ts'
import { differences } from '../../tools/compat/shape.ts'
import { createManaged } from '../support/managed.ts'

const managed = await createManaged(t)

const RECORDED: Recorded = {
  'GET /roles/{id}': {
    samples: {
      200: { path: '/api/v2/roles/rol_1', res: { id: 'rol_1', name: 'Reader', description: 'Reads' } },
      404: {
        path: '/api/v2/roles/rol_aaaaaaaaaaaaaaaa',
        res: { statusCode: 404, error: 'Not Found', errorCode: 'inexistent_role' },
      },
    },
  },
  'POST /roles': {
    samples: {
      200: {
        path: '/api/v2/roles',
        req: { name: 'Reader', description: 'Reads' },
        res: { id: 'rol_1', name: 'Reader', description: 'Reads', colour: 'red' },
      },
    },
  },
  'GET /roles/{id}/permissions': {
    samples: {
      200: {
        path: '/api/v2/roles/rol_1/permissions?page=0&per_page=100&include_totals=true',
        res: {
          permissions: [
            {
              permission_name: 'read:books',
              description: 'Read books',
              resource_server_name: 'Books',
              resource_server_identifier: 'https://books.example/',
            },
          ],
          start: 0,
          limit: 100,
          total: 1,
        },
      },
    },
  },
  'POST /clients': {
    samples: {
      201: {
        path: '/api/v2/clients',
        req: { name: 'App', app_type: 'spa', sso: false },
        res: { client_id: 'x', name: 'App', sso: false, signing_keys: [{ cert: '[REDACTED]', pkcs7: 'x' }] },
      },
    },
  },
  'PATCH /connections/{id}/clients': {
    samples: {
      204: {
        path: '/api/v2/connections/con_1/clients',
        req: [{ client_id: 'one-of-theirs', status: true }],
        res: '',
      },
    },
  },
  'GET /organizations': { samples: { 200: { path: '/api/v2/organizations', res: [] } } },
}

const exchanges = await replay(managed, RECORDED)
const said = Object.fromEntries(
  exchanges.map(({ endpoint, status, deviations }) => [`${endpoint} ${status}`, deviations]),
)

t.test('what was recorded is asked for again, ids and names translated', async t => {
  t.strictSame(said, {
    'GET /roles/{id} 200': [],
    'GET /roles/{id} 404': [],
    'GET /roles/{id}/permissions 200': [],
    'POST /roles 200': ['colour is missing'],
    'POST /clients 201': ['sso is refused'],
    'PATCH /connections/{id}/clients 204': [],
  })
})

t.test('a deviation is explained or fails; so does an explanation of nothing', async t => {
  const colour = { resource: 'roles', deviations: ['colour is missing'], why: 'Lintel is black and white.' }
  const judged = judge(exchanges, [
    colour,
    { resource: 'clients', deviations: ['* is purple'], why: 'Never.' },
    {
      resource: 'organizations',
      deviations: ['x is missing'],
      why: 'They were not replayed: nothing is known of them.',
    },
  ])
  t.match(judged.unexplained, [{ deviation: 'sso is refused' }])
  t.equal(judged.unexplained.length, 1)
  t.strictSame(judged.stale, ['clients: * is purple'])
  t.match(report(judged), 'Total: 4 of 6 exchanges alike, 1 differ as explained, 1 unexplained')
  t.match(report(judged), 'POST /roles 200: colour is missing (Lintel is black and white.)')
})

t.test('a body promises its keys and the types of their values', async t => {
  const of = (recorded: unknown, ours: unknown, ...except: string[]) => differences(recorded, ours, except)
  t.strictSame(of({ a: 1, b: { c: 'x' } }, { a: 2, b: { c: 'y' }, more: true }), [])
  t.strictSame(of({ a: 1, b: { c: 'x' } }, { a: '2', b: {} }), ['a is string instead of number', 'b.c is missing'])
  t.strictSame(of({ a: null }, { a: 1 }), ['a is number instead of null'])
  t.strictSame(of({ a: '[REDACTED]' }, { a: {} }), [])
  t.strictSame(of({ user_metadata: { plan: 'pro' } }, { user_metadata: {} }), [], 'somebody’s data')
  t.strictSame(of([{ a: 1 }, { b: { c: 1 } }], [{ b: {} }, { a: 2 }]), ['[].b.c is missing'])
  t.strictSame(of({ list: [1] }, { list: [] }), ['list is empty'])
  t.strictSame(of({ a: { b: 1 }, ab: 1 }, {}, 'a'), ['ab is missing'])
})
