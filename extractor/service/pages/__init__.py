"""The pages people review with: Jinja2 templates, plain ES modules and CSS, in Chinese and English."""

from extractor.service.pages import bodies, check, documents, jobs, overview, queue, report, second, settle

ROUTERS = tuple(module.router for module in (overview, queue, documents, report, bodies, jobs, check, second, settle))
"""The routes of all pages."""

__all__ = ["ROUTERS"]
