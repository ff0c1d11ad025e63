"""The pages people review with: Jinja2 templates, plain ES modules and CSS, in Chinese and English."""
