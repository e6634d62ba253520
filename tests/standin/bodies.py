"""The bodies of Google's answers in full: with the details, links and metadata that the catalogue's rows leave out."""

from __future__ import annotations

import json

from ..unit.kb.catalogue import Row

PROJECT = "123456789012"
METHOD = "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"
_INTERACTIONS = {
    400: "invalid_request", 401: "authentication", 402: "payment_required", 403: "permission_denied", 404: "not_found",
    429: "rate_limit_exceeded", 499: "cancelled", 500: "api_error", 503: "service_unavailable",
}  # fmt: skip
_METADATA = {
    "API_KEY_HTTP_REFERRER_BLOCKED": {"httpReferrer": "<empty>"},
    "API_KEY_ANDROID_APP_BLOCKED": {"androidPackage": "<empty>"},
    "API_KEY_IOS_APP_BLOCKED": {"iosBundleId": "com.example.app"},
    "API_KEY_IP_ADDRESS_BLOCKED": {"callerIp": "2001:db8::1"},
    "RATE_LIMIT_EXCEEDED": {"quota_limit_value": "60", "quota_location": "europe-west1"},
    "IAM_PERMISSION_DENIED": {"permission": "aiplatform.endpoints.predict"},
}
_WITH_METHOD = frozenset({"ACCESS_TOKEN_TYPE_UNSUPPORTED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "CREDENTIALS_MISSING"})
_GOOGLE_404 = """\
<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <title>Error 404 (Not Found)!!1</title>
  <style>*{margin:0;padding:0}html,code{font:15px/22px arial,sans-serif}</style>
  <a href=//www.google.com/><span id=logo aria-label=Google></span></a>
  <p><b>404.</b> <ins>That’s an error.</ins>
  <p>The requested URL <code>/v1beta/model/gemini-flash-latest:generateContent</code> was not found on this server.
  <ins>That’s all we know.</ins>
"""
_NGINX = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)
PAGES = {
    "H404": (404, _GOOGLE_404),
    "H502": (502, _NGINX.format("502 Bad Gateway")),
    "H403": (403, _NGINX.format("403 Forbidden")),
    "EMPTY403": (403, ""),
    "EMPTY500": (500, ""),
}
"""Answers that are no JSON: Google's own page for a wrong path, a gateway's pages, and nothing at all."""


def full_body(answer: Row) -> dict[str, object]:
    """The JSON body of an answer as Google sends it."""
    error: dict[str, object] = {"code": answer.http, "message": answer.message, "status": answer.status}
    details = [*_error_info(answer), *_quota(answer)]
    if details:
        error["details"] = details
    return {"error": error}


def interactions_body(answer: Row) -> dict[str, object]:
    """The same as the Interactions API documents it: a word for a code, no status."""
    return {"error": {"code": _INTERACTIONS.get(answer.http, "api_error"), "message": answer.message}}


def event_stream(answer: Row) -> str:
    """An answer that begins well and fails on the way: server-sent events."""
    good = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hel"}]}, "index": 0}]}
    return "".join(f"data: {json.dumps(part)}\r\n\r\n" for part in (good, full_body(answer)))


def _error_info(answer: Row) -> list[dict[str, object]]:
    if not answer.reason:
        return []
    metadata = {"service": answer.service, **_METADATA.get(answer.reason, {"consumer": f"projects/{PROJECT}"})}
    if answer.reason in _WITH_METHOD:
        metadata["method"] = METHOD
    if answer.reason == "API_KEY_SERVICE_BLOCKED":
        metadata.update(apiName=answer.service, methodName=answer.message.split()[-3])
    info: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": answer.reason, "domain": "googleapis.com",
        "metadata": metadata,
    }  # fmt: skip
    repeated: dict[str, object] = {
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": answer.message,
    }  # fmt: skip
    links = [word.strip(".") for word in answer.message.split() if word.startswith("https://console.")]
    described = [{"description": "Google developers console", "url": link} for link in links]
    help_: dict[str, object] = {"@type": "type.googleapis.com/google.rpc.Help", "links": described}
    return [info, repeated, help_] if links else [info, repeated]


def _quota(answer: Row) -> list[dict[str, object]]:
    if "Quota exceeded for metric" not in answer.message:
        return []
    violation: dict[str, object] = {
        "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
        "quotaDimensions": {"location": "global", "model": "gemini-2.5-flash-lite"},
    }
    if "limit: 0" not in answer.message:
        violation["quotaValue"] = "20"
    link = {
        "description": "Learn more about Gemini API quotas",
        "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
    }
    return [
        {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]},
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "41s"},
    ]
