/**
 * Where the service answers. Support has one host a partition, whatever region is asked for, and
 * requests are signed for that host's region. Source: the endpoint rules and the partition table of
 * the official JavaScript client, against which a test holds this table.
 */
interface Partition {
  readonly name: string
  readonly regions: RegExp
  readonly dnsSuffix: string
  /** The one region that answers for the partition; absent where each region has its own host. */
  readonly signingRegion?: string
}

const partitions: readonly Partition[] = [
  {
    name: 'aws',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    signingRegion: 'us-east-1',
  },
  {
    name: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    signingRegion: 'cn-north-1',
  },
  {
    name: 'aws-us-gov',
    regions: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    signingRegion: 'us-gov-west-1',
  },
  {
    name: 'aws-iso',
    regions: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    signingRegion: 'us-iso-east-1',
  },
  {
    name: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    signingRegion: 'us-isob-east-1',
  },
  { name: 'aws-iso-e', regions: /^eu-isoe-\w+-\d+$/, dnsSuffix: 'cloud.adc-e.uk' },
  { name: 'aws-iso-f', regions: /^us-isof-\w+-\d+$/, dnsSuffix: 'csp.hci.ic.gov' },
  { name: 'aws-eusc', regions: /^eusc-de-\w+-\d+$/, dnsSuffix: 'amazonaws.eu' },
]

/** Where requests for a region go and how they are signed. */
export interface Endpoint {
  readonly partition: string
  readonly url: string
  readonly signingRegion: string
}

function endpointIn(partition: Partition, region: string, fips = false): Endpoint {
  // Of the hosts that answer for a partition only that of us-gov is one of FIPS.
  if (fips && partition.name !== 'aws-us-gov') {
    const url = `https://support-fips.${region}.${partition.dnsSuffix}`
    return { partition: partition.name, url, signingRegion: region }
  }
  const signingRegion = partition.signingRegion ?? region
  return {
    partition: partition.name,
    url: `https://support.${signingRegion}.${partition.dnsSuffix}`,
    signingRegion,
  }
}

/**
 * The endpoint for `region`, or undefined where no partition has a region of such a name. `fips` wants one
 * whose cryptography is validated after FIPS 140.
 */
export function endpointFor(region: string, { fips = false } = {}): Endpoint | undefined {
  const partition = partitions.find(({ regions }) => regions.test(region))
  return partition && endpointIn(partition, region, fips)
}

/** A region in which the service answers for its whole partition. */
export interface SupportRegion {
  readonly name: string
  readonly endpoint: string
  readonly partition: string
}

/** The regions that have a Support endpoint, as boto's `boto.support.regions()` listed them. */
export function regions(): SupportRegion[] {
  return partitions.flatMap((partition) => {
    if (!partition.signingRegion) return []
    const { url } = endpointIn(partition, partition.signingRegion)
    return { name: partition.signingRegion, endpoint: new URL(url).host, partition: partition.name }
  })
}
