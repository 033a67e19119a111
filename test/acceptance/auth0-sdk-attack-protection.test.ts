import t from 'tap'
import { must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { createPerson } from '../support/scene.ts'

const { app, v7, v4 } = await withSdks(t)

t.test('version 7 sets what there is against attacks', async t => {
  const { bruteForceProtection, suspiciousIpThrottling } = v7.attackProtection
  t.match(await bruteForceProtection.get(), { enabled: true, max_attempts: 10 })
  const set = { mode: 'count_per_identifier' as const, allowlist: ['127.0.0.1'], max_attempts: 5 }
  t.match(await bruteForceProtection.update(set), set)
  const stage = {
    'pre-login': { max_attempts: 5, rate: 864_000 },
    'pre-user-registration': { max_attempts: 5, rate: 1_200 },
  }
  t.match(await suspiciousIpThrottling.update({ stage }), { enabled: true, stage })
  t.match(await suspiciousIpThrottling.get(), { shields: ['admin_notification', 'block'], stage })
  t.match(await refusal(bruteForceProtection.update({ max_attempts: 0 })), { statusCode: 400 })
})

t.test('version 7 lists and lifts blocks', async t => {
  const { user_id, email } = await createPerson(app)
  t.same((await v7.userBlocks.list(user_id)).blocked_for, [])
  t.same(
    (await v7.userBlocks.listByIdentifier({ identifier: email, consider_brute_force_enablement: true })).blocked_for,
    [],
  )
  await v7.userBlocks.delete(user_id)
  await v7.userBlocks.deleteByIdentifier({ identifier: email })
  t.match(await refusal(v7.userBlocks.list('auth0|nobody')), { statusCode: 404 })
  t.match(await refusal(v7.anomaly.blocks.checkIp('192.0.2.1')), { statusCode: 404 })
  await v7.anomaly.blocks.unblockIp('192.0.2.1')
})

t.test('version 4 does so too', async t => {
  t.match((await v4.attackProtection.getBruteForceConfig()).data, { max_attempts: 5 })
  t.match((await v4.attackProtection.updateSuspiciousIpThrottlingConfig({ enabled: false })).data, { enabled: false })
  const { user_id } = await createPerson(app)
  t.same(must((await v4.userBlocks.get({ id: user_id })).data.blocked_for), [])
  t.match(await refusal(v4.anomaly.checkIfIpIsBlocked({ id: '192.0.2.1' })), { statusCode: 404 })
})

t.test('both read how breached passwords are detected', async t => {
  const { breachedPasswordDetection } = v7.attackProtection
  t.match(await breachedPasswordDetection.get(), { enabled: false, method: 'standard' })
  const stage = { 'pre-change-password': { shields: ['block' as const] } }
  t.match(await breachedPasswordDetection.update({ stage }), { enabled: false, stage })
  t.match(await refusal(breachedPasswordDetection.update({ enabled: true })), { statusCode: 400 })
  t.match((await v4.attackProtection.getBreachedPasswordDetectionConfig()).data, { stage })
})
