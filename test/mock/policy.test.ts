import { expect } from 'chai'
import { MockStartError } from '../../src/mock/errors.ts'
import { parsePolicy } from '../../src/mock/rules/policy.ts'
import { operationNames, wireName } from '../../src/model/operations.ts'
import { call, json, open, send, testWorld } from './harness.ts'

const policyOf = (...Statement: object[]) => parsePolicy({ Version: '2012-10-17', Statement }, 'policy')
const allow = (Action: string | string[]) => ({ Effect: 'Allow', Action, Resource: '*' })
const deny = (Action: string | string[]) => ({ Effect: 'Deny', Action, Resource: '*' })

describe('a policy', () => {
  const names = operationNames.map(wireName)
  const policies: [title: string, statements: object[], allowed: (name: string) => boolean][] = [
    ['everything', [allow('*')], () => true],
    ['all of support', [allow('support:*')], () => true],
    ['of another service', [allow('s3:*')], () => false],
    ['reads', [allow('support:Describe*')], (name) => name.startsWith('Describe')],
    ['in any case', [allow('SUPPORT:describeCASES')], (name) => name === 'DescribeCases'],
    ['with any one letter', [allow('support:?reateCase')], (name) => name === 'CreateCase'],
    [
      'of a list',
      [allow(['support:CreateCase', 'support:Resolve*'])],
      (name) => /^(Create|Resolve)/.test(name),
    ],
    [
      'that denies what it allows',
      [allow('support:*'), deny('support:CreateCase')],
      (name) => name !== 'CreateCase',
    ],
    ['that denies first', [deny('support:*Case'), allow('*')], (name) => !name.endsWith('Case')],
    ['that only denies', [deny('support:CreateCase')], () => false],
    [
      'of all but some',
      [{ Effect: 'Allow', NotAction: ['support:ResolveCase'] }],
      (name) => name !== 'ResolveCase',
    ],
    ['of nothing', [allow([])], () => false],
    ['in which a dot is a dot', [allow('support.CreateCase')], () => false],
    ['of Trusted Advisor', [allow('support:*TrustedAdvisor*')], (name) => name.includes('TrustedAdvisor')],
    ['of a list of resources', [{ ...allow('*'), Resource: ['a', '*'] }], () => true],
  ]
  for (const [title, statements, allowed] of policies) {
    it(title, () => {
      const policy = policyOf(...statements)
      expect(operationNames.filter(policy).map(wireName)).to.deep.equal(names.filter(allowed))
    })
  }

  it('one statement needs no list', () => {
    expect(parsePolicy({ Statement: allow('*') }, 'policy')('createCase')).to.equal(true)
  })

  const wrong: [document: unknown, message: string][] = [
    [[], 'Statement: expected at least one, with Effect and Action, as in an IAM policy'],
    [{}, 'Statement: expected at least one, with Effect and Action, as in an IAM policy'],
    [{ Statement: [] }, 'Statement: expected at least one, with Effect and Action, as in an IAM policy'],
    [{ Statement: ['Allow'] }, 'Statement[0]: expected an object'],
    [{ Statement: [{ Action: '*' }] }, 'Statement[0].Effect: expected Allow or Deny'],
    [{ Statement: [{ Effect: 'allow', Action: '*' }] }, 'Statement[0].Effect: expected Allow or Deny'],
    [{ Statement: [{ Effect: 'Allow' }] }, 'Statement[0]: expected either Action or NotAction'],
    [
      { Statement: [{ Effect: 'Allow', Action: '*', NotAction: '*' }] },
      'Statement[0]: expected either Action or NotAction',
    ],
    [
      { Statement: [allow('*'), { ...allow('*'), Resource: 'arn:aws:s3:::a' }] },
      'Statement[1].Resource: expected *: the operations of Support have no resources',
    ],
    [
      { Statement: [{ ...allow('*'), Condition: {} }] },
      'Statement[0].Condition: the mock knows only Sid, Effect, Action, NotAction, Resource',
    ],
    [
      { Statement: [{ Effect: 'Allow', Action: [1] }] },
      'Statement[0].Action: expected texts such as support:Describe*',
    ],
    [
      { Statement: [{ Effect: 'Allow', NotAction: {} }] },
      'Statement[0].NotAction: expected texts such as support:Describe*',
    ],
  ]
  for (const [document, message] of wrong) {
    it(`${JSON.stringify(document)} is none`, () => {
      expect(() => parsePolicy(document, 'p.json')).to.throw(MockStartError, `p.json: ${message}.`)
    })
  }

  it('refuses a call in the words of the service, and changes nothing', () => {
    const world = testWorld({ policy: policyOf(allow('support:Describe*')) })
    const sent = { subject: 'a', communicationBody: 'b' }
    expect(call(world, 'CreateCase', sent, '222222222222')).to.deep.equal({
      __type: 'AccessDeniedException',
      message: 'User: arn:aws:iam::222222222222:user/jane is not authorized to perform: support:CreateCase',
    })
    expect(call(world, 'DescribeCases', {}, '222222222222')).to.deep.equal({ cases: [] })
    // Permission comes before the values are looked at.
    expect(call(world, 'CreateCase', {}).__type).to.equal('AccessDeniedException')
  })

  it('does not bind the agent or the control API', () => {
    const world = testWorld({ policy: policyOf(deny('*')) })
    expect(open(world)).to.equal(undefined)
    const reply = send(world, { method: 'GET', url: '/_mock/health', headers: { host: 'localhost' } })
    expect(json(reply).status).to.equal('ok')
  })
})
