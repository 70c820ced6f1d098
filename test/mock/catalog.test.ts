import { expect } from 'chai'
import { call, testWorld } from './harness.ts'

describe('the catalog', () => {
  it('lists the severity levels, the least urgent first', () => {
    expect(call(testWorld(), 'DescribeSeverityLevels')).to.deep.equal({
      severityLevels: [
        { code: 'low', name: 'Low' },
        { code: 'normal', name: 'Normal' },
        { code: 'high', name: 'High' },
        { code: 'urgent', name: 'Urgent' },
        { code: 'critical', name: 'Critical' },
      ],
    })
  })

  it('lists every service once, with its categories, amazon-cloudsearch first', () => {
    const { services } = call(testWorld(), 'DescribeServices')
    const codes = services.map(({ code }: { code: string }) => code)
    expect(codes[0]).to.equal('amazon-cloudsearch')
    expect(new Set(codes).size).to.equal(codes.length)
    for (const { code, name, categories } of services) {
      expect(code).to.match(/^[0-9a-z\-_]+$/)
      expect(name).to.be.a('string').and.not.equal('')
      expect(categories, code).not.to.have.length(0)
    }
  })

  const chosen: [codes: string[], found: string[]][] = [
    [
      ['amazon-dynamodb', 'amazon-cloudsearch'],
      ['amazon-cloudsearch', 'amazon-dynamodb'],
    ],
    [['amazon-dynamodb', 'amazon-dynamodb'], ['amazon-dynamodb']],
    [['amazon-dynamodb', 'unheard-of'], ['amazon-dynamodb']],
    [['unheard-of'], []],
  ]
  for (const [serviceCodeList, found] of chosen) {
    it(`${serviceCodeList.join(', ')} finds ${found.join(', ') || 'nothing'}`, () => {
      const { services } = call(testWorld(), 'DescribeServices', { serviceCodeList })
      expect(services.map(({ code }: { code: string }) => code)).to.deep.equal(found)
    })
  }

  for (const operation of ['DescribeServices', 'DescribeSeverityLevels']) {
    it(`${operation} answers the languages of cases and no other`, () => {
      const world = testWorld()
      expect(call(world, operation, { language: 'ja' })).to.deep.equal(call(world, operation))
      expect(call(world, operation, { language: 'tlh' })).to.deep.equal({
        __type: 'InvalidParameterValueException',
        message: 'Unknown language: tlh',
      })
    })
  }
})
