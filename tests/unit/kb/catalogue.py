"""The error catalogue: every row of Google's answers with the causes that may lead, and the clients' wrappings."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of the server. ``causes`` may come first; empty where the answer alone must stay undecided."""

    id: str
    http: int
    status: str
    message: str
    causes: frozenset[str]
    reason: str = ""
    service: str = "generativelanguage.googleapis.com"


def row(id_: str, http: int, status: str, message: str, causes: str, reason: str = "", service: str = "") -> Row:
    """A row with its causes as words."""
    return Row(
        id_, http, status, message, frozenset(causes.split()), reason, service or "generativelanguage.googleapis.com"
    )


_NOT_KNOWN = "key-truncated key-whitespace key-placeholder key-wrong-kind key-deleted dotenv-not-loaded"
_ENABLE = (
    " has not been used in project 123456789012 before or it is disabled. Enable it by visiting"
    " https://console.developers.google.com/apis/api/{service}/overview?project=123456789012 then retry. If you enabled"
    " this API recently, wait a few minutes for the action to propagate to our systems and retry."
)
_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more information on this error,"
    " head to: https://ai.google.dev/gemini-api/docs/rate-limits. To monitor your current usage, head to:"
    " https://ai.dev/rate-limit. \n* Quota exceeded for metric:"
    " generativelanguage.googleapis.com/generate_content_free_tier_requests, {limit}\nPlease retry in 41.065029449s."
)
_PER_MINUTE = (
    "Quota exceeded for quota metric 'Generate Content API requests per minute' and limit 'GenerateContent request limit"
    " per minute for a region' of service 'generativelanguage.googleapis.com' for consumer 'project_number:123456789012'."
)
_BLOCKED = "Requests to this API {service} method {method} are blocked."

