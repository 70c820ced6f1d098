import { expect } from 'chai'
import { call, testWorld } from './harness.ts'

describe('a list of millions that are all wrong', () => {
  const floods: [title: string, operation: string, input: object][] = [
    [
      'parts that are empty',
      'CompleteAttachmentUpload',
      { uploadId: 'x', completedUploads: Array(3_000_000).fill({}) },
    ],
    ['services that are null', 'DescribeServices', { serviceCodeList: Array(3_000_000).fill(null) }],
  ]
  for (const [title, operation, input] of floods) {
    it(`${title}: is refused soon, in few words`, function () {
      this.timeout(15_000)
      const { __type, message } = call(testWorld(), operation, input)
      expect(__type).to.equal('ValidationException')
      expect(message.length).to.be.lessThan(50_000)
    })
  }
})
