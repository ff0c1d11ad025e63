"""The service: an HTTP API over the store, the jobs behind it, and who may do what.

`extractor serve` starts it; `docs/service.md` explains it, `docs/openapi.json` describes it to programs.
"""
