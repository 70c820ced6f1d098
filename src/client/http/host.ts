/** Where a URL leads, as Node's clients want it: an address of IPv6 without its brackets. */
export const hostOf = ({ hostname, port }: URL) => ({
  hostname: hostname.replace(/^\[|\]$/g, ''),
  port: port === '' ? undefined : Number(port),
})
