"""``make fake-gemini``: start the stand-in and say how to use it."""

from __future__ import annotations

import argparse
import threading

from .answers import BEHAVIOURS, GOOD, key_for
from .server import serving

HELP = """\
A stand-in for Google listens at {url}; Ctrl-C ends it. It never talks to anybody.

  GEMINI_API_KEY={good} keymedic probe --online --base-url {url}
  GEMINI_API_KEY={leaked} keymedic diagnose --probe --online --base-url {url}

The answer is chosen by the key (as above: the name of an answer, filled up with FAKE), or by the address:
  {url}/answer/E04           every request gets E04 (E01 to E29: the rows of tests/unit/kb/catalogue.py)
  {url}/answer/E04.array     the same in an array, as the OpenAI-compatible endpoint sends it
  {url}/answer/E04.interactions   as the Interactions API documents it
  {url}/answer/E04.sse       a stream that begins well and then fails
  {url}/answer/H404          Google's page for a wrong path; H403 and H502: a gateway's; EMPTY403: no words at all
  {url}/answer/call-E13      the list of models succeeds, the call fails
  {url}/answer/{behaviours[0]}          also: {others}
  {url}/v1beta/models?answer=E04   for curl
"""


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="fake-gemini", description="A stand-in for the Gemini API.")
    _ = parser.add_argument("--port", type=int, default=8611, help="the port to listen at (0: any)")
    port: int = parser.parse_args().port
    with serving(port) as stand_in:
        words = {"url": stand_in.url, "good": key_for(GOOD), "leaked": key_for("E04")}
        print(HELP.format(**words, behaviours=BEHAVIOURS, others=", ".join(BEHAVIOURS[1:])), flush=True)
        try:
            _ = threading.Event().wait()
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
