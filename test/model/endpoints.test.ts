/** Where requests go, against the endpoint rules of the official client. */
import { SupportClient } from '@aws-sdk/client-support'
import { expect } from 'chai'
import { endpointFor, regions } from '../../src/model/endpoints.ts'

/** What the official client would do, without sending anything. */
async function officialEndpoint(region: string) {
  const client = new SupportClient({ region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  const { url, properties } = client.config.endpointProvider({ Region: region }, {})
  const [scheme] = (properties?.['authSchemes'] ?? []) as { signingRegion?: string }[]
  return { url: url.origin, signingRegion: scheme?.signingRegion ?? region }
}

const sample = [
  'us-east-1',
  'us-west-2',
  'eu-central-1',
  'ap-southeast-7',
  'mx-central-1',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'us-iso-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
]

describe('Endpoints', () => {
  for (const region of sample) {
    it(`${region} is where the official client has it`, async () => {
      const { url, signingRegion } = endpointFor(region) ?? {}
      expect({ url, signingRegion }).to.deep.equal(await officialEndpoint(region))
    })
  }

  for (const name of ['', 'us-east', 'mars-1', 'US-EAST-1', 'us-east-1 ', 'http://x']) {
    it(`${JSON.stringify(name)} is no region`, () => expect(endpointFor(name)).to.equal(undefined))
  }

  it('lists the regions that answer for a partition', () => {
    expect(regions().map(({ name, endpoint }) => `${name} ${endpoint}`)).to.deep.equal([
      'us-east-1 support.us-east-1.amazonaws.com',
      'cn-north-1 support.cn-north-1.amazonaws.com.cn',
      'us-gov-west-1 support.us-gov-west-1.amazonaws.com',
      'us-iso-east-1 support.us-iso-east-1.c2s.ic.gov',
      'us-isob-east-1 support.us-isob-east-1.sc2s.sgov.gov',
    ])
  })
})
