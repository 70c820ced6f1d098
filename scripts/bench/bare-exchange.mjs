/** One exchange over loopback with nothing but node:http. The answer to give is the argument. */
import { createServer, request } from 'node:http'

const { headers, body } = JSON.parse(process.argv[2])

const server = createServer((incoming, outgoing) => {
  incoming.resume()
  incoming.on('end', () => outgoing.writeHead(200, headers).end(body))
})

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  const call = request({ host: '127.0.0.1', port, method: 'POST' }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk) => {
      text += chunk
    })
    response.on('end', () => {
      process.stdout.write(`${JSON.parse(text).severityLevels.length}\n`, () => process.exit(0))
    })
  })
  call.end('{}')
})
