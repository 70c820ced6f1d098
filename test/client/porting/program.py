"""Looks after the cases of an account: a program as people write it on boto3. Its port is beside it, line by line."""
import concurrent.futures
import datetime
import json
import os
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    ParamValidationError,
    ProfileNotFound,
)


def say(*values):
    print(json.dumps(values, separators=(',', ':'), ensure_ascii=False))


def advance(duration):
    request = urllib.request.Request(
        os.environ['MOCK_URL'] + '/_mock/clock',
        data=json.dumps({'advance': duration}).encode(),
        headers={'Content-Type': 'application/json'},
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10).close()


# Sessions and profiles
session = boto3.Session(profile_name='operations', region_name='us-west-2')
say('region', session.region_name)
config = Config(
    retries={'max_attempts': 4, 'mode': 'standard'},
    connect_timeout=5,
    read_timeout=30,
    user_agent_extra='case-keeper/1.0',
    max_pool_connections=10,
    proxies={},
)
support = session.client('support', config=config, endpoint_url=os.environ['MOCK_URL'])
say('endpoint', support.meta.endpoint_url == os.environ['MOCK_URL'])
say('region', support.meta.region_name)
try:
    boto3.Session(profile_name='nobody').client('support', 'us-east-1').describe_cases()
except ProfileNotFound:
    say('no profile')

# Hooks
seen = []


def hook(model, http_response, **kwargs):
    seen.append((model.name, http_response.status_code))


support.meta.events.register('after-call.support.*', hook)

# Codes
levels = support.describe_severity_levels(language='en')
say('levels', [level['code'] for level in levels['severityLevels']])
say('status', levels['ResponseMetadata']['HTTPStatusCode'], levels['ResponseMetadata']['RetryAttempts'])
say('request id', len(levels['ResponseMetadata']['RequestId']))
services = support.describe_services(serviceCodeList=['amazon-dynamodb'])['services']
codes = {service['code']: [category['code'] for category in service['categories']] for service in services}
say('services', list(codes), 'other' in codes['amazon-dynamodb'])
say('paginators', support.can_paginate('describe_cases'), support.can_paginate('resolve_case'))

# Attachments
with open('worker.log', 'rb') as file:
    attachment_set = support.add_attachments_to_set(
        attachments=[{'fileName': 'worker.log', 'data': file.read()}]
    )
say('set', attachment_set['attachmentSetId'][:3])
expiry = datetime.datetime.strptime(attachment_set['expiryTime'], '%Y-%m-%dT%H:%M:%S.%f%z')
say('expires', 3500 < (expiry - datetime.datetime.now(datetime.timezone.utc)).total_seconds() < 3700)

# A case and its conversation
case_id = support.create_case(
    subject='The worker stops',
    communicationBody='The log is attached.',
    serviceCode='amazon-dynamodb',
    categoryCode='other',
    severityCode='low',
    issueType='technical',
    language='en',
    ccEmailAddresses=['jane@example.com'],
    attachmentSetId=attachment_set['attachmentSetId'],
)['caseId']
say('case', case_id[:5])
added = support.add_communication_to_case(caseId=case_id, communicationBody='Since Monday.')
say('added', added['result'])
for number in range(12):
    support.create_case(subject=f'Case {number}', communicationBody='It broke.')

# Paginators
paginator = support.get_paginator('describe_cases')
pages = paginator.paginate(includeResolvedCases=True, PaginationConfig={'PageSize': 10})
say('pages', [len(page['cases']) for page in pages])
limited = paginator.paginate(PaginationConfig={'MaxItems': 4, 'PageSize': 10}).build_full_result()
say('limited', len(limited['cases']), 'NextToken' in limited)
rest = paginator.paginate(
    PaginationConfig={'PageSize': 10, 'StartingToken': limited['NextToken']}
).build_full_result()
say('rest', len(rest['cases']))
whole = paginator.paginate(includeCommunications=False).build_full_result()
say('whole', len(whole['cases']))
subjects = list(paginator.paginate().search('cases[?severityCode==`low`].subject'))
say('search', len(subjects))
communications = support.get_paginator('describe_communications').paginate(caseId=case_id)
bodies = [each['body'] for page in communications for each in page['communications']]
say('bodies', bodies)

