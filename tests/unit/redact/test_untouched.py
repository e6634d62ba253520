"""Texts in which nothing is secret come out as they went in: over-redaction is a defect."""

from __future__ import annotations

import pytest

from keymedic.engine.redact import Redactor

UNTOUCHED = [
    "",
    "plain prose without any key",
    "GEMINI_API_KEY environment variable",
    "set GEMINI_API_KEY or GOOGLE_API_KEY",
    "Both GOOGLE_API_KEY and GEMINI_API_KEY are set. Using GOOGLE_API_KEY.",
    "GEMINI_API_KEY=",
    "GEMINI_API_KEY=\nGOOGLE_API_KEY=\n",
    "GEMINI_API_KEY: missing",
    "GEMINI_API_KEY: command not found",
    "GEMINI_API_KEY=YOUR_API_KEY",
    "export GEMINI_API_KEY=your-api-key-here",
    'export GEMINI_API_KEY="<API_KEY>"',
    "GEMINI_API_KEY=${GEMINI_API_KEY}",
    "GEMINI_API_KEY=$GEMINI_API_KEY",
    "set GEMINI_API_KEY=%GEMINI_API_KEY%",
    "GEMINI_API_KEY=$(cat key.txt)",
    "GEMINI_API_KEY=${{ secrets.GEMINI_API_KEY }}",
    "GEMINI_API_KEY=changeme",
    "GEMINI_API_KEY=undefined",
    "GEMINI_API_KEY=test",
    "GEMINI_API_KEY=AIza...",
    "GEMINI_API_KEY=AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "AIzaSyXXXXXXXXXXXXXXXXXXXXXX-xxxxxxx",
    "AIzaSy****************************abcd",
    "AIzaSyYOUR_API_KEY_HERE_1234567890",
    "a key begins with AIza and has 39 characters",
    "keys that start with AQ. or IQ. are new",
    "sk-... is an OpenAI key, sk-your-api-key-here is none",
    "key=None",
    "https://host/v1beta/models?key=None",
    "https://host/v1beta/models?key=YOUR_API_KEY",
    "https://host/v1beta/models?key=$GEMINI_API_KEY&alt=sse",
    "https://host/v1beta/models?key={api_key}",
    "https://host/v1beta/models?key=[REDACTED]",
    "https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=123456789012",
    'api_key: "undefined"',
    "api_key: str | None = None",
    "api_key: SecretStr",
    'api_key = os.environ["GEMINI_API_KEY"]',
    'genai.configure(api_key=os.environ["GOOGLE_API_KEY"])',
    'api_key=os.getenv("GEMINI_API_KEY")',
    "apiKey: process.env.GEMINI_API_KEY",
    "apiKey: import.meta.env.VITE_GEMINI_API_KEY",
    "api_key=settings.gemini_api_key",
    "Client(api_key=my_api_key)",
    "`api_key=` beats GOOGLE_API_KEY beats `GEMINI_API_KEY`",
    "url = 'https://host?api_key=' + key",
    "'GEMINI_API_KEY=' + api_key + ';'",
    '{"name": "GEMINI_API_KEY", "value": ""}',
    '("api_key", "access_token", "client_secret")',
    '{"client_secret": "<your-client-secret>"}',
    "Authorization: Bearer $GEMINI_API_KEY",
    "Authorization: Bearer <token>",
    "Missing or invalid Authorization header.",
    "f'Bearer {self._access_token()}'",
    "use x-goog-api-key, not Authorization: Bearer",
    "x-goog-api-key: YOUR_API_KEY",
    "Consumer 'projects/123456789012' has been suspended.",
    '{"private_key": "-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n"}',
    "GOOGLE_APPLICATION_CREDENTIALS=/home/me/keys/service-account.json",
    "PRIVATE_KEY=/etc/ssl/private/server.pem",
    "commit 7f8f3309a6c2d4b1e0f9a8b7c6d5e4f3a2b1c0d9",
    "request id 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "model gemini-2.5-flash-preview-09-2025",
    "google-genai 3.4.0, litellm 1.106.2, Node 20.20.2",
    "maxOutputTokens: 8192, token_count=1234567890",
    "nextPageToken: CAEQAxgFIgRhYmNk, next_page_token=CAEQAxgFIgRhYmNk",
    "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n",
    "generate_content_free_tier_requests GenerateRequestsPerDayPerProjectPerModel-FreeTier",
    "google.ai.generativelanguage.v1beta.GenerativeService.StreamGenerateContent",
    "x-goog-api-key\n=====\nthe header",
    "risk-averse-development task-runner-configuration sk-learn-contrib",
    "API key not valid. Please pass a valid API key.",
    "API key: the one from AI Studio",
    "C:\\new\\temp\\users\\x",
    "std::vector<int> 12:30:45 100%",
    "😀 ключ API недействителен, 密钥无效",
    "\ud800 lone surrogate",
    "123456789-abcdefghijklmnop.apps.googleusercontent.com",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_text_without_secrets_is_untouched(text: str) -> None:
    """Names, placeholders, code, identifiers and prose stay as they are."""
    assert Redactor().redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Chrome/131.0.0.0 version 1.2.3.4, package==10.2.3.4, v1.2.3.4",
        "http://127.0.0.1:8080 and http://[::1]:3000 and 0.0.0.0",
        "abc::def std::map 12:30:45",
        "git@github.com:owner/repo.git",
        "someone@example.com",
        "@google/genai@2.32.0 handle@index.js:12",
        "/home/runner/work /home/user/x C:\\Users\\Public",
        "/v1/home/page",
    ],
)
def test_masking_people_keeps_what_tells_nobody(text: str) -> None:
    """Versions, loopback addresses, shared user names and example addresses stay even in public reports."""
    assert Redactor(mask_people=True).redact(text) == text
