/** Where scripts send their calls: programs with the same region and the same switches go where the session went. */
import { SupportClient } from '@aws-sdk/client-support'
import { expect } from 'chai'
import { clientIn } from '../../../src/client/connection.ts'
import { regions } from '../../../src/model/endpoints.ts'
import { awsScript } from '../../../src/shell/script/aws.ts'
import { jsProgram } from '../../../src/shell/script/js.ts'
import { planScript } from '../../../src/shell/script/plan.ts'
import { targetOf } from '../../../src/shell/script/target.ts'

const { SupportConnection } = clientIn({ env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } })

const switches = [
  {},
  { useFipsEndpoint: true },
  { useDualstackEndpoint: true },
  { useFipsEndpoint: true, useDualstackEndpoint: true },
]

describe('The target of a script', () => {
  for (const region of [...regions().map(({ name }) => name), 'us-west-2', 'eu-central-1']) {
    for (const options of switches) {
      it(`is where the session goes: ${region} ${JSON.stringify(options)}`, async () => {
        const conn = new SupportConnection({ region, ...options })
        const { endpoint, variant } = targetOf(conn)
        expect(endpoint).to.equal(undefined)
        const official = new SupportClient({
          region,
          useFipsEndpoint: variant?.fips ?? false,
          useDualstackEndpoint: variant?.dualstack ?? false,
        })
        const { url } = official.config.endpointProvider({
          Region: region,
          UseFIPS: variant?.fips ?? false,
          UseDualStack: variant?.dualstack ?? false,
        })
        expect(url.href.replace(/\/$/, '')).to.equal(conn.endpoint)
      })
    }
  }

  it('is named where it is neither', () => {
    const conn = new SupportConnection({ endpoint: 'http://127.0.0.1:4587' })
    expect(targetOf(conn)).to.deep.equal({ region: 'us-east-1', endpoint: 'http://127.0.0.1:4587' })
  })

  it('is said by the switches of either language', () => {
    const target = targetOf(new SupportConnection({ useFipsEndpoint: true, useDualstackEndpoint: true }))
    const plan = planScript([], { endpoint: 'x' })
    expect(awsScript(plan, target)).to.match(
      /\nexport AWS_USE_FIPS_ENDPOINT=true\nexport AWS_USE_DUALSTACK_ENDPOINT=true$/,
    )
    expect(jsProgram(plan, target)).to.include(
      "new SupportClient({ region: 'us-east-1', useFipsEndpoint: true, useDualstackEndpoint: true })",
    )
  })
})
