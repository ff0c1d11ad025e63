"""The service as OpenAPI describes it, for `docs/openapi.json`: made without opening any store that exists."""

from __future__ import annotations

import json
import os
import tempfile

from extractor.service.app import describe, make_app, opened
from extractor.service.settings import Settings


def openapi_page() -> str:
    """The description, as JSON."""
    with tempfile.TemporaryDirectory() as folder, opened(Settings(os.path.join(folder, "store.db"))) as service:
        return json.dumps(describe(make_app(service)), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
