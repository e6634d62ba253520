"""A stand-in for Google on the loopback: a real HTTP server that answers like the Gemini API, well and badly."""
