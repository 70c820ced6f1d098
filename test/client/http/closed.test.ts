/** A write over a connection that the other side has closed while this process was busy. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect } from 'chai'
import { SupportConnection } from '../../../src/client/connection.ts'
import { metadataOf } from '../../../src/client/metadata.ts'

// In a thread of its own: it answers, closes without having announced it, and then lets the other thread go on.
const server = `
  const { createServer } = require('node:http')
  const { parentPort, workerData: closed } = require('node:worker_threads')
  createServer((request, response) => {
    request.resume().on('end', () => {
      const isRead = request.headers['x-amz-target'].endsWith('.DescribeCases')
      response.setHeader('connection', 'keep-alive')
      response.end(isRead ? '{"cases":[]}' : '{"caseId":"case-1"}')
      if (!isRead) return
      setImmediate(() => request.socket.end(() => {
        Atomics.store(closed, 0, 1)
        Atomics.notify(closed, 0)
      }))
    })
  }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port) })
`

describe('A write after its connection was closed unnoticed', () => {
  it('goes over another one, and is not in doubt', async () => {
    const closed = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(server, { eval: true, workerData: closed })
    try {
      const [port] = (await once(worker, 'message')) as [number]
      await using conn = new SupportConnection({
        ...{ endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 },
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      })
      const draft = { subject: 'Closed', communicationBody: 'Unnoticed.' }
      // What a first write loads would give the process the time to take note.
      await conn.createCase(draft)
      for (let n = 0; n < 5; n++) {
        Atomics.store(closed, 0, 0)
        await conn.describeCases()
        expect(Atomics.wait(closed, 0, 0, 10_000)).to.be.oneOf(['ok', 'not-equal'])
        const created = await conn.createCase(draft)
        expect(created).to.deep.equal({ caseId: 'case-1' })
        expect(metadataOf(created)).to.include({ attempts: 1 }).and.not.to.have.property('recovered')
      }
    } finally {
      await worker.terminate()
    }
  })
})