ROWS = (
    row("E01", 400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", _NOT_KNOWN,
        "API_KEY_INVALID"),
    row("E02", 400, "INVALID_ARGUMENT", "API Key not found. Please pass a valid API key.",
        "key-deleted key-propagation-delay", "API_KEY_INVALID"),
    row("E03", 400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", "key-expired", "API_KEY_INVALID"),
    row("E04", 403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.",
        "key-leaked"),
    row("E05", 403, "PERMISSION_DENIED", "Access to generativelanguage.googleapis.com is restricted from your billing"
        " country and was denied for projects/123456789012.", "billing-country-restricted"),
    row("E06", 403, "PERMISSION_DENIED", "Gemini API"
        + _ENABLE.format(service="generativelanguage.googleapis.com"), "api-not-enabled", "SERVICE_DISABLED"),
    row("E06g", 403, "PERMISSION_DENIED", "Generative Language API"
        + _ENABLE.format(service="generativelanguage.googleapis.com"), "api-not-enabled", "SERVICE_DISABLED"),
    row("E06v", 403, "PERMISSION_DENIED", "Vertex AI API" + _ENABLE.format(service="aiplatform.googleapis.com"),
        "vertex-mode-unintended api-not-enabled", "SERVICE_DISABLED", "aiplatform.googleapis.com"),
    row("E07", 403, "PERMISSION_DENIED", "Permission denied: Consumer 'projects/123456789012' has been suspended.",
        "project-suspended", "CONSUMER_SUSPENDED"),
    row("E08", 403, "PERMISSION_DENIED", "Requests from referer <empty> are blocked.", "key-referrer-restriction",
        "API_KEY_HTTP_REFERRER_BLOCKED"),
    row("E08u", 403, "PERMISSION_DENIED", "Requests from referer https://quiz.example/ are blocked.",
        "key-referrer-restriction", "API_KEY_HTTP_REFERRER_BLOCKED"),
    row("E09", 403, "PERMISSION_DENIED", "Requests from this Android client application <empty> are blocked.",
        "key-app-restriction", "API_KEY_ANDROID_APP_BLOCKED"),
    row("E10", 403, "PERMISSION_DENIED", "Requests from this iOS client application com.example.app are blocked.",
        "key-app-restriction", "API_KEY_IOS_APP_BLOCKED"),
    row("E11", 403, "PERMISSION_DENIED", _BLOCKED.format(service="generativelanguage.googleapis.com",
        method="google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"),
        "key-api-restriction", "API_KEY_SERVICE_BLOCKED"),
    row("E11b", 403, "PERMISSION_DENIED", _BLOCKED.format(service="aiplatform.googleapis.com",
        method="google.cloud.aiplatform.v1beta1.PredictionService.GenerateContent"),
        "vertex-mode-unintended", "API_KEY_SERVICE_BLOCKED", "aiplatform.googleapis.com"),
    row("E11c", 403, "PERMISSION_DENIED", _BLOCKED.format(service="firebasevertexai.googleapis.com",
        method="google.firebase.vertexai.v1beta.GenerativeService.GenerateContent"),
        "key-api-restriction", "API_KEY_SERVICE_BLOCKED", "firebasevertexai.googleapis.com"),
    row("E12", 403, "PERMISSION_DENIED", "The provided API key has an IP address restriction. The originating IP"
        " address of the call (2001:db8::1) violates this restriction.", "key-ip-restriction",
        "API_KEY_IP_ADDRESS_BLOCKED"),
    row("E13", 403, "PERMISSION_DENIED", "Your project has been denied access. Please contact support.",
        "project-denied"),
    row("E14", 401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token,"
        " login cookie or other valid authentication credential. See"
        " https://developers.google.com/identity/sign-in/web/devconsole-project.",
        "key-standard-rejected key-bad-transport key-truncated key-deleted key-service-account-disabled",
        "ACCESS_TOKEN_TYPE_UNSUPPORTED"),
    row("E15", 401, "UNAUTHENTICATED", "API keys are not supported by this API. Expected OAuth2 access token or other"
        " authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication",
        "vertex-needs-oauth vertex-mode-unintended", "CREDENTIALS_MISSING", "aiplatform.googleapis.com"),
    row("E15g", 401, "UNAUTHENTICATED", "API keys are not supported by this API. Expected OAuth2 access token or other"
        " authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication",
        "key-wrong-kind vertex-needs-oauth", "CREDENTIALS_MISSING"),
    row("E16", 403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.",
        "oauth-scope-insufficient key-missing", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    row("E17", 403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established"
        " identity). Please use API Key or other form of API consumer identity to call this API.", "key-missing"),
    row("E18", 403, "PERMISSION_DENIED", "The caller does not have permission", "iam-permission"),
    row("E18p", 403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied on resource"
        " '//aiplatform.googleapis.com/projects/p/locations/global/publishers/google/models/gemini-3.8-flash' (or it may"
        " not exist).", "iam-permission", "IAM_PERMISSION_DENIED", "aiplatform.googleapis.com"),
    row("E18b", 403, "PERMISSION_DENIED", "Permission denied on resource project my-project.",
        "project-id-wrong iam-permission", "CONSUMER_INVALID"),
    row("E18c", 403, "PERMISSION_DENIED", "Caller does not have required permission to use project my-project. Grant"
        " the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the"
        " serviceusage.services.use permission, by visiting"
        " https://console.developers.google.com/iam-admin/iam/project?project=my-project and then retry. Propagation of"
        " the new permission may take a few minutes.", "iam-permission", "USER_PROJECT_DENIED"),
    row("E19", 403, "PERMISSION_DENIED", "This API method requires billing to be enabled. Please enable billing on"
        " project #123456789012 by visiting https://console.developers.google.com/billing/enable?project=123456789012"
        " then retry. If you enabled billing for this project recently, wait a few minutes for the action to propagate"
        " to our systems and retry.", "billing-required", "BILLING_DISABLED"),
    row("E20", 400, "FAILED_PRECONDITION", "User location is not supported for the API use.",
        "region-hosting region-unsupported region-free-tier"),
    row("E20b", 400, "FAILED_PRECONDITION", "User location is not supported for the API use without a billing account"
        " linked.", "region-free-tier"),
    row("E20c", 400, "FAILED_PRECONDITION", "Gemini API free tier is not available in your country. Please enable"
        " billing on your project in Google AI Studio.", "region-free-tier"),
    row("E20d", 400, "FAILED_PRECONDITION", "Precondition check failed.", "billing-required request-invalid"),
    row("E21", 402, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted. Please go to AI Studio at"
        " https://ai.studio/projects to manage your project and billing. Learn more at"
        " https://ai.google.dev/gemini-api/docs/billing#prepay. ", "prepay-depleted"),
    row("E21-429", 429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted. Please go to AI Studio at"
        " https://ai.studio/projects to manage your project and billing. Learn more at"
        " https://ai.google.dev/gemini-api/docs/billing#prepay. ", "prepay-depleted"),
    row("E21b", 429, "RESOURCE_EXHAUSTED", "Your project has exceeded its monthly spending cap. Please go to AI Studio"
        " at https://ai.studio/spend to manage your project.", "spend-cap-reached"),
    row("E22", 429, "RESOURCE_EXHAUSTED", _QUOTA.format(limit="limit: 20, model: gemini-2.5-flash-lite"),
        "quota-exceeded"),
    row("E22b", 429, "RESOURCE_EXHAUSTED", _QUOTA.format(limit="limit: 0, model: gemini-2.5-pro"), "quota-limit-zero"),
    row("E22c", 429, "RESOURCE_EXHAUSTED", _PER_MINUTE, "quota-exceeded", "RATE_LIMIT_EXCEEDED"),
    row("E22v", 429, "RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later. Please refer to"
        " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.", "quota-exceeded"),
    row("E22d", 429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", "quota-exceeded"),
    row("E23", 404, "NOT_FOUND", "models/gemini-1.5-flash is not found for API version v1beta, or is not supported for"
        " generateContent. Call ListModels to see the list of available models and their supported methods.",
        "model-unavailable"),
    row("E23n", 404, "NOT_FOUND", "models/gemini-3-flash is not found for API version v1, or is not supported for"
        " generateContent. Call ModelService.ListModels to see the list of available models and their supported"
        " methods.", "model-unavailable"),
    row("E23b", 404, "NOT_FOUND", "This model models/gemini-2.0-flash is no longer available to new users. Please"
        " update your code to use a newer model for the latest features and improvements.", "model-unavailable"),
    row("E23c", 404, "NOT_FOUND", "Requested entity was not found.", "model-unavailable"),
    row("E24", 503, "UNAVAILABLE", "The model is overloaded. Please try again later.", "server-overloaded"),
    row("E24h", 503, "UNAVAILABLE", "This model is currently experiencing high demand. Spikes in demand are usually"
        " temporary. Please try again later.", "server-overloaded"),
    row("E24s", 503, "UNAVAILABLE", "The service is currently unavailable.", "server-overloaded"),
    row("E24b", 500, "INTERNAL", "Internal error encountered.", "server-overloaded"),
    row("E24r", 500, "INTERNAL", "An internal error has occurred. Please retry or report in"
        " https://developers.generativeai.google/guide/troubleshooting", "server-overloaded"),
    row("E24d", 504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.",
        "server-overloaded network-failure"),
    row("E25", 400, "INVALID_ARGUMENT", 'Invalid JSON payload received. Unknown name "foo": Cannot find field.',
        "request-invalid"),
    row("E25a", 400, "INVALID_ARGUMENT", "Request contains an invalid argument.", "request-invalid"),
    row("E25c", 400, "INVALID_ARGUMENT", "* GenerateContentRequest.contents: contents is not specified\n",
        "request-invalid"),
    row("E25i", 400, "INVALID_ARGUMENT", "This model only supports Interactions API.", "request-invalid"),
    row("E26", 400, "INVALID_ARGUMENT", "Missing or invalid Authorization header.", "key-bad-transport"),
    row("E26i", 400, "INVALID_ARGUMENT", "Invalid Auth key.", "key-bad-transport"),
    row("E26m", 400, "INVALID_ARGUMENT", "Multiple authentication credentials received. Please pass only one.",
        "key-bad-transport"),
    row("E27", 400, "FAILED_PRECONDITION", "Firebase AI Logic is missing a configured Gemini Developer API key. Set one"
        " up by visiting https://console.firebase.google.com/project/p/ailogic/settings.", "key-missing"),
    row("E27c", 401, "UNAUTHENTICATED", "Firebase App Check token is invalid.", "app-check-missing"),
    row("E28", 403, "PERMISSION_DENIED", "This client is no longer supported for Gemini Code Assist for individuals. To"
        " continue using Gemini, please migrate to the Antigravity suite of products: https://antigravity.google",
        "login-discontinued"),
    row("E29", 403, "PERMISSION_DENIED", "You must be a named user on your organization's Gemini Code Assist Standard"
        " edition subscription to use this service. Please contact your administrator to request an entitlement to"
        " Gemini Code Assist Standard edition.", "workspace-policy"),
    row("E29t", 403, "PERMISSION_DENIED", "Gemini has been disabled in this account for violation of Terms of Service.",
        "account-tos-banned"),
)  # fmt: skip


def body(answer: Row) -> dict[str, object]:
    """The JSON body of an answer."""
    error: dict[str, object] = {"code": answer.http, "message": answer.message, "status": answer.status}
    if answer.reason:
        error["details"] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": answer.reason,
                "domain": "googleapis.com",
                "metadata": {"service": answer.service},
            }
        ]
    return {"error": error}


def _pretty(answer: Row) -> str:
    return json.dumps(body(answer), indent=2)


def _array(answer: Row) -> str:
    return json.dumps([body(answer)], indent=2)


def _python(answer: Row) -> str:
    kind = "ServerError" if answer.http >= 500 else "ClientError"
    return (
        'Traceback (most recent call last):\n  File "app.py", line 8, in <module>\n    main()\n'
        f"google.genai.errors.{kind}: {answer.http} {answer.status}. {body(answer)}"
    )


def _nested(answer: Row) -> str:
    inner = json.dumps(body(answer), indent=2)
    return "✕ [API Error: " + json.dumps({"error": {"message": inner, "code": answer.http, "status": "x"}}) + "]"


def _legacy_js(answer: Row) -> str:
    details = json.dumps(body(answer)["error"])
    return (
        "GoogleGenerativeAIFetchError: [GoogleGenerativeAI Error]: Error fetching from"
        " https://generativelanguage.googleapis.com/v1beta/models/gemini-flash-latest:generateContent:"
        f" [{answer.http} Refused] {answer.message} [{details}]\n    at handleResponseNotOk (index.mjs:432:11)"
        if answer.service.startswith("generativelanguage")
        else _pretty(answer)
    )


def _litellm(answer: Row) -> str:
    return f"litellm.APIError: GeminiException - {json.dumps(body(answer))}"


def _langchain(answer: Row) -> str:
    return (
        f"langchain_google_genai.errors.GoogleError: Error calling model 'gemini-flash-latest' ({answer.status}):"
        f" {answer.http} {answer.status}. {body(answer)}"
    )


def _go(answer: Row) -> str:
    return f"Error {answer.http}, Message: {answer.message}, Status: {answer.status}, Details: [map[reason:x]]"


def _cli(answer: Row) -> str:
    return f"✕ [API Error: {answer.message} (Status: {answer.status})]"


def _wrapped(answer: Row) -> str:
    text = _pretty(answer)
    return "\n".join(line[at : at + 76] for line in text.split("\n") for at in range(0, max(1, len(line)), 76))


def _logged(answer: Row) -> str:
    return "\n".join(f"api-1  | 2026-11-20 10:11:12,345 ERROR {line}" for line in _pretty(answer).split("\n"))


def _coloured(answer: Row) -> str:
    return f"\x1b[31mError:\x1b[0m \x1b[1m{answer.http}\x1b[22m {answer.message}"


def _cut(answer: Row) -> str:
    reason = answer.message.encode()[:123].decode(errors="ignore")
    return f"websockets.exceptions.ConnectionClosedError: received 1008 (policy violation) {reason}; then sent 1008"


WRAPPINGS: dict[str, Callable[[Row], str]] = {
    "curl": _pretty,
    "array": _array,
    "google-genai": _python,
    "json-in-json": _nested,
    "legacy-js": _legacy_js,
    "litellm": _litellm,
    "langchain": _langchain,
    "go": _go,
    "gemini-cli": _cli,
    "80-columns": _wrapped,
    "compose-log": _logged,
    "ansi": _coloured,
    "websocket": _cut,
}
