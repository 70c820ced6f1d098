/** Node's codes in words that say what to do. */
import { expect } from 'chai'
import { networkReason } from '../../src/client/network-reason.ts'

const reasons: [code: string | undefined, words: string][] = [
  ['ECONNREFUSED', 'nothing listens there (is the endpoint running?)'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host (check the endpoint)'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired (or the clock of this machine is wrong)'],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN): AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS can name the one to trust',
  ],
  ['EMFILE', 'EMFILE'],
  [undefined, 'said so'],
]

describe('Why the network let a request down', () => {
  for (const [code, words] of reasons) {
    it(`${code}`, () => {
      expect(networkReason(Object.assign(new Error('said so'), { code }))).to.equal(words)
    })
  }
})
