"""What somebody does with the generated client, run by its own Python: upload, queue, decide, export.

Arguments: the address of a service, a token, a report. Prints what was exported of the figure that was decided.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

# The client is made from the description, and is no part of the project.
# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownMemberType=false

VALUE = 123_456


def main(address: str, token: str, report: str) -> None:
    from extractor_client import AuthenticatedClient  # pyright: ignore[reportUnknownVariableType]
    from extractor_client.api.decisions import make_decision
    from extractor_client.api.documents import get_documents, send_document
    from extractor_client.api.exports import get_csv
    from extractor_client.api.queue import get_queue
    from extractor_client.models import DecisionIn, DecisionMade, ExtractionWhole, Problem
    from extractor_client.types import File

    client: Any = AuthenticatedClient(base_url=address, token=token, timeout=120)
    body = File(payload=io.BytesIO(Path(report).read_bytes()), file_name="report.txt")
    sent = send_document.sync(client=client, body=body, name="report.txt")
    assert isinstance(sent, ExtractionWhole), sent
    assert get_documents.sync(client=client, limit=1).total == 1
    page = get_queue.sync(client=client, document=sent.document, limit=1)
    figure = page.items[0].figure
    made = make_decision.sync(
        figure.document, figure.field, client=client, body=DecisionIn(value=VALUE), if_match=figure.etag
    )
    assert isinstance(made, DecisionMade), made
    again = make_decision.sync(
        figure.document, figure.field, client=client, body=DecisionIn(value=1), if_match=figure.etag
    )
    assert isinstance(again, Problem), "somebody decided meanwhile"
    assert again.type_ == "urn:extractor:outdated", again.type_
    exported = get_csv.sync(client=client, status="accepted")
    (row,) = [one for one in csv.DictReader(io.StringIO(str(exported))) if one["field"] == figure.field]
    print(row["value"], row["basis"])


if __name__ == "__main__":
    main(*sys.argv[1:])
