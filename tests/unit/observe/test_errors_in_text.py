"""The error in a text is found however a client, a terminal or a person has wrapped it."""

from __future__ import annotations

import json

import pytest

from keymedic.engine.observe.errors_in_text import find_records
from keymedic.engine.observe.normalise import views
from keymedic.engine.observe.records import ErrorRecord

from .bodies import BODIES, FRAMES, WRAPPINGS, Body, cut_at_80

NO_STATUS = {"legacy javascript", "legacy python grpc"}


def root(text: str) -> ErrorRecord:
    """The root record of a text."""
    records = find_records(views(text))
    assert records, text
    return records[0]


def squeezed(text: str) -> str:
    """Text without blanks, for comparing what was wrapped in the middle of words."""
    return "".join(text.split())


def check(record: ErrorRecord, body: Body, wrapping: str) -> None:
    """The record says what the body says, as far as the wrapping lets it through."""
    assert record.http_status == body.http
    assert record.message == body.message
    assert record.reason == body.reason
    assert record.service == (body.service if body.reason else "")
    assert record.status == ("" if wrapping in NO_STATUS else body.status)
    assert record.quoted


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("body", BODIES)
def test_every_answer_in_every_client(body: str, wrapping: str) -> None:
    """HTTP status, message, status, reason and service come out of every client's print."""
    check(root(WRAPPINGS[wrapping](BODIES[body])), BODIES[body], wrapping)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_every_client_in_every_frame(wrapping: str, frame: str) -> None:
    """Boxes, quotes, prefixes, colours and the story around it change nothing."""
    record = root(FRAMES[frame](WRAPPINGS[wrapping](BODIES["E01"])))
    check(record, BODIES["E01"], wrapping)


@pytest.mark.parametrize(
    "wrapping", sorted(set(WRAPPINGS) - {"gemini-cli", "escaped twice", "relay", "javascript nested"})
)
def test_lines_cut_at_80_columns(wrapping: str) -> None:
    """A terminal that breaks lines inside words loses neither the status nor the sentence."""
    record = root(cut_at_80(WRAPPINGS[wrapping](BODIES["E14"])))
    assert record.http_status == 401
    assert squeezed(record.message) == squeezed(BODIES["E14"].message)


