"""Calls the stand-in through real clients and prints what a person would see of each failure: a JSON object, by answer.

Run in a process of its own: what a client does at import (warnings, logging, threads) is none of the tests' business.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, cast

KEY = "AIzaSyFAKE" + "FAKE0FAKE" * 3 + "FA"


def google_genai(address: str) -> None:
    """One call of google-genai."""
    from google import genai

    client = genai.Client(api_key=KEY, http_options={"base_url": address})
    _ = cast("Any", client.models).generate_content(model="gemini-flash-latest", contents="Hello")


def google_genai_stream(address: str) -> None:
    """The same as a stream."""
    from google import genai

    client = genai.Client(api_key=KEY, http_options={"base_url": address})
    for _ in cast("Any", client.models).generate_content_stream(model="gemini-flash-latest", contents="Hello"):
        pass


def google_genai_interactions(address: str) -> None:
    """The Interactions API, whose errors have classes of their own."""
    from google import genai

    client = genai.Client(api_key=KEY, http_options={"base_url": address})
    _ = cast("Any", client).interactions.create(model="gemini-flash-latest", input="Hello")


def httpx_raised(address: str) -> None:
    """What httpx says of an answer that the program did not read."""
    import httpx

    _ = httpx.post(f"{address}/v1beta/models/gemini-flash-latest:generateContent", json={}).raise_for_status()


def openai_sdk(address: str) -> None:
    """OpenAI's client on the compatible endpoint."""
    import openai

    client = openai.OpenAI(api_key=KEY, base_url=f"{address}/v1beta/openai/", max_retries=0)
    _ = client.chat.completions.create(model="gemini-flash-latest", messages=[{"role": "user", "content": "Hello"}])


CALLS: dict[str, Callable[[str], None]] = {
    "google-genai": google_genai, "google-genai-stream": google_genai_stream, "openai": openai_sdk,
    "google-genai-interactions": google_genai_interactions, "httpx": httpx_raised,
}  # fmt: skip


def main() -> None:
    """``call_sdk.py CLIENT URL ANSWER…``"""
    client, url, *answers = sys.argv[1:]
    time.sleep = lambda _: None  # some clients try again and again, and wait in between
    texts: dict[str, str] = {}
    for answer in answers:
        try:
            CALLS[client](f"{url}/answer/{answer}")
            texts[answer] = ""
        except Exception:  # noqa: BLE001 - whatever the client raises is what is wanted
            texts[answer] = traceback.format_exc()
    print(json.dumps(texts))


if __name__ == "__main__":
    main()
