"""The pages people review with: Jinja2 templates, plain ES modules and CSS, in Chinese and English."""

from extractor.service.pages import (
    admin,
    api,
    bodies,
    check,
    decided,
    documents,
    jobs,
    overview,
    queue,
    report,
    second,
    settle,
)

_PAGES = (overview, queue, documents, report, decided, bodies, jobs, check, second, settle, admin, api)
ROUTERS = tuple(module.router for module in _PAGES)
"""The routes of all pages."""

__all__ = ["ROUTERS"]
