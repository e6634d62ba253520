"""The server's answers and the ways in which clients print them, for the tests of observation."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

SERVICE = "generativelanguage.googleapis.com"
STATUS_TEXT = {400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found"}


@dataclass(frozen=True)
class Body:
    """One answer: what must be found in it."""

    http: int
    status: str
    message: str
    reason: str = ""
    service: str = SERVICE

    @property
    def details(self) -> list[dict[str, Any]]:
        """The ErrorInfo and LocalizedMessage of the answer, when it has a reason."""
        if not self.reason:
            return []
        info = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": self.reason,
            "domain": "googleapis.com",
            "metadata": {"service": self.service},
        }
        localized = {
            "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
            "locale": "en-US",
            "message": self.message,
        }
        return [info, localized]

    @property
    def data(self) -> dict[str, Any]:
        """The answer as Google sends it."""
        error: dict[str, Any] = {"code": self.http, "message": self.message, "status": self.status}
        if self.reason:
            error["details"] = self.details
        return {"error": error}


BODIES = {
    "E01": Body(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"),
    "E03": Body(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", "API_KEY_INVALID"),
    "E04": Body(
        403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.", service=""
    ),
    "E08": Body(
        403, "PERMISSION_DENIED", "Requests from referer <empty> are blocked.", "API_KEY_HTTP_REFERRER_BLOCKED"
    ),
    "E11": Body(
        403,
        "PERMISSION_DENIED",
        f"Requests to this API {SERVICE} method google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"
        " are blocked.",
        "API_KEY_SERVICE_BLOCKED",
    ),
    "E14": Body(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid"
        " authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        "ACCESS_TOKEN_TYPE_UNSUPPORTED",
    ),
    "E15": Body(
        401,
        "UNAUTHENTICATED",
        "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that"
        " assert a principal. See https://cloud.google.com/docs/authentication",
        "CREDENTIALS_MISSING",
        "aiplatform.googleapis.com",
    ),
    "E17": Body(
        403,
        "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other"
        " form of API consumer identity to call this API.",
        service="",
    ),
    "E20": Body(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", service=""),
    "E21": Body(
        402,
        "RESOURCE_EXHAUSTED",
        "Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your"
        " project and billing. Learn more at https://ai.google.dev/gemini-api/docs/billing#prepay.",
        service="",
    ),
    "E25": Body(
        400,
        "INVALID_ARGUMENT",
        'Invalid JSON payload received. Unknown name "foo": Cannot find field.',
        service="",
    ),
}


def _json(body: Body) -> str:
    return json.dumps(body.data, indent=2)


def _python(body: Body) -> str:
    return (
        'Traceback (most recent call last):\n  File "/srv/quiz/ask.py", line 3, in <module>\n    print(ask("hello"))\n'
        '  File "/srv/quiz/ask.py", line 21, in ask\n    return send(question)\n'
        f"google.genai.errors.ClientError: {body.http} {body.status}. {body.data}\n"
    )


def _nested(body: Body) -> str:
    outer = {"error": {"message": _json(body) + "\n", "code": body.http, "status": STATUS_TEXT[body.http]}}
    return f"ApiError: {json.dumps(outer)}\n    at ask (file:///srv/quiz/ask.mjs:8:3)\n"


def _inspect(body: Body) -> str:
    details = ""
    if body.reason:
        details = (
            "  errorDetails: [\n    {\n      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',\n"
            f"      reason: '{body.reason}',\n      domain: 'googleapis.com',\n"
            f"      metadata: {{ service: '{body.service}' }}\n    }}\n  ]\n"
        )
    return (
        "GoogleGenerativeAIFetchError: [GoogleGenerativeAI Error]: Error fetching from "
        f"https://{SERVICE}/v1beta/models/gemini-2.5-flash:generateContent: [{body.http} {STATUS_TEXT[body.http]}] "
        f"{body.message}{' ' + json.dumps(body.details) if body.reason else ''}\n"
        "    at ask (file:///srv/quiz/ask.mjs:8:3) {\n"
        f"  status: {body.http},\n  statusText: '{STATUS_TEXT[body.http]}',\n{details}}}\n"
    )


def _grpc_python(body: Body) -> str:
    tail = ""
    if body.reason:
        tail = (
            f' [reason: "{body.reason}"\ndomain: "googleapis.com"\nmetadata {{\n  key: "service"\n'
            f'  value: "{body.service}"\n}}\n, locale: "en-US"\nmessage: "{body.message}"\n]'
        )
    return f"google.api_core.exceptions.SomethingDenied: {body.http} {body.message}{tail}\n"


def _go(body: Body) -> str:
    info = (
        f"map[@type:type.googleapis.com/google.rpc.ErrorInfo domain:googleapis.com metadata:map[service:{body.service}] "
        f"reason:{body.reason}]"
    )
    details = info if body.reason else ""
    return f"Error {body.http}, Message: {body.message}, Status: {body.status}, Details: [{details}]\nexit status 1\n"


def _arrows(value: object, arrow: str) -> str:
    """Data as Ruby and Elixir print it."""
    if isinstance(value, dict):
        parts = (
            f"{json.dumps(key)}{arrow}{_arrows(item, arrow)}" for key, item in cast("dict[str, object]", value).items()
        )
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_arrows(item, arrow) for item in cast("list[object]", value)) + "]"
    return json.dumps(value)


def _litellm(body: Body) -> str:
    return f"litellm.AuthenticationError: GeminiException - b'{_json(body)}'".replace("\n", "\\n")


WRAPPINGS: dict[str, Callable[[Body], str]] = {
    "curl": _json,
    "one line": lambda body: json.dumps(body.data),
    "array": lambda body: json.dumps([body.data], indent=1),
    "python repr": _python,
    "python repr alone": lambda body: f"{body.http} {body.status}. {body.data}",
    "javascript": lambda body: f"ApiError: {json.dumps(body.data)}\n    at foo (index.mjs:1:2)",
    "javascript nested": _nested,
    "old javascript": lambda body: (
        f"ClientError: got status: {body.http} {STATUS_TEXT[body.http]}. {json.dumps(body.data)}"
    ),
    "legacy javascript": _inspect,
    "legacy python grpc": _grpc_python,
    "go": _go,
    "openai python": lambda body: f"openai.BadRequestError: Error code: {body.http} - {[body.data]}",
    "langchain": lambda body: (
        f"GoogleInvalidRequestError: Error calling model 'gemini-2.5-flash' ({body.status}): "
        f"{body.http} {body.status}. {body.data}"
    ),
    "litellm": _litellm,
    "gemini-cli": lambda body: f"✕ [API Error: {json.dumps({'error': {'message': _json(body)}})}]",
    "relay": lambda body: json.dumps(
        {"error": {"message": "Provider returned error", "metadata": {"raw": _json(body)}}}
    ),
    "spring": lambda body: (
        f"ERROR 1 --- [chat] [nio-8080-exec-1] o.a.c.c.C.[dispatcherServlet] : Request processing failed\n\n"
        f"com.google.genai.errors.ClientException: {json.dumps(body.data)}\n\tat com.example.Ask.main(Ask.java:12)"
    ),
    "ruby": lambda body: f"app.rb:12:in 'ask': Gemini failed: {_arrows(body.data, ' => ')} (RuntimeError)",
    "elixir": lambda body: f"** (RuntimeError) {{:error, %Req.Response{{body: %{_arrows(body.data, ' => ')}}}}}",
    "lambda": lambda body: json.dumps(
        {"errorMessage": f"{body.http} {body.status}. {body.data}", "errorType": "ClientError", "requestId": "a-b"}
    ),
    "http error": lambda body: f"Exception: Gemini API error: {body.http} {_json(body)}",
    "in a log field": lambda body: json.dumps(
        {"severity": "ERROR", "jsonPayload": {"error": {"name": "ApiError", "message": json.dumps(body.data)}}}
    ),
    "escaped twice": lambda body: json.dumps(
        {"level": "error", "msg": json.dumps({"upstream": json.dumps(body.data)})}
    ),
}


def boxed(text: str) -> str:
    """In a box that a terminal draws."""
    lines = [part for line in text.split("\n") for part in (textwrap.wrap(line, 90, break_long_words=False) or [""])]
    return "\n".join(["╭" + "─" * 92 + "╮", *(f"│ {line:<90} │" for line in lines), "╰" + "─" * 92 + "╯"])


def cut_at_80(text: str) -> str:
    """As a terminal of 80 columns breaks it, in the middle of words."""
    return "\n".join(line[at : at + 80] for line in text.split("\n") for at in range(0, max(len(line), 1), 80))


FRAMES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "windows": lambda text: text.replace("\n", "\r\n"),
    "ansi": lambda text: "\x1b[31m" + text.replace("\n", "\x1b[0m\n\x1b[31m") + "\x1b[0m",
    "box": boxed,
    "quote": lambda text: "\n".join("> " + line for line in text.split("\n")) + "\n> end",
    "container": lambda text: "\n".join("web-1  | " + line for line in ["start", *text.split("\n")]),
    "log": lambda text: "\n".join("2026-11-23T10:15:07.123Z " + line for line in ["start", *text.split("\n")]),
    "logcat": lambda text: "\n".join("D/OkHttp: " + line for line in ["--> POST", *text.split("\n")]),
    "flutter": lambda text: "\n".join("I/flutter ( 4711): " + line for line in ["start", *text.split("\n")]),
    "kubernetes": lambda text: "\n".join(
        "2026-11-23T10:15:07.123456789Z stderr F " + line for line in ["start", *text.split("\n")]
    ),
    "html": lambda text: f"<pre>{html.escape(text)}</pre>",
    "json log": lambda text: json.dumps({"time": "2026-11-23T10:15:07Z", "level": "ERROR", "exception": text}),
    "story": lambda text: f"Hi, since today my bot is broken:\n\n```\n{text}\n```\n\nI tried a new key. Any idea?",
}
