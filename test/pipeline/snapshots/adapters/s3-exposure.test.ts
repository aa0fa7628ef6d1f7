import { afterEach, beforeEach, expect, it } from 'vitest'
import { openedByAcl, openedByPolicy } from '../../../../src/pipeline/snapshots/adapters/s3-exposure.ts'
import { S3Store } from '../../../../src/pipeline/snapshots/adapters/s3-store.ts'
import { describeWithS3 } from '../../../servers/need.ts'
import { S3Bucket } from '../../../servers/s3-bucket.ts'

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement })
const allow = (rest: object) => ({ Effect: 'Allow', Resource: 'arn:aws:s3:::b/*', ...rest })

it.each([
  ['everybody may read', [allow({ Principal: '*', Action: 's3:GetObject' })], 1],
  ['everybody, in AWS words', [allow({ Principal: { AWS: ['*'] }, Action: ['s3:PutObject', 's3:ListBucket'] })], 1],
  ['everything', allow({ Principal: { AWS: '*' }, Action: '*' }), 1],
  ['a user may read', [allow({ Principal: { AWS: 'arn:aws:iam:::user/x' }, Action: 's3:*' })], 0],
  ['everybody may write alone', [allow({ Principal: '*', Action: 's3:PutObject' })], 0],
  ['everybody is refused', [{ ...allow({ Principal: '*', Action: 's3:*' }), Effect: 'Deny' }], 0]
])('a policy by which %s', (_, statement, count) => {
  expect(openedByPolicy(policy(statement))).toHaveLength(count)
})

it.each(['', 'nonsense', 'null', '[]', '{"Statement":null}', '{"Statement":[null,1,"x"]}'])(
  'a policy that is none opens nothing: %j',
  text => {
    expect(openedByPolicy(text)).toEqual([])
  }
)

it('an access control list opens by its groups', () => {
  const grant = (who: string, what: string) =>
    `<Grant><Grantee>${who}</Grantee><Permission>${what}</Permission></Grant>`
  const everybody = '<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>'
  expect(openedByAcl(grant('<ID>owner</ID>', 'FULL_CONTROL') + grant(everybody, 'READ'))).toEqual([
    'its ACL grants READ to AllUsers'
  ])
  expect(openedByAcl(grant('<ID>owner</ID>', 'FULL_CONTROL'))).toEqual([])
})

describeWithS3('a bucket of a real store', server => {
  let bucket: S3Bucket
  let store: S3Store

  beforeEach(async () => {
    bucket = new S3Bucket(server)
    store = new S3Store(bucket.options())
  })
  afterEach(async () => {
    await store.close()
    await bucket.destroy()
  })

  it('that this service has made is open to nobody', async () => {
    await store.prepare()
    expect(await store.openings()).toEqual([])
  })

  it('that is not there yet is open to nobody', async () => {
    expect(await store.openings()).toEqual([])
  })

  it('with a public policy is told, and is what a stranger sees', async () => {
    await store.prepare()
    const resource = [`arn:aws:s3:::${bucket.name}`, `arn:aws:s3:::${bucket.name}/*`]
    const open = { Principal: '*', Action: ['s3:GetObject', 's3:ListBucket'], Resource: resource }
    await bucket.client.setBucketPolicy(bucket.name, policy([allow(open)]))
    expect((await store.openings()).join('; ')).toMatch(/no key can list it.*policy allows everybody s3:GetObject/)
  })
})
