"""What a test in any language may ask of the mock beside the API: its control, JSON over HTTP."""
import json
import os
import urllib.request

url = os.environ['MOCK_URL']
port = int(url.rsplit(':', 1)[1])


def reply(case_id, body):
    """Answers a case as the agent of the other side does."""
    _post('agent/reply', caseId=case_id, body=body)


def advance(duration):
    """Moves the mock's clock: PT1H, P14D."""
    _post('clock', advance=duration)


def _post(path, **body):
    # An opener without proxies, whatever the environment says.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(
        url + '/_mock/' + path,
        data=json.dumps(body).encode(),
        headers={'Content-Type': 'application/json'},
    )
    with opener.open(request, timeout=10) as answer:
        answer.read()