# Several at a time


def latest_of(case):
    return support.describe_communications(caseId=case['caseId'])['communications'][0]['body']


with concurrent.futures.ThreadPoolExecutor() as executor:
    say('latest', sorted(set(executor.map(latest_of, whole['cases']))))

# Filters by time
week_ago = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=7)).isoformat()
recent = support.describe_cases(afterTime=week_ago, maxResults=10)
say('recent', len(recent['cases']), recent.get('nextToken') is not None)
first = recent['cases'][0]
created = datetime.datetime.fromisoformat(first['timeCreated'].replace('Z', '+00:00'))
say('age', (datetime.datetime.now(datetime.timezone.utc) - created).days)

# Fetching attachments
for communication in support.describe_communications(caseId=case_id)['communications']:
    for attachment in communication.get('attachmentSet', []):
        fetched = support.describe_attachment(attachmentId=attachment['attachmentId'])['attachment']
        with open('copy-' + fetched['fileName'], 'wb') as file:
            file.write(fetched['data'])
        say('fetched', fetched['fileName'], len(fetched['data']))

# Faults
try:
    support.describe_communications(caseId='case-0')
except support.exceptions.CaseIdNotFound as error:
    say('typed', error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
try:
    support.describe_attachment(attachmentId='attachment-0')
except ClientError as error:
    if error.response['Error']['Code'] != 'AttachmentIdNotFound':
        raise
    say('code', error.response['Error']['Code'], len(error.response['ResponseMetadata']['RequestId']))
    say('message', error.response['Error']['Message'])
try:
    support.create_case(subject='x')
except ParamValidationError as error:
    say('invalid', 'communicationBody' in str(error))
once = Config(retries={'total_max_attempts': 1})
nowhere = session.client('support', endpoint_url='http://127.0.0.1:1', config=once)
try:
    nowhere.describe_cases()
except EndpointConnectionError:
    say('unreachable')
strange = boto3.client(
    'support',
    'us-east-1',
    endpoint_url=os.environ['MOCK_URL'],
    aws_access_key_id='stranger',
    aws_secret_access_key='none',
)
try:
    strange.describe_cases()
except ClientError as error:
    say('refused', error.response['Error']['Code'])

# Trusted Advisor: refresh, wait, read
checks = support.describe_trusted_advisor_checks(language='en')['checks']
check = next(check for check in checks if check['name'] == 'Idle Load Balancers')
try:
    support.refresh_trusted_advisor_check(checkId=check['id'])
except ClientError as error:
    if error.response['Error']['Code'] != 'InvalidParameterValueException':
        raise
for _ in range(60):
    [status] = support.describe_trusted_advisor_check_refresh_statuses(checkIds=[check['id']])['statuses']
    if status['status'] in ('success', 'abandoned', 'none'):
        break
    advance('PT1M')
    time.sleep(0.01)
say('refresh', status['status'])
result = support.describe_trusted_advisor_check_result(checkId=check['id'], language='en')['result']
for resource in result['flaggedResources']:
    row = dict(zip(check['metadata'], resource['metadata']))
    say('finding', row['Load Balancer Name'], resource['isSuppressed'])
summaries = support.describe_trusted_advisor_check_summaries(
    checkIds=[each['id'] for each in checks if each['category'] == 'security'])['summaries']
say('flagged', sum(1 for summary in summaries if summary['hasFlaggedResources']))

# Resolve, and the end
closed = support.resolve_case(caseId=case_id)
say('closed', closed['initialCaseStatus'], closed['finalCaseStatus'])
say('open', case_id in [case['caseId'] for case in support.describe_cases()['cases']])
say('seen', sorted({status for _, status in seen}), len({name for name, _ in seen}))
[case] = support.describe_cases(caseIdList=[case_id], includeResolvedCases=True)['cases']
say('case', sorted(case), case['status'], case['subject'])
support.close()
