/** What a request emits when nobody waits for it any longer: Node tells an agent only of those that have a socket. */
export const abandoned = 'abandoned'