@pytest.mark.parametrize("keep", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("wrapping", ["curl", "one line", "python repr", "go", "javascript nested"])
def test_truncated_answers(wrapping: str, keep: float) -> None:
    """What there is of a text that was cut off is read."""
    text = WRAPPINGS[wrapping](BODIES["E03"])
    record = root(text[: max(int(len(text) * keep), text.find("expired") + 10)])
    assert record.http_status == 400 or wrapping == "javascript nested"
    assert "API key expired" in record.message


@pytest.mark.parametrize(
    ("text", "http", "status", "message"),
    [
        ('{"error":{"code":"authentication","message":"API key is missing, invalid, or expired"}}', None, "",
         "API key is missing, invalid, or expired"),
        ('{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}', None, "",
         "invalid x-api-key"),
        ('status = StatusCode.PERMISSION_DENIED\n\tdetails = "The caller does not have permission"', None,
         "PERMISSION_DENIED", "The caller does not have permission"),
        (('debug_error_string = "UNKNOWN:Error received {grpc_status:9, grpc_message:\\"User location is not supported'
         ' for the API use.\\"}"'), None, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        ("googleapi: Error 403: The caller does not have permission, forbidden", 403, "",
         "The caller does not have permission"),
        ("rpc error: code = PermissionDenied desc = The caller does not have permission", None, "PERMISSION_DENIED",
         "The caller does not have permission"),
        ("Error: 7 PERMISSION_DENIED: The caller does not have permission", None, "PERMISSION_DENIED",
         "The caller does not have permission"),
        ("com.google.genai.errors.ClientException: 400 . API key not valid. Please pass a valid API key.", 400, "",
         "API key not valid. Please pass a valid API key."),
        ("✕ [API Error: API key not valid. Please pass a valid API key. (Status: INVALID_ARGUMENT)]", None,
         "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
        ("FailedPrecondition: 400 User location is not supported for the API use.", 400, "",
         "User location is not supported for the API use."),
        (("google.api_core.exceptions.BadRequest: 400 POST https://generativelanguage.googleapis.com/v1beta/models/x:"
         "generateContent?%24alt=json%3Benum-encoding%3Dint: User location is not supported for the API use."), 400, "",
         "User location is not supported for the API use."),
        ("404 models/gemini-pro is not found for API version v1beta", 404, "",
         "models/gemini-pro is not found for API version v1beta"),
        ("Error: 400 status code (no body)", 400, "", ""),
        ("openai.NotFoundError: Error code: 404", 404, "", ""),
        ("curl: (22) The requested URL returned error: 403", 403, "", ""),
        ("urllib.error.HTTPError: HTTP Error 403: Forbidden", 403, "", "HTTP Error 403: Forbidden"),
        ("AxiosError: Request failed with status code 404", 404, "", "Request failed with status code 404"),
        ("< HTTP/1.1 404 Not Found", 404, "", ""),
        ("HTTP 403", 403, "", ""),
        ("System.Net.Http.HttpRequestException: Response status code does not indicate success: 403 (Forbidden).", 403,
         "", "Response status code does not indicate success: 403 (Forbidden)."),
        ("429 RESOURCE_EXHAUSTED", 429, "RESOURCE_EXHAUSTED", ""),
        ("机器人今天只返回错误 403", 403, "", ""),
    ],
)  # fmt: skip
def test_other_shapes(text: str, http: int | None, status: str, message: str) -> None:
    """Lines of other clients, languages and protocols give what they show, and nothing they do not."""
    record = root(text)
    assert (record.http_status, record.status, record.message) == (http, status, message)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (("websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) Your API key was reported as "
         "leaked. Please use another API key.; then sent 1008 (policy violation)"), 1008,
         "Your API key was reported as leaked. Please use another API key."),
        ("google.genai.errors.APIError: 1007 None. API key expired. Please renew the API key.", 1007,
         "API key expired. Please renew the API key."),
        ("Live session closed with close code 1011", 1011, ""),
        ("onclose { code: 1008, reason: 'gone' }", 1008, "gone"),
    ],
)  # fmt: skip
def test_websocket_close_codes(text: str, code: int, message: str) -> None:
    """The Live API answers with close codes, and the reason is the server's sentence."""
    record = root(text)
    assert (record.close_code, record.message) == (code, message)


def test_html_error_pages() -> None:
    """A page of an address that does not exist, or of a gateway, gives its status and its sentence."""
    page = (
        "<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <style>\n    *{margin:0;padding:404}\n"
        "  </style>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL <code>/v2/x</code> was not "
        "found on this server.  <ins>That’s all we know.</ins>\n"
    )
    record = root("curl says:\n" + page)
    assert (record.http_status, record.message) == (404, "The requested URL /v2/x was not found on this server.")
    assert record.line == 2
    gateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></html>"
    assert root(gateway).http_status == 502


def test_the_first_cause_of_a_python_chain_leads() -> None:
    """Of chained client errors the first one is the root, the later ones stay as records."""
    text = (
        'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n'
        "ValueError: No API key was provided. Please pass a valid API key.\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        'Traceback (most recent call last):\n  File "b.py", line 9, in run\n    raise AgentError("boom")\n'
        "agents.AgentError: the agent could not start\n"
    )
    records = find_records(views(text))
    assert [record.exception for record in records] == ["ValueError", "agents.AgentError"]
    assert records[0].message == "No API key was provided. Please pass a valid API key."


def test_the_cause_that_javascript_and_java_name_leads() -> None:
    """``[cause]:`` and ``Caused by:`` are deeper than the error that carries them."""
    text = "TypeError: fetch failed\n    at node:internal/deps/undici:1:2 {\n  [cause]: Error: getaddrinfo ENOTFOUND host\n}"
    assert root(text).message == "getaddrinfo ENOTFOUND host"
    java = 'Exception in thread "main" a.b.AppException: it broke\n\tat a.b.C\nCaused by: java.net.UnknownHostException: host'
    assert root(java).exception == "java.net.UnknownHostException"


def test_the_server_leads_over_the_wrapper_and_different_errors_all_stay() -> None:
    """A client's own sentence around the answer is not the root; a second, different answer is a record of its own."""
    first, second = (json.dumps(BODIES[name].data) for name in ("E20", "E04"))
    records = find_records(views(f"RuntimeError: agent failed badly\n\nlog a: {first}\n\nlog b: {second}\n"))
    assert [record.http_status for record in records if record.quoted] == [400, 403]
    assert records[0].message == BODIES["E20"].message
    assert any(record.exception == "RuntimeError" for record in records)


def test_the_same_error_again_is_one_error() -> None:
    """Retries print the same answer many times; it is one error."""
    line = f"google.genai.errors.ClientError: 400 INVALID_ARGUMENT. {BODIES['E01'].data}"
    assert len(find_records(views("\n".join([line] * 40)))) == 1


def test_mentions_of_codes_and_reasons_count_where_nothing_better_is() -> None:
    """Status words in a story are a record of their own; reasons only when the vocabulary has them."""
    text = "the bot is UNAUTHENTICATED (401), by ACCESS_TOKEN_TYPE_UNSUPPORTED, MY_OWN_SETTING is fine"
    (record,) = find_records(views(text), {"ACCESS_TOKEN_TYPE_UNSUPPORTED"})
    assert (record.http_status, record.status) == (401, "UNAUTHENTICATED")
    assert record.reason == "ACCESS_TOKEN_TYPE_UNSUPPORTED"
    assert not record.server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I cannot find the setting",
        "it took 403 ms and 500 items",
        '{"status": 200, "message": "fine"}',
        "const x = { code: 400 }",
    ][:4],
)
def test_no_error_where_there_is_none(text: str) -> None:
    """Stories, numbers that are no status, and answers that went well give no record."""
    assert find_records(views(text)) == ()


def test_quota_details_are_kept() -> None:
    """The quota that was exceeded and the delay stay with the record."""
    details = [
        {
            "@type": "x/google.rpc.QuotaFailure",
            "violations": [{"quotaId": "GenerateRequestsPerDay-FreeTier", "quotaValue": "20"}],
        },
        {"@type": "x/google.rpc.RetryInfo", "retryDelay": "41s"},
    ]
    error = {
        "error": {
            "code": 429,
            "message": "You exceeded your current quota.",
            "status": "RESOURCE_EXHAUSTED",
            "details": details,
        }
    }
    metadata = root(json.dumps(error)).metadata
    assert metadata == {"quotaId": "GenerateRequestsPerDay-FreeTier", "quotaValue": "20", "retryDelay": "41s"}
