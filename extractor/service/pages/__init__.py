"""The pages people review with: Jinja2 templates, plain ES modules and CSS, in Chinese and English."""

from extractor.service.pages import documents, jobs, queue, report

__all__ = ["documents", "jobs", "queue", "report"]
