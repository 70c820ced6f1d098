/** A server of nothing but node:http. The answer to give to everything is the argument. */
import { createServer } from 'node:http'

const { headers, body } = JSON.parse(process.argv[2])

const server = createServer((incoming, outgoing) => {
  incoming.resume()
  incoming.on('end', () => outgoing.writeHead(200, headers).end(body))
})

server.listen(0, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`)
})
