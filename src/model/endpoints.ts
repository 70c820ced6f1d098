/**
 * Where the service answers. Support has one host a partition, whatever region is asked for, and
 * requests are signed for that host's region. Source: the endpoint rules and the partition table of
 * the official JavaScript client, against which a test holds this table.
 */
interface Partition {
  readonly name: string
  readonly regions: RegExp
  readonly dnsSuffix: string
  /** That of hosts with IPv4 and IPv6 addresses. */
  readonly dualstackSuffix: string
  /** The one region that answers for the partition; absent where each region has its own host. */
  readonly signingRegion?: string
}

const partitions: readonly Partition[] = [
  {
    name: 'aws',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualstackSuffix: 'api.aws',
    signingRegion: 'us-east-1',
  },
  {
    name: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    dualstackSuffix: 'api.amazonwebservices.com.cn',
    signingRegion: 'cn-north-1',
  },
  {
    name: 'aws-us-gov',
    regions: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    dualstackSuffix: 'api.aws',
    signingRegion: 'us-gov-west-1',
  },
  {
    name: 'aws-iso',
    regions: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    dualstackSuffix: 'api.aws.ic.gov',
    signingRegion: 'us-iso-east-1',
  },
  {
    name: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    dualstackSuffix: 'api.aws.scloud',
    signingRegion: 'us-isob-east-1',
  },
  {
    name: 'aws-iso-e',
    regions: /^eu-isoe-\w+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    dualstackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    name: 'aws-iso-f',
    regions: /^us-isof-\w+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    dualstackSuffix: 'api.aws.hci.ic.gov',
  },
  {
    name: 'aws-eusc',
    regions: /^eusc-de-\w+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    dualstackSuffix: 'api.amazonwebservices.eu',
  },
]

/** Where requests for a region go and how they are signed. */
export interface Endpoint {
  readonly partition: string
  readonly url: string
  readonly signingRegion: string
}

/** What a host is to be able to do. */
export interface EndpointVariant {
  /** Cryptography that is validated after FIPS 140. */
  readonly fips?: boolean
  /** IPv4 and IPv6. */
  readonly dualstack?: boolean
}

function endpointIn(
  partition: Partition,
  region: string,
  { fips = false, dualstack = false }: EndpointVariant = {},
): Endpoint {
  // Of the hosts that answer for a partition only that of us-gov is one of FIPS, and none is of both addresses.
  if (dualstack || (fips && partition.name !== 'aws-us-gov')) {
    const suffix = dualstack ? partition.dualstackSuffix : partition.dnsSuffix
    const url = `https://support${fips ? '-fips' : ''}.${region}.${suffix}`
    return { partition: partition.name, url, signingRegion: region }
  }
  const signingRegion = partition.signingRegion ?? region
  return {
    partition: partition.name,
    url: `https://support.${signingRegion}.${partition.dnsSuffix}`,
    signingRegion,
  }
}

/** The endpoint for `region`, or undefined where no partition has a region of such a name. */
export function endpointFor(region: string, variant?: EndpointVariant): Endpoint | undefined {
  const partition = partitions.find(({ regions }) => regions.test(region))
  return partition && endpointIn(partition, region, variant)
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
